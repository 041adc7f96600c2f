// The step as a table: phases in their order, each with its period on one integer clock, its time and what it
// visited.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/types.hpp"

namespace tilscape {

struct Phase {
  std::string name;
  std::uint32_t period_steps;              // runs at every step divisible by this
  bool visits_agents;                      // counts towards agent-updates
  std::function<std::uint64_t(Step)> run;  // returns agents (or sites) visited
  double seconds = 0;                      // as far as the executor's clock has settled
  std::uint64_t executions = 0;
  std::uint64_t visited = 0;
};

class PhaseTable {
 public:
  void add(std::string name, std::uint32_t period_steps, bool visits_agents,
           std::function<std::uint64_t(Step)> run) {
    phases_.push_back({std::move(name), period_steps, visits_agents, std::move(run)});
  }
  /// Runs every phase that is due at this step, in table order, by an executor's clock
  /// (core/base/wall_clock.hpp).
  template <class Clock>
  void run(Step step, Clock&& clock) {
    for (Phase& phase : phases_) {
      if (step.value % phase.period_steps != 0) continue;
      const auto start = clock.mark();
      phase.visited += phase.run(step);
      clock.add_since(start, phase.seconds);
      ++phase.executions;
    }
  }
  const std::vector<Phase>& phases() const { return phases_; }

 private:
  std::vector<Phase> phases_;
};

}  // namespace tilscape
