// The run itself is not touched: it is repeated in memory, which gives the same bits.
#include "tools/run/prepare_branch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "agents/parameters/derive.hpp"
#include "agents/start/branch.hpp"
#include "config/read/read_config.hpp"
#include "config/read/tissue_table.hpp"
#include "core/base/errors.hpp"
#include "core/io/run/read_run.hpp"
#include "core/io/run/run_folder.hpp"
#include "tools/machine/machine.hpp"
#include "tools/run/run_clock.hpp"
#include "tools/run/run_options.hpp"
#include "tools/run/tissue_reader.hpp"
#include "tools/terminal/say.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

/// The run that the tumour is taken from.
struct Trunk {
  fs::path folder;
  std::string config;        // its text
  RunParameters parameters;  // as it was run
  std::uint32_t replicate = 0;
  std::optional<ResumePoint> point;  // not after the branch; none: the start
  std::uint64_t step = 0;            // of the branch
};

/// The newest whole checkpoint that is not after this step.
std::optional<ResumePoint> last_point_until(const fs::path& folder, std::uint64_t step) {
  for (const fs::path& file : checkpoints_of(folder)) try {
      ResumePoint point{file, read_checkpoint_header(file)};
      if (point.header.step <= step) return point;
    } catch (const OutputError& error) {
      say(stderr, "{}\n", error.what());
    }
  return {};
}

std::uint64_t step_of_branch(double day, double base_step_min) {
  if (const auto step = step_of_day(day, base_step_min)) return *step;
  const double step_days = base_step_min / 1440;
  throw InputError(
      fmt::format("--day {:g}: is no whole number of steps of {:g} min; expected one, such as {:.10g}", day,
                  base_step_min, std::round(day / step_days) * step_days));
}

Trunk read_trunk(const RunOptions& options) {
  const fs::path& folder = options.branch_of;
  if (!fs::exists(folder / run_files::config))
    throw InputError(fmt::format("{}: holds no {}: no Tilscape run", folder.string(), run_files::config));
  Trunk trunk;
  trunk.folder = folder;
  trunk.config = read_run_config(folder);
  if (trunk.config.starts_with("# members: "))
    throw InputError(folder.string() + ": holds several runs; expected the folder of one of them");
  const auto read = [&](const std::string& text) {
    return read_swept_config_text(text, (folder / run_files::config).string()).parameters(0);
  };
  trunk.parameters = read(trunk.config);
  trunk.step = step_of_branch(options.branch_day, trunk.parameters.model.time.base_step_min);
  trunk.point = last_point_until(folder, trunk.step);
  if (!trunk.point && is_branch(trunk.config))
    throw InputError(fmt::format("{}: is a branch itself, and has no checkpoint from before day {:g}",
                                 folder.string(), options.branch_day));
  if (trunk.point) trunk.parameters = read(trunk.config = trunk.point->header.config);
  if (trunk.point && !options.accepts_other_model) require_this_model(*trunk.point);
  trunk.replicate = trunk.point ? trunk.point->header.replicate : replicate_in(trunk.config);
  return trunk;
}

/// What an arm cannot have otherwise than its tumour.
void check_keys(const std::vector<std::string>& overrides) {
  constexpr std::array fixed = {"lattice.", "initial.", "replicates", "sweep", "time.base_step_min"};
  for (const std::string& text : overrides) {
    const std::string key = text.substr(0, text.find('='));
    const Row* row = find_row(key);
    for (const std::string_view of_tumour : fixed)
      if ((row ? row->key : key).starts_with(of_tumour))
        throw InputError(
            fmt::format("--set {}: an arm has the lattice, clock and start of its tumour, and is "
                        "one run; expected another key",
                        key));
  }
}

/// A treatment that the run did not have must lie ahead.
void check_schedule(const Therapy& arm, const Therapy& trunk, double day) {
  for (std::size_t k = 0; k < arm.size(); ++k) {
    const bool is_shared = std::find(trunk.begin(), trunk.end(), arm[k]) != trunk.end();
    if (!is_shared && arm[k].start_volume_mm3 == 0 && arm[k].start_day < day - typed_day_rounding)
      throw InputError(
          fmt::format("therapy[{}]: begins on day {:g}, but the branch on day {:g}; expected that "
                      "day or a later one, or an item of the run",
                      k, arm[k].start_day, day));
  }
}

/// Whether what is repeated is what was written then.
void check_repeated(const Trunk& trunk, std::uint64_t digest) {
  if (!has_snapshots(trunk.folder)) return;
  const double base_step_min = trunk.parameters.model.time.base_step_min;
  const auto written = find_snapshot(trunk.folder, hours_of(trunk.step, base_step_min));
  if (written && written->digest != digest)
    throw Defect(
        fmt::format("{}: was written at digest {:016x}, but is repeated at {:016x}; this is a defect",
                    written->file.string(), written->digest, digest));
}

ReplicateStart start_of(const Trunk& trunk) {
  if (!trunk.point) {
    TissueReader tissue_of;
    const auto tissue = tissue_of(trunk.parameters.model);
    require_same_tissues(tissue_of.files(), trunk.folder, trunk.config);
    return make_replicate_start(trunk.parameters, tissue.get(), trunk.replicate);
  }
  return {trunk.parameters.model, trunk.parameters.seed, trunk.replicate, {}, trunk.point->state()};
}

/// The table of the run, if it is still there: an arm keeps it too, but does without.
std::map<std::string, TissueFile> tissue_of(const Trunk& trunk) try {
  std::map<std::string, TissueFile> files;
  if (const std::string& path = trunk.parameters.model.initial.tissue; !path.empty())
    files[path] = TissueFile::of(read_tissue_text(path));
  require_same_tissues(files, trunk.folder, trunk.config);
  return files;
} catch (const InputError&) {
  return {};
}

/// The tumour on the day of the branch.
ReplicateState grown(const Trunk& trunk, const RunOptions& options) {
  SimulationStart start;
  start.execution = trunk.parameters.execution;
  start.replicates.push_back(start_of(trunk));
  const auto simulation = make_simulation(start, resolve_backend(options.backend), options.threads);
  const std::uint32_t from = simulation->now().value;
  if (from < trunk.step)
    say(stdout, "repeating {} from day {:g} to day {:g}\n", trunk.folder.string(),
        hours_of(from, trunk.parameters.model.time.base_step_min) / 24, options.branch_day);
  simulation->advance(static_cast<std::uint32_t>(trunk.step) - from);
  check_repeated(trunk, simulation->digest()[0]);
  return simulation->state(0);
}

}  // namespace

PreparedRun prepare_branch(const RunOptions& options) {
  const Trunk trunk = read_trunk(options);
  std::vector<std::string> overrides = options.overrides;
  check_keys(overrides);
  if (options.seed) overrides.push_back(fmt::format("seed={}", *options.seed));
  PreparedRun run;
  run.configuration =
      read_swept_config_text(trunk.config, (trunk.folder / run_files::config).string(), overrides);
  const RunParameters arm = run.configuration.parameters(0);
  if (last_step(arm) <= trunk.step)
    throw InputError(
        fmt::format("--day {:g}: the arm ends on day {:g}; expected an earlier day, or a longer "
                    "--set duration_days",
                    options.branch_day, arm.duration_days));
  check_schedule(arm.model.therapy, trunk.parameters.model.therapy, options.branch_day);
  run.branched = fmt::format("{}, day {:g}", trunk.folder.string(), options.branch_day);
  run.warnings[0] = warnings_without_cells(run.configuration, 0);
  plan(run, {Member{trunk.replicate, 0, trunk.replicate, trunk.step}}, options);
  const ReplicateStart before{trunk.parameters.model, trunk.parameters.seed, trunk.replicate, {}},
      after{arm.model, arm.seed, trunk.replicate, {}};
  run.tissue_tables.keep(tissue_of(trunk), run.configuration);
  run.trunk_state = std::make_shared<const ReplicateState>(branch_of(grown(trunk, options), before, after));
  return run;
}

}  // namespace tilscape
