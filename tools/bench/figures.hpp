// From what was measured to what is reported: rates per repeat, then median and range over the repeats.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/bench/measure.hpp"

namespace tilscape {

/// Over the repeats.
struct Spread {
  double median = 0, least = 0, most = 0;
};

/// @param values  one per repeat, at least one; of an even number the median is the mean of the middle two
Spread spread_of(std::vector<double> values);

struct PhaseFigures {
  std::string name;
  bool visits_agents = false;
  std::uint64_t executions = 0;  // in one repeat
  Spread seconds;                // of one repeat
  Spread visits;                 // agents, or sites, of one repeat
  Spread visits_per_s, ns_per_visit;
};

struct Figures {
  std::vector<PhaseFigures> phases;  // those that ran
  Spread seconds;                    // of one repeat, all phases
  Spread agent_seconds;              // of one repeat, agent phases alone
  Spread agent_updates;              // of one repeat
  Spread agent_updates_per_s;        // over the time of the agent phases alone
  Spread ns_per_agent_update;        // likewise
  Spread cell_hours_per_s;           // cells × simulated hours over the time of the whole step
  Spread seconds_per_simulated_day;  // of the whole step
  std::optional<Spread>
      field_gb_per_s;  // compulsory bytes over the time of the field phase; nothing: no fields
  std::optional<Spread> live_agents_per_s;  // live agents at each step's start, summed, over the whole step
  std::optional<double> occupancy;          // of the sites, by live agents; comes with the one before
  std::optional<Spread> batch_gain;         // one by one over all at once
  double bytes_per_agent = 0, bytes_per_site = 0;  // columns of cells and corpses; all else
};

/// Test: tests/tools/bench_test.cpp
Figures figures_of(const Measurement& measurement);

}  // namespace tilscape
