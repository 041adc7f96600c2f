// The columns that read-outs add to the census.
#pragma once

#include <vector>

#include "agents/readouts/census.hpp"

namespace tilscape {

/// Of the read-outs that the row has. Classes are written as the codes of agents/readouts/readouts.hpp.
void append_columns(std::vector<CensusColumn>& columns, const CensusRow& row);

}  // namespace tilscape
