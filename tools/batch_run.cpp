// A snapshot of a batch is one snapshot per member, made and handed over one at a time, so that the host
// never holds more of them than the writer takes.
#include "tools/batch_run.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "agents/derive.hpp"
#include "core/errors.hpp"
#include "tilscape_version.hpp"
#include "tools/run_command.hpp"

namespace tilscape {

BatchRun::BatchRun(const PreparedRun& run, const RunOptions& options, const Batch& batch,
                   std::unique_ptr<Simulation> simulation)
    : run_(run),
      options_(options),
      batch_(batch),
      parameters_(run.configuration.parameters(batch.front().set)),
      provenance_(make_provenance()),
      simulation_(std::move(simulation)),
      writer_(make_writer()) {
  writer_.log(fmt::format("tilscape {} ({}), {}", version, commit, run.backend_text));
}

std::vector<Provenance> BatchRun::make_provenance() const {
  std::vector<Provenance> provenance;
  for (const Member& member : batch_)
    provenance.push_back({run_.configuration.parameters(member.set).seed, run_.run_yaml(member)});
  return provenance;
}

SnapshotWriter BatchRun::make_writer() const {
  std::vector<RunFolder> folders;
  FileGroup configs;
  for (std::size_t m = 0; m < batch_.size(); ++m) {
    const std::string name = run_.folder_name(batch_[m]);
    folders.push_back(RunFolder::create(name.empty() ? options_.out : options_.out / name, options_.force));
    folders.back().write_config(provenance_[m].config, configs);
  }
  configs.commit();
  return SnapshotWriter(std::move(folders), snapshots_under_way(run_.backend, batch_.size()));
}

int BatchRun::operator()(const StopRequest& stop, Progress& progress) {
  const std::uint32_t last = steps(parameters_.duration_days * 24),
                      snapshot_every = steps(parameters_.output.snapshot_every_h),
                      census_every = steps(parameters_.output.census_every_h);
  take_census();
  take_snapshots();
  int code = 0;
  while (simulation_->now().value < last && (code = stop.exit_code()) == 0) {
    simulation_->step();
    const std::uint32_t now = simulation_->now().value;
    if (options_.verify_every && now % options_.verify_every == 0) verify();
    if (now % census_every == 0 || now == last) take_census();
    if (now % snapshot_every == 0 || now == last) take_snapshots();
    progress.show(simulated_h() / 24, tumour_cells_, t_cells_, agent_updates());
  }
  // Stopped between two rows or snapshots: the run ends with one of each, and with neither twice.
  if (census_step_ != simulation_->now().value) take_census();
  if (snapshot_step_ != simulation_->now().value) take_snapshots();
  progress.clear();
  writer_.log(code == 0 ? "finished" : fmt::format("stopped on request at day {:.3f}", simulated_h() / 24));
  writer_.finish();
  return code;
}

std::uint32_t BatchRun::steps(double h) const {
  return steps_of(h * 60, parameters_.model.time.base_step_min);
}

double BatchRun::simulated_h() const {
  return simulation_->now().value * parameters_.model.time.base_step_min / 60;
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

void BatchRun::take_census() {
  census_ = simulation_->census();
  census_step_ = simulation_->now().value;
  tumour_cells_ = t_cells_ = 0;
  for (std::size_t m = 0; m < batch_.size(); ++m) {
    tumour_cells_ += census_[m].tumour_cells();
    t_cells_ += census_[m].t_cells();
    writer_.submit_census(census_table({census_[m]}), m);
  }
}

/// Before its snapshot come the clones that its cells belong to.
void BatchRun::take_snapshots() {
  take_clones();
  digests_ = simulation_->digest();
  snapshot_step_ = simulation_->now().value;
  for (std::size_t m = 0; m < batch_.size(); ++m) {
    writer_.wait_for_buffer();
    writer_.submit(
        snapshot_of(*simulation_, static_cast<std::uint32_t>(m), digests_[m], parameters_, provenance_[m]),
        m);
  }
}

void BatchRun::take_clones() {
  const std::vector<CloneRecord> clones = simulation_->new_clones();
  for (auto first = clones.begin(); first != clones.end();) {
    const std::uint32_t member = first->replicate;
    const auto end =
        std::find_if(first, clones.end(), [member](const CloneRecord& c) { return c.replicate != member; });
    writer_.submit_clones(clone_table({first, end}, parameters_.model.time.base_step_min), member);
    first = end;
  }
}

void BatchRun::verify() {
  const std::string broken = simulation_->broken_invariants();
  if (broken.empty()) return;
  writer_.finish();  // what was written before is good
  throw Defect(fmt::format("step {}: the world is inconsistent: {}; this is a defect or failing hardware",
                           simulation_->now().value, broken));
}

}  // namespace tilscape
