// Options of `tilscape bench`, and what each way of calling it does: report, list, scaling, record.
#include "tools/bench/command.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/errors.hpp"
#include "core/io/run/output_file.hpp"
#include "tools/bench/digests.hpp"
#include "tools/bench/recorded_model.hpp"
#include "tools/bench/scaling.hpp"
#include "tools/machine/machine.hpp"
#include "tools/terminal/option_checks.hpp"

namespace tilscape {

namespace {

struct Options {
  BenchSettings settings;
  std::string bench_case = "attack";
  double cells = 0;  // 0: the case's default; a double, so that 1e7 can be written
  std::string json, record, record_defaults;
  bool list = false, scaling = false;

  std::uint64_t whole_cells() const {
    if (cells != std::floor(cells) || cells > 1e18)
      throw InputError(fmt::format("--cells {:g}: expected a whole number, 10000 or more", cells));
    return static_cast<std::uint64_t>(cells);
  }
};

/// One result as an object, several as an array of them.
void write_json(const std::string& path, const BenchSession& session,
                const std::vector<BenchResult>& results) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const BenchResult& result : results) all.push_back(session.json(result));
  write_output("--json", path, (all.size() == 1 ? all[0] : all).dump(2) + "\n");
}

void print_list() {
  for (const BenchCase& c : bench_cases())
    fmt::print("{:<16}{}\n{:<16}{} {}; {} steps after {} to settle\n", c.name, c.what, "",
               grouped(c.default_cells), c.counts, c.steps, c.settle_steps);
}

std::vector<BenchResult> print_cases(const Options& o, BenchSession& session) {
  std::vector<BenchCase> cases = bench_cases();
  if (o.bench_case != "all") cases = {find_bench_case(o.bench_case)};
  if (cases.size() > 1 && !o.settings.expect_digest.empty())
    throw InputError("--expect-digest: belongs to one case; expected --case to name it");
  const std::uint64_t cells = o.whole_cells();
  for (const BenchCase& c : cases) session.check_size(c, cells > 0 ? cells : c.default_cells);
  fmt::print("{}", session.header());
  std::fflush(stdout);
  std::vector<BenchResult> results;
  for (const BenchCase& c : cases) {
    results.push_back(session.run(c, cells, session.threads()));
    fmt::print("{}", to_text(results.back()));
    std::fflush(stdout);
  }
  return results;
}

/// Every case at two sizes: one for tests, one for figures.
void record(const std::string& path, const BenchSession& session) {
  constexpr std::uint64_t small = 10'000;
  std::vector<RecordedDigest> rows;
  for (const BenchCase& c : bench_cases())
    for (const std::uint64_t cells : {small, c.default_cells}) {
      rows.push_back({c.name, cells, session.digest(c, cells)});
      fmt::print("{:<16}{:>14} {:016x}\n", c.name, grouped(cells), rows.back().digest);
      std::fflush(stdout);
    }
  write_output("--record", path, render_digests(rows));
}

void bench(const Options& o) {
  if (o.list) return print_list();
  if (!o.record_defaults.empty())
    return write_output("--record-defaults", o.record_defaults, render_recorded_values());
  if (!o.json.empty()) check_output("--json", o.json);
  if (!o.record.empty()) check_output("--record", o.record);
  BenchSession session(o.settings);
  if (!o.record.empty()) return record(o.record, session);
  const auto results =
      o.scaling ? print_scaling(session, find_bench_case(o.bench_case)) : print_cases(o, session);
  if (!o.json.empty()) write_json(o.json, session, results);
}

}  // namespace

void add_bench_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("bench", "Time fixed cases on this machine");
  const auto o = std::make_shared<Options>();
  command->add_option("--case", o->bench_case, "One of those --list shows, or all")
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option("--cells", o->cells, "Size: see --list for the default and what it counts")
      ->type_name("N")
      ->check(CLI::PositiveNumber.description(""));
  command->add_option("--threads", o->settings.threads, "Host threads, 1 to 4096; default: every usable core")
      ->type_name("N")
      ->check(CLI::Range(1, 4096));
  command
      ->add_option_function<std::string>(
          "--backend", [o](const std::string& name) { o->settings.backend = backend_named(name); },
          "auto (a GPU where there is one), cuda or cpu")
      ->type_name("NAME")
      ->default_str("auto");
  command
      ->add_option("--repeats", o->settings.repeats,
                   "Timed stretches, 1 to 1000; figures are medians over them")
      ->type_name("N")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--json", o->json, "Also write the figures to this file")
      ->type_name("FILE")
      ->check(wrong_with_name);
  command
      ->add_option("--expect-digest", o->settings.expect_digest,
                   "Refuse to report unless the digest is this one, whatever is on record")
      ->type_name("DIGEST");
  auto* list = command->add_flag("--list", o->list, "Name the cases and run none");
  auto* scaling =
      command->add_flag("--scaling", o->scaling, "The case with 1e4 to 1e7 cells, on one thread and on all");
  auto* record = command->add_option("--record", o->record, "Write the digests of all cases to this file")
                     ->type_name("FILE")
                     ->check(wrong_with_name)
                     ->excludes(list, scaling);
  command
      ->add_option("--record-defaults", o->record_defaults,
                   "Write the parameters that all cases start from to this file: those on record, and the "
                   "defaults of new keys")
      ->type_name("FILE")
      ->check(wrong_with_name)
      ->excludes(list, scaling, record);
  command->callback([o] { bench(*o); });
}

}  // namespace tilscape
