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
  std::uint64_t agents = 0, sites = 0;  // at the end
  std::size_t bytes = 0;
};

/// @param stretch  steps that are timed together: a multiple of every period, so that each phase runs
/// @param base_step_min  simulated minutes per step
Timing time_phases(Simulation& simulation, std::uint32_t stretch, int repeats, double base_step_min);

}  // namespace tilscape
