// The cells a run starts with, wherever they came from: a tissue table or a synthetic tumour.
#pragma once

#include <vector>

#include "agents/kinds/cell_types.hpp"
#include "core/base/types.hpp"

namespace tilscape {

/// One cell on the lattice of one replicate. At most one per layer and site: tissue (tumour, stroma, vessel)
/// and immune (the rest of CellType).
struct PlacedCell {
  LocalSite site;
  CellType type;
  float pdl1 = -1;  // relative to baseline, ≥ 0; below 0: not given
  float pd1 = -1;   // 0–1; below 0: not given
};

using InitialTissue = std::vector<PlacedCell>;

}  // namespace tilscape
