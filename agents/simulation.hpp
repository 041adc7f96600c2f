// A running simulation, whichever backend runs it. The only thing the command line, tests and benches hold.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agents/observe/scene.hpp"
#include "agents/parameters/parameters.hpp"
#include "agents/readouts/census.hpp"
#include "agents/start/replicate_state.hpp"
#include "agents/start/simulation_start.hpp"
#include "core/execution/phase_table.hpp"

namespace tilscape {

class HostExecutor;

class Simulation {
 public:
  virtual ~Simulation() = default;
  /// One base step: every phase that is due, in table order. May return before it is done: whatever reads
  /// results waits by itself, and what fails is thrown by then.
  /// @throws OutOfMemory. If now() has not moved, nothing of the step has happened, and it may be tried
  /// again. Test: tests/agents/out_of_memory_test.cpp
  virtual void step() = 0;
  /// Returns when every step so far is done.
  virtual void wait() = 0;
  virtual Step now() const = 0;
  /// One row per replicate; events are counted since the call before.
  virtual std::vector<CensusRow> census() = 0;
  /// What is wanted of this moment, per replicate; changes nothing.
  virtual std::vector<Readouts> read_out(const ReadoutParameters& wanted) = 0;
  /// One digest per replicate.
  virtual std::vector<std::uint64_t> digest() = 0;
  virtual CellTable cells(std::uint32_t replicate) = 0;
  /// [z][y][x]; empty: the field is off.
  virtual std::vector<float> field(FieldIndex field, std::uint32_t replicate) = 0;
  /// Cells and fields of now, until the next step; on the host they are read where they lie.
  virtual Scene scene(std::uint32_t replicate) = 0;
  /// Cells and fields of now, to be had once, later, and from any thread: the simulation may go on. A device
  /// sets a copy aside in its own memory, if that has room; the host copies at once. Not to be had once the
  /// simulation is gone.
  virtual std::function<Scene()> scene_aside(std::uint32_t replicate) = 0;
  /// Clones logged since the call before, all replicates, ascending in (replicate, id).
  virtual std::vector<CloneRecord> new_clones() = 0;
  /// Everything that this replicate's future and output depend on: a simulation that starts from it gives the
  /// same bits. Does not change the simulation.
  virtual ReplicateState state(std::uint32_t replicate) = 0;
  /// The same until the next step; on the host it is read where it lies.
  virtual ReplicateStateInPlace state_in_place(std::uint32_t replicate) = 0;
  /// Their times are complete after wait().
  virtual const std::vector<Phase>& phases() const = 0;
  virtual const Lattice& lattice() const = 0;
  /// Bytes of the world and the field solver.
  virtual std::size_t bytes() const = 0;
  /// Of these the columns of cells, with their room to grow.
  virtual std::size_t agent_bytes() const = 0;
  /// Bytes that the passes of the field solver had to read and write so far, each array of a pass once.
  virtual std::uint64_t field_bytes_moved() const = 0;
  virtual std::string backend() const = 0;
  /// Checks what must always hold (agents/observe/invariants.hpp); empty when it does, else what does not.
  virtual std::string broken_invariants() = 0;
  /// Can the state be had although it is broken? Not where following its indices would lead out of it.
  virtual bool can_be_copied() = 0;

  /// So many steps, done when it returns.
  void advance(std::uint32_t steps) {
    for (std::uint32_t k = 0; k < steps; ++k) step();
    wait();
  }
};

/// Everything a simulation starts from.
/// On the host. @param threads  0: every core this process may use
/// @throws std::invalid_argument when replicates differ in what a world has only one of
/// (agents/common_parameters.hpp)
std::unique_ptr<Simulation> make_host_simulation(const SimulationStart& start, int threads = 0);
std::unique_ptr<Simulation> make_host_simulation(const SimulationStart& start, HostExecutor executor);

}  // namespace tilscape
