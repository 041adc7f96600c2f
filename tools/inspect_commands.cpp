// Results go to stdout, one per line, so that scripts can read them.
#include "tools/inspect_commands.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <filesystem>
#include <optional>

#include "config/read_config.hpp"
#include "config/render.hpp"
#include "config/tissue_table.hpp"
#include "core/errors.hpp"
#include "core/io/read_run.hpp"
#include "core/io/run_folder.hpp"
#include "tools/machine.hpp"
#include "tools/supported.hpp"

namespace tilscape {

namespace {

/// The run folders under a path: itself, or its replicates.
std::vector<std::filesystem::path> members_of(const std::filesystem::path& path) {
  if (std::filesystem::exists(path / run_files::run_series)) return {path};
  std::vector<std::filesystem::path> members;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(path, ignored))
    if (entry.path().filename().string().rfind("replicate_", 0) == 0) members.push_back(entry.path());
  if (members.empty()) return {path};
  std::sort(members.begin(), members.end());
  return members;
}

void validate(const std::string& config, const std::vector<std::string>& overrides) {
  const RunParameters run = read_config(config, overrides);
  check_supported(run);
  if (!run.model.initial.tissue.empty()) {
    const LatticeParameters& l = run.model.lattice;
    const auto cells = read_initial_tissue(
        run.model.initial.tissue,
        make_lattice(l.size, static_cast<float>(l.spacing_um), l.boundary, l.neighbourhood),
        run.model.initial.tile);
    fmt::print("{}: {} cells\n", run.model.initial.tissue, grouped(cells.size()));
  }
  fmt::print("{}: valid\n", config);
}

void info(const std::string& folder) {
  for (const auto& member : members_of(folder)) {
    const auto snapshots = list_snapshots(member);
    fmt::print("{}\n{:>6} {:>10} {:>12} {:>12}  {:16}  file\n", member.string(), "day", "step", "cells",
               "seed", "digest");
    for (const SnapshotInfo& s : snapshots) {
      fmt::print("{:>6.2f} {:>10} {:>12} {:>12}  {:016x}  {}\n", s.time_h / 24, s.step, grouped(s.cells),
                 s.seed, s.digest, s.file.filename().string());
    }
  }
}

void digest(const std::string& folder, std::optional<double> day) {
  for (const auto& member : members_of(folder)) {
    const auto snapshots = list_snapshots(member);
    if (snapshots.empty()) throw OutputError(member.string() + ": holds no snapshot");
    const SnapshotInfo* found = day ? nullptr : &snapshots.back();
    for (const SnapshotInfo& s : snapshots)
      if (day && std::abs(s.time_h / 24 - *day) < 1e-6) found = &s;
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
    bool markdown = false, json = false;
  };
  auto o = std::make_shared<Options>();

  CLI::App* check = app.add_subcommand("validate", "Check a configuration and its tissue table; run nothing");
  check->add_option("config", o->path, "YAML file")->required();
  check->add_option("--set", o->overrides, "key=value, over the file's")->allow_extra_args(false);
  check->callback([o] { validate(o->path, o->overrides); });

  CLI::App* list = app.add_subcommand("info", "List the snapshots of a run folder");
  list->add_option("run", o->path, "Run folder")->required();
  list->callback([o] { info(o->path); });

  CLI::App* print =
      app.add_subcommand("digest", "Print the digest of a run's last snapshot, or of one day's");
  print->add_option("run", o->path, "Run folder")->required();
  print->add_option("--day", o->day, "Simulated day of the snapshot");
  print->callback([o] { digest(o->path, o->day); });

  CLI::App* params = app.add_subcommand("params", "Document every parameter");
  auto* markdown = params->add_flag("--markdown", o->markdown, "As Markdown tables");
  params->add_flag("--json-schema", o->json, "As a JSON Schema for editors")->excludes(markdown);
  params->callback([o] {
    fmt::print("{}", o->json ? params_json_schema() : o->markdown ? params_markdown() : params_text());
  });
}

}  // namespace tilscape
