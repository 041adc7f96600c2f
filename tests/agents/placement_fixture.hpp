// What the tests of placements share: tumour cells that all divide whenever they may, and shares of outcomes.
#pragma once

#include <cmath>

#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

namespace tilscape {

inline ModelParameters dividing(Placement placement, std::array<std::uint32_t, 3> size,
                                Neighbourhood neighbourhood) {
  ModelParameters m = model_without_fields(size);
  m.lattice.neighbourhood = neighbourhood;
  m.time.tumour_turnover_min = 1;
  m.tumour.placement = placement;
  m.tumour.division_per_day = 1e6;
  m.tumour.death_per_day = 0;
  m.mutation = {};
  m.blood.cd8_cells.fill(0);
  return m;
}

/// Tumour sites after one update, and how often of `runs` seeds.
inline std::map<std::set<std::uint32_t>, int> outcomes(const ModelParameters& m, const InitialTissue& cells,
                                                       int runs) {
  std::map<std::set<std::uint32_t>, int> count;
  for (int seed = 0; seed < runs; ++seed) {
    const auto simulation = simulation_of(m, cells, static_cast<std::uint64_t>(seed));
    simulation->advance(1);
    ++count[sites_of(simulation->cells(0), CellType::tumour)];
  }
  return count;
}

/// Binomial, within 4 standard deviations.
inline void check_share(int found, int n, double p) {
  INFO(found << " of " << n << " at " << p);
  CHECK(std::abs(found - n * p) < 4 * std::sqrt(n * p * (1 - p)));
}

}  // namespace tilscape
