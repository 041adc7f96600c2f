// Plain printf: a bare GPU node has no formatting library.
#include "tools/gpu_check/bench_report.hpp"

#include <cstdarg>
#include <cstdio>

namespace tilscape {

namespace {

std::string text(const char* format, ...) __attribute__((format(printf, 1, 2)));
std::string text(const char* format, ...) {
  char line[512];
  va_list values;
  va_start(values, format);
  std::vsnprintf(line, sizeof line, format, values);
  va_end(values);
  return line;
}

unsigned long long number(std::uint64_t n) {
  return n;
}

double per(double a, double b) {
  return b > 0 ? a / b : 0;
}

const char* verdict(const BenchResult& r) {
  if (!r.recorded) return "not recorded";
  return r.is_wrong() ? "**FAIL** other than recorded" : "as recorded";
}

}  // namespace

BenchReport::BenchReport(const BenchPlan& plan) : plan_(plan) {
  std::printf("## Bench\n\n");
  if (plan.copy_gb_per_s > 0)
    std::printf("Device-to-device copy of 1 GiB: %.0f GB/s read and written.\n", plan.copy_gb_per_s);
  json_ = text("{\"copy_gb_per_s\": %.6g, \"cases\": [", plan.copy_gb_per_s);
}

/// The whole file anew under another name, so that one is whole whenever the program is killed.
void BenchReport::save() const {
  if (plan_.json_file.empty()) return;
  const std::string unfinished = plan_.json_file + ".new";
  std::FILE* file = std::fopen(unfinished.c_str(), "w");
  if (file) {
    std::fprintf(file, "%s\n]}\n", json_.c_str());
    if (std::fclose(file) == 0 && std::rename(unfinished.c_str(), plan_.json_file.c_str()) == 0) return;
  }
  std::printf("\n**cannot write %s**\n", plan_.json_file.c_str());
}

void BenchReport::add(const std::optional<FieldTiming>& t) {
  std::printf("\n### V-cycles\n\n");
  add_json(t);
  save();
  if (!t) {
    std::printf("Not run: too little memory.\n");
    return;
  }
  std::printf("%llu sites, %d fields, %.1f GB: %.3f ms per V-cycle of one field, %.3g sites/s.\n",
              number(t->sites), t->fields, 1e-9 * static_cast<double>(t->bytes), 1e3 * t->seconds_per_cycle,
              per(static_cast<double>(t->sites), t->seconds_per_cycle));
}

void BenchReport::add(const BenchResult& r) {
  std::printf("\n### %s, %llu\n\n", r.name.c_str(), number(r.size));
  add_json(r);
  save();
  if (!r.skipped.empty()) {
    std::printf("Not run: %s.\n", r.skipped.c_str());
    return;
  }
  const Timing& t = r.timing;
  std::printf(
      "%llu sites, %llu cells at the end, %.2f GB (%.1f of it cells); start in %.1f s; digest %s.\n\n",
      number(t.sites), number(t.agents), 1e-9 * static_cast<double>(t.bytes),
      1e-9 * static_cast<double>(t.agent_bytes), r.start_seconds, verdict(r));
  add_phases(r);
  std::printf("\nAgent phases alone: %.3g agent-updates/s. Whole step: %.3g cell-hours/s, %.3f ms.\n",
              t.agent_updates_per_s, t.cell_hours_per_s, 1e3 * t.seconds_per_step);
  if (t.field_gb_per_s > 0)
    std::printf("Fields: %.0f GB/s of the solver's own bytes, %.2f of a copy.\n", t.field_gb_per_s,
                per(t.field_gb_per_s, plan_.copy_gb_per_s));
  if (r.one_by_one)
    std::printf("%u replicates: %.3f s as one world, %.3f s one by one (%u timed and scaled): %.1f times.\n",
                r.one_by_one->replicates, r.one_by_one->seconds_together, r.one_by_one->seconds_alone,
                r.one_by_one->timed, per(r.one_by_one->seconds_alone, r.one_by_one->seconds_together));
}

void BenchReport::add_phases(const BenchResult& r) {
  std::printf(
      "| phase | executions | median ms | visited per execution | visited per s |\n|---|---|---|---|---|\n");
  for (const PhaseTime& p : r.timing.phases)
    if (p.executions)
      std::printf("| %s | %llu | %.3f | %.3g | %.3g |\n", p.name.c_str(), number(p.executions),
                  1e3 * p.median_seconds, p.visited_per_execution,
                  per(p.visited_per_execution, p.median_seconds));
}

void BenchReport::add_json(const std::optional<FieldTiming>& t) {
  json_ += t ? text(
                   "\n  {\"case\": \"v-cycles\", \"sites\": %llu, \"fields\": %d, \"bytes\": %llu, "
                   "\"cycle_s\": %.6g}",
                   number(t->sites), t->fields, number(t->bytes), t->seconds_per_cycle)
             : "\n  {\"case\": \"v-cycles\", \"skipped\": \"too little memory\"}";
}

void BenchReport::add_json(const BenchResult& r) {
  json_ += text(",\n  {\"case\": \"%s\", \"size\": %llu", r.name.c_str(), number(r.size));
  if (!r.skipped.empty()) {
    json_ += ", \"skipped\": \"" + r.skipped + "\"}";
    return;
  }
  const Timing& t = r.timing;
  json_ +=
      text(", \"sites\": %llu, \"agents\": %llu, \"bytes\": %llu, \"agent_bytes\": %llu, \"start_s\": %.6g",
           number(t.sites), number(t.agents), number(t.bytes), number(t.agent_bytes), r.start_seconds);
  json_ += text(
      ", \"step_s\": %.6g, \"agent_updates_per_s\": %.6g, \"cell_hours_per_s\": %.6g, \"field_gb_per_s\": "
      "%.6g, "
      "\"field_bandwidth_fraction\": %.4g",
      t.seconds_per_step, t.agent_updates_per_s, t.cell_hours_per_s, t.field_gb_per_s,
      per(t.field_gb_per_s, plan_.copy_gb_per_s));
  if (r.digest)
    json_ += text(", \"digest\": \"%016llx\", \"digest_is_right\": %s", number(*r.digest),
                  r.is_wrong() ? "false" : "true");
  if (r.one_by_one)
    json_ += text(", \"replicates\": %u, \"together_s\": %.6g, \"one_by_one_s\": %.6g",
                  r.one_by_one->replicates, r.one_by_one->seconds_together, r.one_by_one->seconds_alone);
  json_ += ", \"phases\": [";
  const char* separator = "";
  for (const PhaseTime& p : t.phases) {
    json_ += text("%s{\"name\": \"%s\", \"executions\": %llu, \"median_s\": %.6g, \"visited\": %.6g}",
                  separator, p.name.c_str(), number(p.executions), p.median_seconds, p.visited_per_execution);
    separator = ", ";
  }
  json_ += "]}";
}

}  // namespace tilscape
