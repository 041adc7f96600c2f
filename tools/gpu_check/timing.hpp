// Times the phases of a simulation: the median over repeated stretches of steps, after a warm-up.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "agents/simulation.hpp"

namespace tilscape {

struct PhaseTime {
  std::string name;
  bool visits_agents = false;
  std::uint64_t executions = 0;      // timed ones
  double median_seconds = 0;         // per execution
  double visited_per_execution = 0;  // agents, or sites
};

struct Timing {
  std::vector<PhaseTime> phases;
  double seconds_per_step = 0;          // median over stretches
  double agent_updates_per_s = 0;       // agent phases alone, over all stretches
  double cell_hours_per_s = 0;          // cells × simulated hours over wall time, whole step
  double field_gb_per_s = 0;            // bytes that the field solver had to move, over its time
  std::uint64_t agents = 0, sites = 0;  // at the end
  std::size_t bytes = 0, agent_bytes = 0;
};

/// How long to run before the clock starts, and then.
struct Stretches {
  std::uint32_t settle;  // steps
  std::uint32_t steps;   // timed together: a multiple of every period, so that each phase runs
  int repeats;
};

/// @param base_step_min  simulated minutes per step
Timing time_phases(Simulation& simulation, const Stretches& stretches, double base_step_min);

}  // namespace tilscape
