// From a simulation's plain tables to what core/io writes: names, units and types of every array in a run
// folder.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "agents/simulation.hpp"
#include "core/io/hdf5/table.hpp"
#include "core/io/run/snapshot.hpp"

namespace tilscape {

/// The function that completes a snapshot with cells and fields, once, later, and on any thread.
/// @param moment  what the snapshot says about where it came from
std::function<Snapshot()> snapshot_of(std::function<Scene()> scene, const Moment& moment,
                                      const LatticeParameters& lattice);

/// One row per census row; counts are u64.
Table census_table(const std::vector<CensusRow>& rows);

/// One row per clone: id, parent, when and where, what mutated.
Table clone_table(const std::vector<CloneRecord>& records, double base_step_min);

}  // namespace tilscape
