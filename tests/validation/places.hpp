// Where each cell stands, to see how far it has walked.
#pragma once

#include <map>

#include "agents/simulation.hpp"

namespace tilscape {

using Places = std::map<std::int64_t, std::uint32_t>;  // site by cell id

inline Places places(Simulation& simulation) {
  const CellTable cells = simulation.cells(0);
  Places at;
  for (std::size_t k = 0; k < cells.size(); ++k) at[cells.cell_id[k]] = cells.site[k];
  return at;
}

}  // namespace tilscape
