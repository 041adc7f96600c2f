// Everything that can be wrong is found before the output folder is made: configuration, tissue, memory,
// backend.
#include "tools/run_command.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <limits>

#include "agents/derive.hpp"
#include "config/read_config.hpp"
#include "config/schema.hpp"
#include "config/tissue_table.hpp"
#include "core/errors.hpp"
#include "core/io/snapshot_writer.hpp"
#include "tilscape_version.hpp"
#include "tools/estimate.hpp"
#include "tools/machine.hpp"
#include "tools/progress.hpp"
#include "tools/snapshot_of.hpp"
#include "tools/stop_request.hpp"
#include "tools/supported.hpp"

namespace tilscape {

namespace {

/// A run that has been read and checked, and where it will happen.
struct PreparedRun {
  RunParameters parameters;
  std::optional<InitialTissue> tissue;  // nothing: synthetic
  BackendChoice backend = BackendChoice::cpu;
  std::string backend_text;
};

PreparedRun prepare(const RunOptions& options) {
  PreparedRun prepared;
  std::vector<std::string> overrides = options.overrides;
  if (options.seed) overrides.push_back(fmt::format("seed={}", *options.seed));
  prepared.parameters = read_config(options.config, overrides);
  const RunParameters& run = prepared.parameters;
  check_supported(run);
  if (options.replicate >= static_cast<int>(run.replicates))
    throw InputError(fmt::format("--replicate {}: there is no such replicate; expected 0 to {}",
                                 options.replicate, run.replicates - 1));
  check_memory(estimate(run, nullptr, 1), static_cast<double>(memory_bytes()));
  if (!run.model.initial.tissue.empty()) {
    const LatticeParameters& l = run.model.lattice;
    prepared.tissue = read_initial_tissue(
        run.model.initial.tissue,
        make_lattice(l.size, static_cast<float>(l.spacing_um), l.boundary, l.neighbourhood),
        run.model.initial.tile);
  }
  prepared.backend = resolve_backend(options.backend);
  prepared.backend_text = backend_description(prepared.backend, options.threads);
  return prepared;
}

/// run.yaml: reads back as a configuration; where it came from stands in its first lines as comments.
std::string run_yaml(const PreparedRun& prepared, int replicate) {
  return fmt::format(
      "# version: {}\n# commit: {}\n# backend: {}\n# machine: {}, {} cores, {}\n# replicate: {}\n{}", version,
      commit, prepared.backend_text, processor_name(), usable_cores(),
      human_bytes(static_cast<double>(memory_bytes())), replicate, to_yaml(prepared.parameters));
}

std::uint64_t agent_updates(const Simulation& simulation) {
  std::uint64_t n = 0;
  for (const Phase& phase : simulation.phases())
    if (phase.visits_agents) n += phase.visited;
  return n;
}

/// One replicate from its first snapshot to its last.
class Run {
 public:
  Run(const PreparedRun& prepared, const RunOptions& options, int replicate,
      const std::filesystem::path& folder, std::string prefix)
      : run_(prepared.parameters),
        options_(options),
        provenance_{run_.seed, run_yaml(prepared, replicate)},
        simulation_(
            make_simulation(make_start(run_, prepared.tissue ? &*prepared.tissue : nullptr, replicate),
                            prepared.backend, options.threads)),
        writer_(make_folder(folder)),
        progress_(run_.duration_days, std::move(prefix)) {
    writer_.log(fmt::format("tilscape {} ({}), {}", version, commit, prepared.backend_text));
  }

  /// @returns 0, or the exit code it was asked to stop with
  int operator()(const StopRequest& stop) {
    const auto last = steps(run_.duration_days * 24);
    const std::uint32_t snapshot_every = steps(run_.output.snapshot_every_h),
                        census_every = steps(run_.output.census_every_h);
    take_census();
    take_snapshot();
    int code = 0;
    while (simulation_->now().value < last && (code = stop.exit_code()) == 0) {
      simulation_->step();
      const std::uint32_t now = simulation_->now().value;
      if (options_.verify_every && now % options_.verify_every == 0) verify();
      if (now % census_every == 0 || now == last) take_census();
      if (now % snapshot_every == 0 || now == last) take_snapshot();
      progress_.show(hours() / 24, census_.tumour_cells(), census_.t_cells(), agent_updates(*simulation_));
    }
    // Stopped between two rows or snapshots: the run ends with one of each, and with neither twice.
    if (census_.step != simulation_->now().value) take_census();
    if (snapshot_step_ != simulation_->now().value) take_snapshot();
    progress_.clear();
    writer_.log(code == 0 ? "finished" : fmt::format("stopped on request at day {:.3f}", hours() / 24));
    writer_.finish();
    return code;
  }

  /// What happened, for people.
  std::string summary(double seconds) const {
    double agent_seconds = 0;
    for (const Phase& phase : simulation_->phases())
      if (phase.visits_agents) agent_seconds += phase.seconds;
    const auto updates = static_cast<double>(agent_updates(*simulation_));
    return fmt::format(
        "day {:g}: {} tumour cells, {} CD8 T cells, digest {:016x}\nsimulated in {} ({:.1f} M "
        "agent-updates/s), peak memory {}\n",
        hours() / 24, grouped(census_.tumour_cells()), grouped(census_.t_cells()), digest_,
        human_time(seconds), agent_seconds > 0 ? 1e-6 * updates / agent_seconds : 0.0,
        human_bytes(static_cast<double>(peak_memory_bytes())));
  }

 private:
  RunFolder make_folder(const std::filesystem::path& path) const {
    RunFolder folder = RunFolder::create(path, options_.force);
    folder.write_config(provenance_.config);
    return folder;
  }
  std::uint32_t steps(double h) const { return steps_of(h * 60, run_.model.time.base_step_min); }
  double hours() const { return simulation_->now().value * run_.model.time.base_step_min / 60; }

  void take_census() {
    const auto rows = simulation_->census();
    census_ = rows[0];
    writer_.submit_census(census_table(rows));
  }
  /// Before its snapshot come the clones that its cells belong to.
  void take_snapshot() {
    const auto clones = simulation_->new_clones();
    if (!clones.empty()) writer_.submit_clones(clone_table(clones, run_.model.time.base_step_min));
    const PendingSnapshot snapshot = snapshot_of(*simulation_, run_, provenance_);
    digest_ = snapshot.head.digest;
    snapshot_step_ = snapshot.head.step;
    writer_.submit(snapshot.complete);
  }
  void verify() {
    const std::string broken = simulation_->broken_invariants();
    if (broken.empty()) return;
    writer_.finish();  // what was written before is good
    throw Defect(fmt::format("step {}: the world is inconsistent: {}; this is a defect or failing hardware",
                             simulation_->now().value, broken));
  }

  const RunParameters& run_;
  const RunOptions& options_;
  Provenance provenance_;
  std::unique_ptr<Simulation> simulation_;
  SnapshotWriter writer_;
  Progress progress_;
  CensusRow census_;
  std::uint64_t snapshot_step_ = 0;
  std::uint64_t digest_ = 0;
};

}  // namespace

int run(const RunOptions& options) {
  const PreparedRun prepared = prepare(options);
  const RunParameters& parameters = prepared.parameters;
  if (options.dry_run) {
    const int threads = options.threads > 0 ? options.threads : usable_cores();
    RunParameters asked = parameters;
    if (options.replicate >= 0) asked.replicates = 1;
    const Estimate needs = estimate(asked, prepared.tissue ? &*prepared.tissue : nullptr, threads);
    fmt::print("{}backend   {}\nnothing was run\n", to_text(needs, asked), prepared.backend_text);
    return 0;
  }
  const StopRequest stop(options.max_wall_time_s);
  const bool several = parameters.replicates > 1 && options.replicate < 0;
  if (several) RunFolder::create_group(options.out, options.force);
  const int first = options.replicate < 0 ? 0 : options.replicate;
  const int last = options.replicate < 0 ? static_cast<int>(parameters.replicates) - 1 : options.replicate;
  for (int r = first; r <= last; ++r) {
    const std::filesystem::path folder =
        several ? std::filesystem::path(options.out) / fmt::format("replicate_{:04}", r)
                : std::filesystem::path(options.out);
    const auto start = std::chrono::steady_clock::now();
    Run one(prepared, options, r, folder, several ? fmt::format("replicate {}  ", r) : "");
    const int code = one(stop);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    if (several) fmt::print("replicate {}\n", r);
    fmt::print("{}output in {}: open cells.hdf.series and fields.hdf.series in ParaView\n",
               one.summary(elapsed.count()), folder.string());
    if (code != 0 && r < last) fmt::print("stopped: replicates from {} on were not run\n", r + 1);
    if (code != 0) return code;
  }
  return 0;
}

void add_run_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand("run", "Simulate what a configuration describes");
  command->add_option("config", options->config, "YAML file")->required();
  command->add_option("--out", options->out, "Run folder to make")->capture_default_str();
  command
      ->add_option_function<std::string>(
          "--backend", [options](const std::string& name) { options->backend = backend_named(name); },
          "auto (a GPU where there is one), cuda or cpu")
      ->default_str("auto");
  command->add_option("--threads", options->threads, "Host threads; default: every usable core")
      ->check(CLI::Range(1, 4096));
  command->add_option("--seed", options->seed, "Same as --set seed=N");
  command->add_option("--replicate", options->replicate, "Run this member alone, with the same bits")
      ->check(CLI::Range(0, std::numeric_limits<int>::max()).description(""));
  command->add_option("--set", options->overrides, "key=value, over the file's; may be repeated")
      ->allow_extra_args(false);
  command->add_flag("--force", options->force, "Replace an earlier run in the folder");
  command->add_flag("--dry-run", options->dry_run, "Say memory, disk and time; run nothing");
  command
      ->add_option("--max-wall-time", options->max_wall_time_s,
                   "Stop after this long (90, 10min, 2h) with all output written; exit code 75")
      ->transform(CLI::AsNumberWithUnit(
          std::map<std::string, double>{{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}}))
      ->check([](const std::string& seconds) {
        return std::stod(seconds) > 0 ? std::string() : "expected more than 0";
      });
  command->add_option("--verify-every", options->verify_every, "Check the world's invariants every N steps");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace tilscape
