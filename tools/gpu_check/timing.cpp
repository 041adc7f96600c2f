// Phases add up their own time (core/execution/phase_table.hpp); a stretch is the difference between two
// readings.
#include "tools/gpu_check/timing.hpp"

#include <algorithm>
#include <chrono>

namespace tilscape {

namespace {

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double timed_stretch(Simulation& simulation, std::uint32_t steps) {
  const auto start = std::chrono::steady_clock::now();
  simulation.advance(steps);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::uint64_t cells_of(Simulation& simulation) {
  std::uint64_t cells = 0;
  for (const CensusRow& row : simulation.census()) cells += row.tumour_cells() + row.cd8_cells();
  return cells;
}

}  // namespace

Timing time_phases(Simulation& simulation, const Stretches& stretches, double base_step_min) {
  simulation.advance(stretches.settle);
  const std::vector<Phase> before = simulation.phases();
  const std::uint64_t field_bytes_before = simulation.field_bytes_moved();
  std::vector<Phase> earlier = before;
  std::vector<std::vector<double>> seconds(before.size());
  std::vector<double> wall_seconds;
  for (int k = 0; k < stretches.repeats; ++k) {
    wall_seconds.push_back(timed_stretch(simulation, stretches.steps));
    const std::vector<Phase>& now = simulation.phases();
    for (std::size_t p = 0; p < now.size(); ++p) {
      const auto runs = static_cast<double>(now[p].executions - earlier[p].executions);
      if (runs > 0) seconds[p].push_back((now[p].seconds - earlier[p].seconds) / runs);
    }
    earlier = now;
  }

  Timing timing;
  double updates = 0, agent_seconds = 0;
  for (std::size_t p = 0; p < before.size(); ++p) {
    const std::uint64_t runs = earlier[p].executions - before[p].executions;
    const auto visited = static_cast<double>(earlier[p].visited - before[p].visited);
    timing.phases.push_back({before[p].name, before[p].visits_agents, runs, median(seconds[p]),
                             runs ? visited / static_cast<double>(runs) : 0});
    if (!before[p].visits_agents) continue;
    updates += visited;
    agent_seconds += earlier[p].seconds - before[p].seconds;
  }
  timing.seconds_per_step = median(wall_seconds) / stretches.steps;
  timing.field_gb_per_s = 1e-9 * static_cast<double>(simulation.field_bytes_moved() - field_bytes_before) /
                          std::max(1e-12, earlier[0].seconds - before[0].seconds);
  timing.agent_updates_per_s = agent_seconds > 0 ? updates / agent_seconds : 0;
  timing.agents = cells_of(simulation);
  timing.cell_hours_per_s = static_cast<double>(timing.agents) * base_step_min / 60 / timing.seconds_per_step;
  timing.sites = simulation.lattice().world_sites();
  timing.bytes = simulation.bytes();
  timing.agent_bytes = simulation.agent_bytes();
  return timing;
}

}  // namespace tilscape
