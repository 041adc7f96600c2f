// What a simulation begins with: every replicate's model, seed and cells.
#pragma once

#include <cstdint>
#include <vector>

#include "agents/parameters/parameters.hpp"
#include "agents/start/initial_tissue.hpp"
#include "agents/start/world_start.hpp"

namespace tilscape {

struct SimulationStart {
  std::vector<ReplicateStart> replicates;
  ExecutionParameters execution;
};

/// The start of a run: seeds of its replicates, each with the given tissue or its own synthetic one.
/// @param only_replicate  −1: all of them; else this one alone, with the same bits as among the others
SimulationStart make_start(const RunParameters& run, const InitialTissue* tissue, int only_replicate = -1);

/// One replicate of it.
ReplicateStart make_replicate_start(const RunParameters& run, const InitialTissue* tissue,
                                    std::uint32_t replicate);

}  // namespace tilscape
