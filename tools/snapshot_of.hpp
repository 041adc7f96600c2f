// From a simulation's plain tables to what core/io writes: names, units and types of every array in a run
// folder.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "agents/simulation.hpp"
#include "core/io/snapshot.hpp"
#include "core/io/table.hpp"

namespace tilscape {

/// What every snapshot of a run says about where it came from.
struct Provenance {
  std::uint64_t seed = 0;
  std::string config;  // run.yaml
};

/// One replicate of the simulation as it is now: the function that completes the snapshot with cells and
/// fields, once, later, and on any thread.
/// @param digest  of this replicate, now
std::function<Snapshot()> snapshot_of(Simulation& simulation, std::uint32_t replicate, std::uint64_t digest,
                                      const RunParameters& run, const Provenance& provenance);

/// One row per census row; counts are u64.
Table census_table(const std::vector<CensusRow>& rows);

/// One row per clone: id, parent, when and where, what mutated.
Table clone_table(const std::vector<CloneRecord>& records, double base_step_min);

}  // namespace tilscape
