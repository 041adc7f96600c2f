// A rate is taken within each repeat, never from a median of times and another of counts.
#include "tools/bench/figures.hpp"

#include <algorithm>

namespace tilscape {

namespace {

constexpr const char* field_phase = "fields";

double ratio(double a, double b) {
  return b > 0 ? a / b : 0;
}

/// of(k) for each repeat k.
template <class Function>
Spread over_repeats(const Measurement& m, const Function& of) {
  std::vector<double> values;
  for (std::size_t k = 0; k < m.samples.size(); ++k) values.push_back(of(k));
  return spread_of(std::move(values));
}

PhaseFigures phase_figures(const Measurement& m, std::size_t p) {
  const auto phase = [&](std::size_t k) -> const PhaseSample& { return m.samples[k].phases[p]; };
  const auto visits = [&](std::size_t k) { return static_cast<double>(phase(k).visited); };
  PhaseFigures f;
  f.name = m.phases[p].name;
  f.visits_agents = m.phases[p].visits_agents;
  f.executions = phase(0).executions;
  f.seconds = over_repeats(m, [&](std::size_t k) { return phase(k).seconds; });
  f.visits = over_repeats(m, visits);
  f.visits_per_s = over_repeats(m, [&](std::size_t k) { return ratio(visits(k), phase(k).seconds); });
  f.ns_per_visit = over_repeats(m, [&](std::size_t k) { return 1e9 * ratio(phase(k).seconds, visits(k)); });
  return f;
}

/// Seconds and updates of the agent phases in one repeat.
PhaseSample agent_phases(const Measurement& m, std::size_t k) {
  PhaseSample sum;
  for (std::size_t p = 0; p < m.phases.size(); ++p) {
    if (!m.phases[p].visits_agents) continue;
    sum.seconds += m.samples[k].phases[p].seconds;
    sum.visited += m.samples[k].phases[p].visited;
  }
  return sum;
}

void add_agent_rates(Figures& f, const Measurement& m) {
  const auto seconds = [&](std::size_t k) { return agent_phases(m, k).seconds; };
  const auto updates = [&](std::size_t k) { return static_cast<double>(agent_phases(m, k).visited); };
  f.agent_seconds = over_repeats(m, seconds);
  f.agent_updates = over_repeats(m, updates);
  f.agent_updates_per_s = over_repeats(m, [&](std::size_t k) { return ratio(updates(k), seconds(k)); });
  f.ns_per_agent_update = over_repeats(m, [&](std::size_t k) { return 1e9 * ratio(seconds(k), updates(k)); });
}

void add_step_rates(Figures& f, const Measurement& m) {
  const double hours = m.bench_case.steps * m.run.model.time.base_step_min / 60;
  const double cell_hours = m.cells.live() * hours;
  const auto seconds = [&](std::size_t k) { return m.samples[k].seconds; };
  f.seconds = over_repeats(m, seconds);
  f.cell_hours_per_s = over_repeats(m, [&](std::size_t k) { return ratio(cell_hours, seconds(k)); });
  f.seconds_per_simulated_day = over_repeats(m, [&](std::size_t k) { return seconds(k) * 24 / hours; });
}

void add_field_rate(Figures& f, const Measurement& m) {
  for (std::size_t p = 0; p < m.phases.size(); ++p)
    if (m.phases[p].name == field_phase && m.samples[0].field_bytes > 0)
      f.field_gb_per_s = over_repeats(m, [&](std::size_t k) {
        return 1e-9 * ratio(static_cast<double>(m.samples[k].field_bytes), m.samples[k].phases[p].seconds);
      });
}

void add_scores(Figures& f, const Measurement& m) {
  const auto live = [&](std::size_t k) { return m.samples[k].live_agents; };
  if (m.bench_case.scores_live_agents) {
    f.live_agents_per_s =
        over_repeats(m, [&](std::size_t k) { return ratio(live(k), m.samples[k].seconds); });
    const double per_repeat = static_cast<double>(m.sites) * m.bench_case.steps;
    f.occupancy = over_repeats(m, [&](std::size_t k) { return live(k) / per_repeat; }).median;
  }
  if (!m.one_by_one_s.empty())
    f.batch_gain =
        over_repeats(m, [&](std::size_t k) { return ratio(m.one_by_one_s[k], m.samples[k].seconds); });
}

}  // namespace

Spread spread_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return {0.5 * (values[(n - 1) / 2] + values[n / 2]), values.front(), values.back()};
}

Figures figures_of(const Measurement& m) {
  Figures f;
  for (std::size_t p = 0; p < m.phases.size(); ++p)
    if (m.samples[0].phases[p].executions > 0) f.phases.push_back(phase_figures(m, p));
  add_agent_rates(f, m);
  add_step_rates(f, m);
  add_field_rate(f, m);
  add_scores(f, m);
  f.bytes_per_agent = ratio(static_cast<double>(m.agent_bytes), m.cells.live() + m.cells.corpses);
  f.bytes_per_site = ratio(static_cast<double>(m.world_bytes - m.agent_bytes), static_cast<double>(m.sites));
  return f;
}

}  // namespace tilscape
