// A snapshot of a batch is one snapshot per member, made and handed over one at a time, so that the host
// never holds more of them than the writer takes.
#include "tools/run/batch_run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "agents/parameters/derive.hpp"
#include "agents/parameters/model_version.hpp"
#include "core/base/errors.hpp"
#include "tilscape_version.hpp"
#include "tools/run/bug_report.hpp"
#include "tools/run/checkpoint_of.hpp"
#include "tools/run/readout_text.hpp"
#include "tools/run/run_clock.hpp"
#include "tools/run/run_course.hpp"
#include "tools/run/run_options.hpp"

namespace tilscape {

BatchRun::BatchRun(const PreparedRun& run, const RunOptions& options, const Batch& batch,
                   std::unique_ptr<Simulation> simulation)
    : run_(run),
      options_(options),
      batch_(batch),
      parameters_(run.configuration.parameters(batch.front().set)),
      kept_(run.kept_snapshots(batch.front())),
      folders_(run, options, batch),
      configs_(folders_.configs()),
      simulation_(std::move(simulation)),
      writer_((check_digests(), folders_.make_writer(configs_))),
      courses_(folders_.courses(parameters_.output.readouts)),
      last_step_(last_step(parameters_)) {
  const std::string origins = run.has_folder_per_member ? std::string() : run.tissue_tables.origins();
  writer_.log(fmt::format("{}tilscape {} ({}), {}", origins, version, commit, run.backend_text));
}

/// Before a folder is touched.
void BatchRun::check_digests() {
  find_digests();
  if (const ResumePoint* point = folders_.point_of(batch_.front()))
    if (const std::string broken = simulation_->broken_invariants(); !broken.empty())
      throw OutputError(fmt::format("{}: cannot be continued: {}", point->file.string(), broken));
  for (std::size_t m = 0; m < batch_.size(); ++m)
    if (const ResumePoint* point = folders_.point_of(batch_[m]); point && digests_[m] != point->header.digest)
      throw Defect(fmt::format("{}: gives digest {:016x}, but was taken at {:016x}; this is a defect",
                               point->file.string(), digests_[m], point->header.digest));
}

int BatchRun::operator()(const StopRequest& stop, Progress& progress) {
  begin();
  simulate(stop, progress);
  const int code = simulation_->now().value < last_step_ ? stop.exit_code() : 0;
  end();
  progress.clear();
  writer_.log(code == 0 ? "finished" : fmt::format("stopped on request at day {:.3f}", simulated_h() / 24));
  writer_.finish();
  return code;
}

/// What belongs to this moment and is there already, if the run goes on.
void BatchRun::begin() {
  const std::uint32_t now = simulation_->now().value;
  if (!folders_.point_of(batch_.front())) {
    if (!run_.branched.empty()) writer_.log("branches off " + run_.branched);
    log_warnings();
    take_census();
    take_due_snapshots();
    if (parameters_.output.checkpoint_every_h > 0 || !run_.branched.empty()) take_checkpoints();
    return;
  }
  writer_.log(fmt::format("goes on from the checkpoint at day {:.3f}", simulated_h() / 24));
  checkpoint_step_ = now;
  if (is_due(parameters_.output.census_every_h)) census_step_ = now;
  if (kept_ == KeptSnapshots::all && is_due(parameters_.output.snapshot_every_h)) snapshot_step_ = now;
}

void BatchRun::log_warnings() {
  for (std::size_t m = 0; m < batch_.size(); ++m)
    if (const auto found = run_.warnings.find(batch_[m].set); found != run_.warnings.end())
      for (const RunWarning& warning : found->second) writer_.log(warning.line(), m);
}

void BatchRun::simulate(const StopRequest& stop, Progress& progress) {
  const OutputParameters& output = parameters_.output;
  while (simulation_->now().value < last_step_ && stop.exit_code() == 0) {
    step();
    const std::uint32_t now = simulation_->now().value;
    const bool saves =
        output.checkpoint_every_h > 0 && (is_due(output.checkpoint_every_h) || now == last_step_);
    if (options_.verify_every && (now % options_.verify_every == 0 || saves)) verify();
    if (is_due(output.census_every_h)) take_census();
    if (is_due(output.snapshot_every_h)) take_due_snapshots();
    if (saves) take_checkpoints();
    progress.show(simulated_h() / 24, tumour_cells_, cd8_cells_, agent_updates());
  }
}

/// A step for which there is no memory leaves a checkpoint of the moment before it. Where not even that can
/// be had, earlier ones must do.
void BatchRun::step() {
  const Step before = simulation_->now();
  try {
    simulation_->step();
  } catch (const OutOfMemory&) {
    if (simulation_->now() == before && checkpoint_step_ != before.value) try {
        take_checkpoints();
        writer_.finish();
      } catch (const std::exception& error) {
        writer_.log(fmt::format("no checkpoint of day {:.3f}: {}", simulated_h() / 24, error.what()));
      }
    throw;
  }
}

/// However it ends, the run has a census row and a snapshot of its last moment. What was not due comes after
/// the checkpoint, and is no part of what goes on from there.
void BatchRun::end() {
  const std::uint32_t now = simulation_->now().value;
  if (options_.verify_every) verify();
  if (now < last_step_ && checkpoint_step_ != now) take_checkpoints();
  if (census_step_ != now) take_census();
  if (kept_ != KeptSnapshots::none && snapshot_step_ != now) take_snapshots();
  if (census_.empty()) read_census();  // nothing was left to simulate
  find_digests();
  write_summaries();
}

bool BatchRun::is_due(double every_h) const {
  return simulation_->now().value % steps(every_h) == 0;
}

std::uint32_t BatchRun::steps(double h) const {
  return steps_of(h * 60, parameters_.model.time.base_step_min);
}

double BatchRun::simulated_h() const {
  return hours_of(simulation_->now().value, parameters_.model.time.base_step_min);
}

std::uint64_t BatchRun::agent_updates() const {
  std::uint64_t n = 0;
  for (const Phase& phase : simulation_->phases())
    if (phase.visits_agents) n += phase.visited;
  return n;
}

double BatchRun::agent_seconds() const {
  double seconds = 0;
  for (const Phase& phase : simulation_->phases())
    if (phase.visits_agents) seconds += phase.seconds;
  return seconds;
}

/// The row of now, with its read-outs.
void BatchRun::read_census() {
  const ReadoutParameters& wanted = parameters_.output.readouts;
  census_ = simulation_->census();
  std::vector<Readouts> readouts = simulation_->read_out(wanted);
  for (std::size_t m = 0; m < batch_.size(); ++m) {
    census_[m].readouts = std::move(readouts[m]);
    follow(census_[m], wanted, courses_[m]);
  }
}

void BatchRun::take_census() {
  read_census();
  census_step_ = simulation_->now().value;
  tumour_cells_ = cd8_cells_ = 0;
  for (std::size_t m = 0; m < batch_.size(); ++m) {
    tumour_cells_ += census_[m].tumour_cells();
    cd8_cells_ += census_[m].cd8_cells();
    writer_.submit_census(census_table({census_[m]}), m);
  }
}

void BatchRun::write_summaries() {
  for (std::size_t m = 0; m < batch_.size(); ++m)
    writer_.submit_summary(fmt::format("day {:g}: {} tumour cells, {} CD8 T cells, digest {:016x}\n{}",
                                       simulated_h() / 24, census_[m].tumour_cells(), census_[m].cd8_cells(),
                                       digests_[m], readout_text(census_[m], courses_[m])),
                           m);
}

/// Those that are not kept have their clones taken all the same: what is left of none gives its memory back.
void BatchRun::take_due_snapshots() {
  if (kept_ == KeptSnapshots::all)
    take_snapshots();
  else
    take_clones();
}

/// Before its snapshot come the clones that its cells belong to.
void BatchRun::take_snapshots() {
  take_clones();
  snapshot_step_ = simulation_->now().value;
  for (std::size_t m = 0; m < batch_.size(); ++m) {
    const Moment now = moment_of(m);
    writer_.wait_for_buffer();
    writer_.submit(snapshot_of(scene_of(static_cast<std::uint32_t>(m)), now, parameters_.model.lattice), m);
    take_turns();
  }
}

void BatchRun::take_checkpoints() {
  for (std::size_t m = 0; m < batch_.size(); ++m) {
    writer_.wait_for_buffer();
    writer_.submit(run_.room.takes_turns ? checkpoint_in_place_of(m) : checkpoint_of(m), m);
    take_turns();
  }
  checkpoint_step_ = simulation_->now().value;
}

/// In turns, snapshots and checkpoints are made of what the simulation holds.
std::function<Scene()> BatchRun::scene_of(std::uint32_t member) {
  if (!run_.room.takes_turns) return simulation_->scene_aside(member);
  const auto scene = std::make_shared<Scene>(simulation_->scene(member));
  return [scene] { return std::move(*scene); };
}

/// Where the simulation has every core, compressing beside it would slow both, and takes a copy of the world.
void BatchRun::take_turns() {
  if (run_.room.takes_turns) writer_.wait_until_compressed();
}

Checkpoint BatchRun::checkpoint_with(std::size_t member, std::vector<CheckpointArray> arrays) {
  Checkpoint checkpoint;
  static_cast<Moment&>(checkpoint) = moment_of(member);
  checkpoint.replicate = batch_[member].replicate;
  checkpoint.arrays = std::move(arrays);
  return checkpoint;
}

Checkpoint BatchRun::checkpoint_of(std::size_t member) {
  return checkpoint_with(member, arrays_of(simulation_->state(static_cast<std::uint32_t>(member))));
}

/// It holds until the next step.
Checkpoint BatchRun::checkpoint_in_place_of(std::size_t member) {
  return checkpoint_with(member, arrays_of(std::make_shared<ReplicateStateInPlace>(
                                     simulation_->state_in_place(static_cast<std::uint32_t>(member)))));
}

Moment BatchRun::moment_of(std::size_t member) {
  find_digests();
  return {simulation_->now().value,
          simulated_h(),
          run_.configuration.parameters(batch_[member].set).seed,
          digests_[member],
          version,
          commit,
          configs_[member],
          std::string(model_version)};
}

/// Of now: a snapshot and a checkpoint of one step share them.
void BatchRun::find_digests() {
  const std::uint32_t now = simulation_->now().value;
  if (digest_step_ == now) return;
  digests_ = simulation_->digest();
  digest_step_ = now;
}

void BatchRun::take_clones() {
  const std::vector<CloneRecord> clones = simulation_->new_clones();
  if (kept_ == KeptSnapshots::none) return;
  for (auto first = clones.begin(); first != clones.end();) {
    const std::uint32_t member = first->replicate;
    const auto end =
        std::find_if(first, clones.end(), [member](const CloneRecord& c) { return c.replicate != member; });
    writer_.submit_clones(clone_table({first, end}, parameters_.model.time.base_step_min), member);
    first = end;
  }
}

/// Before a checkpoint too, so that whatever the run can go on from is good.
void BatchRun::verify() {
  const std::string broken = simulation_->broken_invariants();
  if (broken.empty()) return;
  writer_.log(fmt::format("stopped at day {:.3f}: the world is inconsistent", simulated_h() / 24));
  throw Defect(
      fmt::format("step {}: the world is inconsistent: {}\nThis is a defect of tilscape, or failing "
                  "hardware.\n{}",
                  simulation_->now().value, broken, report_bug(broken)));
}

/// @returns what to do with the report
std::string BatchRun::report_bug(const std::string& broken) try {
  writer_.finish();  // what was written before is good
  BugReport report;
  report.broken = broken;
  report.step = simulation_->now().value;
  report.day = simulated_h() / 24;
  report.backend = run_.backend_text;
  report.machine = run_.machine_text;
  report.command = fmt::format("tilscape resume {} --verify-every 1 --backend {}", options_.out.string(),
                               run_.backend == BackendChoice::cuda ? "cuda" : "cpu");
  if (run_.backend == BackendChoice::cpu) report.command += fmt::format(" --threads {}", run_.room.threads);
  const bool can_be_copied = simulation_->can_be_copied();
  if (can_be_copied) find_digests();
  for (std::size_t m = 0; m < batch_.size(); ++m)
    report.members.push_back({folders_.folder_of(batch_[m]), run_.folder_name(batch_[m]),
                              run_.configuration.parameters(batch_[m].set).seed, batch_[m].replicate,
                              can_be_copied ? std::optional(digests_[m]) : std::nullopt, configs_[m]});
  report.state = [&](std::size_t m) {
    return can_be_copied ? std::optional<Checkpoint>(checkpoint_of(m)) : std::nullopt;
  };
  const auto folder = write_bug_report(options_.out, report);
  return fmt::format(
      "What is needed to look into it is in {}: please send that folder to the authors.\n"
      "To repeat it, `{}`; what the run goes on from is good.",
      folder.string(), report.command);
} catch (const OutputError& error) {
  return fmt::format("No report could be written: {}", error.what());
}

}  // namespace tilscape
