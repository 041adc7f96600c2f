// The columns that read-outs add to the census.
#pragma once

#include <vector>

#include "agents/readouts/census.hpp"
#include "agents/readouts/readouts.hpp"

namespace tilscape {

/// Classes are written as the codes of agents/readouts/readouts.hpp.
void append_columns(std::vector<CensusColumn>& columns, const Readouts& readouts);

}  // namespace tilscape
