// Results go to stdout, one per line, so that scripts can read them.
#include "tools/commands/inspect_commands.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

#include "config/read/read_config.hpp"
#include "config/schema/render.hpp"
#include "core/base/errors.hpp"
#include "core/io/run/read_run.hpp"
#include "core/io/run/run_folder.hpp"
#include "tools/machine/machine.hpp"
#include "tools/run/run_clock.hpp"
#include "tools/run/run_plan.hpp"
#include "tools/run/run_warnings.hpp"
#include "tools/run/tissue_reader.hpp"
#include "tools/terminal/option_checks.hpp"
#include "tools/terminal/say.hpp"

namespace tilscape {

namespace {

constexpr std::size_t few_members = 20;

void validate(const std::string& config, const std::vector<std::string>& overrides) {
  const SweptRun run = read_swept_config(config, overrides);
  TissueReader tissue_of;
  StartInspector inspector(run);
  RunWarnings warnings;
  for (std::size_t set = 0; set < run.sets.size(); ++set)
    warnings[set] = inspector.look(set, tissue_of(run.parameters(set).model).get());
  say(stderr, "{}", warning_text(run, warnings));
  for (const auto& [table, cells] : tissue_of.tables()) fmt::print("{}: {} cells\n", table, grouped(cells));
  if (!run.rows().empty()) fmt::print("{}: {}\n", config, text_of_members(run));
  fmt::print("{}: valid\n", config);
}

/// A run of which no snapshot is kept has its end in its summary. @throws OutputError before that
RunEnd end_of(const std::filesystem::path& run) {
  if (const auto end = read_run_end(run)) return *end;
  throw OutputError(fmt::format("{}: has no snapshot and no {}: no Tilscape run, or one that has not ended",
                                run.string(), run_files::summary));
}

void list_all(const std::filesystem::path& run) {
  if (!has_snapshots(run)) {
    fmt::print("{}: no snapshots; at its end\n{}\n", run.string(), end_of(run).line);
    return;
  }
  fmt::print("{}\n{:>6} {:>10} {:>12} {:>12}  {:16}  file\n", run.string(), "day", "step", "cells", "seed",
             "digest");
  for (const SnapshotInfo& s : list_snapshots(run))
    fmt::print("{:>6.2f} {:>10} {:>12} {:>12}  {:016x}  {}\n", s.time_h / 24, s.step, grouped(s.cells),
               s.seed, s.digest, s.file.filename().string());
}

/// Likewise of members.
void list_ends(const std::string& folder, const std::vector<std::filesystem::path>& members) {
  fmt::print("{}: {} members without snapshots, each at its end\n", folder, members.size());
  for (std::size_t m = 0; m < std::min(members.size(), few_members); ++m)
    fmt::print("{:16} {}\n", members[m].filename().string(), end_of(members[m]).line);
  if (members.size() > few_members) fmt::print("... and {} more\n", members.size() - few_members);
}

/// The last snapshot of each of a few members; what all of them have in common if there are many.
void list_last(const std::string& folder, const std::vector<std::filesystem::path>& members) {
  if (!std::all_of(members.begin(), members.end(), has_snapshots)) return list_ends(folder, members);
  std::uint64_t least = ~std::uint64_t{0}, most = 0;
  double first_day = 1e300, last_day = 0;
  fmt::print("{}: {} members, each at its last snapshot\n{:16} {:>6} {:>10} {:>12} {:>12}  digest\n", folder,
             members.size(), "folder", "day", "step", "cells", "seed");
  for (std::size_t m = 0; m < members.size(); ++m) {
    const SnapshotInfo s = last_snapshot(members[m]);
    least = std::min(least, s.cells), most = std::max(most, s.cells);
    first_day = std::min(first_day, s.time_h / 24), last_day = std::max(last_day, s.time_h / 24);
    if (m < few_members)
      fmt::print("{:16} {:>6.2f} {:>10} {:>12} {:>12}  {:016x}\n", members[m].filename().string(),
                 s.time_h / 24, s.step, grouped(s.cells), s.seed, s.digest);
  }
  if (members.size() > few_members) fmt::print("... and {} more\n", members.size() - few_members);
  const std::string until = first_day < last_day ? fmt::format(" to {:.2f}", last_day) : "";
  fmt::print("all: day {:.2f}{}, {} to {} cells\n", first_day, until, grouped(least), grouped(most));
}

void info(const std::string& folder) {
  const auto members = run_folders(folder);
  if (members.size() == 1)
    list_all(members.front());
  else
    list_last(folder, members);
}

void digest(const std::string& folder, std::optional<double> day) {
  for (const auto& member : run_folders(folder)) {
    if (!has_snapshots(member)) {
      const RunEnd end = end_of(member);
      constexpr double rounding = 1e-5;  // of the day in the summary
      if (day && std::abs(*day - end.day) > rounding * end.day)
        throw InputError(fmt::format("--day {:g}: {} keeps no snapshots; expected its end, day {:g}", *day,
                                     member.string(), end.day));
      fmt::print("{:016x}\n", end.digest);
      continue;
    }
    const auto found = day ? snapshot_of_day(member, *day) : last_snapshot(member);
    if (!found)
      throw InputError(
          fmt::format("--day {:g}: {} has no snapshot then; expected one of those `tilscape info` lists",
                      *day, member.string()));
    fmt::print("{:016x}\n", found->digest);
  }
}

}  // namespace

void add_inspect_commands(CLI::App& app) {
  struct Options {
    std::string path;
    std::vector<std::string> overrides;
    std::optional<double> day;
    std::vector<std::string> keys;
    bool markdown = false, json = false;
  };
  auto o = std::make_shared<Options>();

  CLI::App* check = app.add_subcommand("validate", "Check a configuration and its tissue table; run nothing");
  check->add_option("config", o->path, "YAML file")->required()->check(wrong_with_name);
  check->add_option("--set", o->overrides, "Over the file's; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  check->callback([o] { validate(o->path, o->overrides); });

  CLI::App* list =
      app.add_subcommand("info", "List the snapshots of a run, or the members of a run of several");
  list->add_option("run", o->path, "Run folder")->required()->check(wrong_with_name);
  list->callback([o] { info(o->path); });

  CLI::App* print = app.add_subcommand(
      "digest", "Print the digest of a run's last snapshot, or of one day's; one line per member");
  print->add_option("run", o->path, "Run folder")->required()->check(wrong_with_name);
  print->add_option("--day", o->day, "Simulated day of the snapshot")
      ->type_name("DAY")
      ->check(wrong_with_day);
  print->callback([o] { digest(o->path, o->day); });

  CLI::App* params = app.add_subcommand("params", "Document every parameter, or those that are named");
  params->add_option("key", o->keys,
                     "A key, the beginning of one (tumour.division) or a pattern ('*_every_h')");
  auto* markdown = params->add_flag("--markdown", o->markdown, "As Markdown tables");
  params->add_flag("--json-schema", o->json, "As a JSON Schema for editors")->excludes(markdown);
  params->callback([o] {
    const std::vector<Row> rows = rows_asked_for(o->keys);
    fmt::print("{}", o->json       ? params_json_schema(rows)
                     : o->markdown ? params_markdown(rows)
                                   : params_text(rows));
  });
}

}  // namespace tilscape
