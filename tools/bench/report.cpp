// Every figure is a median with its range; only what is exact stands without one.
#include "tools/bench/report.hpp"

#include <fmt/core.h>

#include <cmath>

#include "tools/machine/machine.hpp"

namespace tilscape {

namespace {

/// "20.7 M": three digits and a power of a thousand.
std::string scaled(double value) {
  constexpr const char* powers[] = {"", " k", " M", " G", " T"};
  std::size_t power = 0;
  while (value >= 999.5 && power + 1 < std::size(powers)) value /= 1000, ++power;
  return fmt::format("{:.{}f}{}", value, value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2, powers[power]);
}

std::string range(const Spread& s) {
  return fmt::format("[{} - {}]", scaled(s.least), scaled(s.most));
}

std::string seconds(double s) {
  return fmt::format("{:.{}f}", s, s >= 100 ? 1 : s >= 1 ? 3 : 5);
}

/// name, executions, seconds, their range, visits, visits per second, ns per visit.
std::string phase_row(const PhaseFigures& p) {
  const bool any = p.visits.most > 0;
  return fmt::format(
      "{:<17}{:>6} {:>10} {:>23} {:>14} {:>10} {:>10}\n", p.name, p.executions, seconds(p.seconds.median),
      "[" + seconds(p.seconds.least) + " - " + seconds(p.seconds.most) + "]",
      any ? grouped(static_cast<std::uint64_t>(std::llround(p.visits.median))) : "-",
      any ? scaled(p.visits_per_s.median) : "-", any ? fmt::format("{:.2f}", p.ns_per_visit.median) : "-");
}

std::string phase_table(const Measurement& m, const Figures& f) {
  std::string text = fmt::format("\n{:<17}{:>6} {:>10} {:>23} {:>14} {:>10} {:>10}\n", "phase", "runs",
                                 "seconds", "[least - most]", "visits", "visits/s", "ns/visit");
  for (const PhaseFigures& p : f.phases) text += phase_row(p);
  if (f.agent_updates.most > 0)
    text += phase_row({"agent phases", true, m.bench_case.steps, f.agent_seconds, f.agent_updates,
                       f.agent_updates_per_s, f.ns_per_agent_update});
  return text + phase_row({"whole step", false, m.bench_case.steps, f.seconds, {}, {}, {}});
}

std::string line(const char* what, const std::string& value) {
  return fmt::format("{:<18}{}\n", what, value);
}

std::string world_text(const Measurement& m, const Figures& f) {
  const auto& size = m.run.model.lattice.size;
  const auto count = [](double n) { return grouped(static_cast<std::uint64_t>(std::llround(n))); };
  const std::string replicates =
      m.run.replicates > 1 ? fmt::format(", {} replicates", m.run.replicates) : std::string();
  const std::string how = m.bench_case.restarts_each_repeat ? "each time" : "before the first";
  return line("world", fmt::format("{} x {} x {} sites{}; {} tumour cells, {} corpses, {} CD8 T cells",
                                   size[0], size[1], size[2], replicates, count(m.cells.tumour),
                                   count(m.cells.corpses), count(m.cells.cd8_cells))) +
         line("memory", fmt::format("{}: {:.1f} B per agent and {:.1f} B per site; peak of the process {}",
                                    human_bytes(static_cast<double>(m.world_bytes)), f.bytes_per_agent,
                                    f.bytes_per_site, human_bytes(static_cast<double>(m.peak_bytes)))) +
         line("timed", fmt::format("{} x {} steps ({:g} min), {} to settle {}; median [least - most]",
                                   m.samples.size(), m.bench_case.steps,
                                   m.bench_case.steps * m.run.model.time.base_step_min,
                                   m.bench_case.settle_steps, how));
}

std::string rates_text(const BenchResult& r) {
  const Figures& f = r.figures;
  std::string text = "\n";
  if (f.agent_updates.most > 0)
    text += line("agent-updates/s",
                 fmt::format("{} {}, over the agent phases alone", scaled(f.agent_updates_per_s.median),
                             range(f.agent_updates_per_s)));
  text += line("cell-hours/s", fmt::format("{} {}, over the whole step", scaled(f.cell_hours_per_s.median),
                                           range(f.cell_hours_per_s)));
  text += line("a simulated day", fmt::format("{} s {}", scaled(f.seconds_per_simulated_day.median),
                                              range(f.seconds_per_simulated_day)));
  if (f.live_agents_per_s)
    text += line("live agents/s",
                 fmt::format("{} {}, over the whole step; occupancy {:.4f}",
                             scaled(f.live_agents_per_s->median), range(*f.live_agents_per_s), *f.occupancy));
  text += line("triad", fmt::format("{:.1f} GB/s", r.triad_gb_per_s));
  if (f.field_gb_per_s)
    text += line("fields", fmt::format("{:.1f} GB/s {} of compulsory traffic: {:.2f} of the triad",
                                       f.field_gb_per_s->median, range(*f.field_gb_per_s),
                                       f.field_gb_per_s->median / r.triad_gb_per_s));
  if (f.batch_gain)
    text += line("one world", fmt::format("{:.2f} {} times as fast as its replicates one after the other",
                                          f.batch_gain->median, range(*f.batch_gain)));
  return text + line("digest", fmt::format("{:016x}, {}", r.measurement.digest, r.digest_check));
}

}  // namespace

std::string header_text(const MachineInfo& machine, const BuildInfo& build) {
  const std::string runs_on =
      machine.gpu.empty() ? fmt::format("{} of {} cores", machine.threads, machine.cores) : machine.gpu;
  return line("machine", fmt::format("{}; {}", machine.processor, runs_on)) +
         line("", fmt::format("{}, huge pages {}", human_bytes(static_cast<double>(machine.memory_bytes)),
                              machine.huge_pages)) +
         line("build", fmt::format("tilscape {} ({}), {}", build.version, build.commit, build.compiler)) +
         line("", build.flags);
}

std::string to_text(const BenchResult& r) {
  const Measurement& m = r.measurement;
  return "\n" + line(m.bench_case.name.c_str(), m.bench_case.what) + world_text(m, r.figures) +
         phase_table(m, r.figures) + rates_text(r);
}

}  // namespace tilscape
