// Which sites hold the agents of a population, and which replicate a slot belongs to: what re-sorting asks.
#pragma once

#include "agents/kinds/cell_types.hpp"
#include "core/execution/tally.hpp"
#include "core/lattice/lattice.hpp"

namespace tilscape {

/// Does a site hold an agent of a population? For re-sorting.
struct HoldsTumour {
  const Tissue* tissue;
  TILSCAPE_HD bool operator()(SiteIndex s) const { return is_tumour(tissue[s.value]); }
};
struct HoldsImmune {
  const Immune* immune;
  TILSCAPE_HD bool operator()(SiteIndex s) const { return is_immune_cell(immune[s.value]); }
};

/// … and does it hold a vessel?
struct HoldsVessel {
  const Tissue* tissue;
  TILSCAPE_HD bool operator()(SiteIndex s) const { return tissue[s.value] == Tissue::vessel; }
};

/// Of each slot the replicate that its agent is in. No slot is empty.
struct CountByReplicate {
  Lattice lattice;
  const SiteIndex* site;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    sums.add(lattice.replicate_of(site[i]));
  }
};

}  // namespace tilscape
