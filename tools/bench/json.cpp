// Rates are plain numbers, the medians; `spread` has the range of each. Phases carry their own.
#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "tools/bench/report.hpp"

namespace tilscape {

namespace {

using Json = nlohmann::ordered_json;

Json spread(const Spread& s) {
  return {{"median", s.median}, {"min", s.least}, {"max", s.most}};
}

/// Adds a figure's median to the object, and its range to that of all figures.
void add(Json& out, Json& ranges, const char* name, const Spread& s) {
  out[name] = s.median;
  ranges[name] = {{"min", s.least}, {"max", s.most}};
}

Json phases_of(const Figures& f) {
  Json phases = Json::object();
  for (const PhaseFigures& p : f.phases)
    phases[p.name] = {{"visits_agents", p.visits_agents},       {"executions", p.executions},
                      {"seconds", spread(p.seconds)},           {"visits", spread(p.visits)},
                      {"visits_per_s", spread(p.visits_per_s)}, {"ns_per_visit", spread(p.ns_per_visit)}};
  return phases;
}

void add_setting(Json& out, const Measurement& m) {
  out["case"] = m.bench_case.name;
  out["what"] = m.bench_case.what;
  out["cells"] = m.options.cells;
  out["counts"] = m.bench_case.counts;
  out["backend"] = m.options.backend == BackendChoice::cuda ? "cuda" : "cpu";
  out["threads"] = m.options.threads;
  out["repeats"] = m.samples.size();
  out["settle_steps"] = m.bench_case.settle_steps;
  out["steps"] = m.bench_case.steps;
  out["base_step_min"] = m.run.model.time.base_step_min;
  out["lattice_size"] = m.run.model.lattice.size;
  out["replicates"] = m.run.replicates;
  out["sites"] = m.sites;
  out["tumour_cells"] = m.cells.tumour;
  out["corpses"] = m.cells.corpses;
  out["t_cells"] = m.cells.cd8_cells;
}

void add_rates(Json& out, Json& ranges, const BenchResult& r) {
  const Figures& f = r.figures;
  add(out, ranges, "seconds", f.seconds);
  add(out, ranges, "agent_updates_per_s", f.agent_updates_per_s);
  add(out, ranges, "ns_per_agent_update", f.ns_per_agent_update);
  add(out, ranges, "cell_hours_per_s", f.cell_hours_per_s);
  add(out, ranges, "seconds_per_simulated_day", f.seconds_per_simulated_day);
  out["triad_gb_per_s"] = r.triad_gb_per_s;
  out["field_gb_per_s"] = nullptr;
  out["field_bandwidth_fraction"] = nullptr;
  if (f.field_gb_per_s) {
    add(out, ranges, "field_gb_per_s", *f.field_gb_per_s);
    out["field_bandwidth_fraction"] = f.field_gb_per_s->median / r.triad_gb_per_s;
  }
  if (f.live_agents_per_s) {
    add(out, ranges, "live_agents_per_s", *f.live_agents_per_s);
    out["occupancy"] = *f.occupancy;
  }
  if (f.batch_gain) add(out, ranges, "one_world_over_one_by_one", *f.batch_gain);
}

}  // namespace

Json to_json(const BenchResult& r, const MachineInfo& machine, const BuildInfo& build) {
  const Measurement& m = r.measurement;
  Json out;
  add_setting(out, m);
  Json ranges;
  add_rates(out, ranges, r);
  out["bytes_per_agent"] = r.figures.bytes_per_agent;
  out["bytes_per_site"] = r.figures.bytes_per_site;
  out["world_bytes"] = m.world_bytes;
  out["peak_bytes"] = m.peak_bytes;
  out["digest"] = fmt::format("{:016x}", m.digest);
  out["digest_check"] = r.digest_check;
  out["spread"] = ranges;
  out["phases"] = phases_of(r.figures);
  out["machine"] = {{"processor", machine.processor},   {"threads", machine.threads},
                    {"cores", machine.cores},           {"memory_bytes", machine.memory_bytes},
                    {"huge_pages", machine.huge_pages}, {"gpu", machine.gpu}};
  out["build"] = {{"version", build.version},
                  {"commit", build.commit},
                  {"compiler", build.compiler},
                  {"flags", build.flags}};
  return out;
}

}  // namespace tilscape
