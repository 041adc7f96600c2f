// What the read-out tests share: hand-built tissue, and every read-out on.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>

#include "tests/agents/world_fixture.hpp"

namespace tilscape::readout_test {

inline constexpr double spacing_um = 10;

inline ModelParameters still_model(std::array<std::uint32_t, 3> size) {
  ModelParameters m = model_without_fields(size);
  m.lattice.spacing_um = spacing_um;
  return m;
}

/// Defaults, with all read-outs on.
inline ReadoutParameters all_readouts() {
  ReadoutParameters p = default_parameters().output.readouts;
  p.spatial = true;
  return p;
}

/// A cell of a type at every site of the lattice for which `holds` says so.
inline void place(InitialTissue& tissue, const ModelParameters& m, CellType type,
                  const std::function<bool(int x, int y, int z)>& holds) {
  const auto [nx, ny, nz] = m.lattice.size;
  for (std::uint32_t z = 0; z < nz; ++z)
    for (std::uint32_t y = 0; y < ny; ++y)
      for (std::uint32_t x = 0; x < nx; ++x)
        if (holds(static_cast<int>(x), static_cast<int>(y), static_cast<int>(z)))
          tissue.push_back({LocalSite{x + nx * (y + ny * z)}, type});
}

/// Of a world at its start.
inline Readouts read(const ModelParameters& m, const InitialTissue& tissue,
                     const ReadoutParameters& wanted = all_readouts()) {
  return simulation_of(m, tissue)->read_out(wanted)[0];
}

}  // namespace tilscape::readout_test
