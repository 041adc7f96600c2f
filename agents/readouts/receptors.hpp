// How evenly the CD8 T cells of the tissue are spread over receptors.
#pragma once

#include <cstdint>
#include <span>

#include "agents/readouts/readouts.hpp"
#include "agents/world/world_view.hpp"
#include "core/execution/tally.hpp"

namespace tilscape {

namespace receptor {

/// A slot per receptor of each replicate.
struct Count {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    if (s == no_site || !is_cd8(w.immune[s])) return;
    sums.add(w.lattice.replicate_of(s) * receptors + w.immune_cells.receptor[a]);
  }
};

}  // namespace receptor

/// Clonality is 1 − Pielou's evenness of the receptor classes that are there, CARs among them; NaN without
/// CD8 T cells. The model knows 64 classes of receptors, not clonotypes, so it compares runs, not patients.
/// Source: BMC Biology 23:133 (2025), doi:10.1186/s12915-025-02236-5. Test: tests/readouts/diversity_test.cpp
/// @param cells  by receptor, of one replicate
inline ReceptorReadout receptor_readout(std::span<const std::uint64_t> cells) {
  Diversity diversity;
  for (const std::uint64_t n : cells) diversity.add(n);
  return {diversity.kinds(), diversity.clonality()};
}

}  // namespace tilscape
