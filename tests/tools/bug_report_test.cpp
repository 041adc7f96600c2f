// A run that finds its world broken stops, says where the report is, and goes on from what is good.
#include "tools/run/bug_report.hpp"

#include "core/io/run/read_run.hpp"
#include "core/io/run/run_folder.hpp"
#include "tests/catch.hpp"
#include "tests/tools/scratch.hpp"
#include "tools/commands/resume_command.hpp"
#include "tools/commands/run_command.hpp"
#include "tools/run/batch_run.hpp"
#include "tools/run/resume_point.hpp"

using namespace tilscape;
namespace fs = std::filesystem;

namespace {

/// A simulation whose memory fails at a step: from then on its check finds something.
class FailingSimulation final : public Simulation {
 public:
  FailingSimulation(std::unique_ptr<Simulation> whole, std::uint32_t step, bool can_be_copied)
      : whole_(std::move(whole)), step_(step), can_be_copied_(can_be_copied) {}
  void step() override { whole_->step(); }
  void wait() override { whole_->wait(); }
  Step now() const override { return whole_->now(); }
  std::vector<CensusRow> census() override { return whole_->census(); }
  std::vector<Readouts> read_out(const ReadoutParameters& wanted) override {
    return whole_->read_out(wanted);
  }
  std::vector<std::uint64_t> digest() override { return whole_->digest(); }
  CellTable cells(std::uint32_t replicate) override { return whole_->cells(replicate); }
  std::vector<float> field(FieldIndex field, std::uint32_t replicate) override {
    return whole_->field(field, replicate);
  }
  Scene scene(std::uint32_t replicate) override { return whole_->scene(replicate); }
  std::function<Scene()> scene_aside(std::uint32_t replicate) override {
    return whole_->scene_aside(replicate);
  }
  std::vector<CloneRecord> new_clones() override { return whole_->new_clones(); }
  ReplicateState state(std::uint32_t replicate) override {
    REQUIRE(can_be_copied());
    return whole_->state(replicate);
  }
  ReplicateStateInPlace state_in_place(std::uint32_t replicate) override {
    REQUIRE(can_be_copied());
    return whole_->state_in_place(replicate);
  }
  const std::vector<Phase>& phases() const override { return whole_->phases(); }
  const Lattice& lattice() const override { return whole_->lattice(); }
  std::size_t bytes() const override { return whole_->bytes(); }
  std::size_t agent_bytes() const override { return whole_->agent_bytes(); }
  std::uint64_t field_bytes_moved() const override { return whole_->field_bytes_moved(); }
  std::string backend() const override { return whole_->backend(); }
  std::string broken_invariants() override {
    return now().value < step_ ? "" : "3 tumour cells lost (slot 1, 2, 3); 1 sites wrong (site 9)";
  }
  bool can_be_copied() override { return now().value < step_ || can_be_copied_; }

 private:
  std::unique_ptr<Simulation> whole_;
  std::uint32_t step_;
  bool can_be_copied_;
};

RunOptions options_of(const Scratch& scratch, const std::string& config, const char* out) {
  RunOptions options;
  options.config = scratch.write("c.yaml", config);
  options.out = scratch.path(out);
  options.backend = BackendChoice::cpu;
  options.threads = 1;
  return options;
}

/// What the run says whose check finds something at this step.
std::string run_until_broken(const RunOptions& options, std::uint32_t step, bool can_be_copied) {
  const PreparedRun run = prepare_run(options);
  const Batch& batch = run.batches.front();
  if (run.has_folder_per_member) RunFolder::create_group(options.out);
  BatchRun one(run, options, batch,
               std::make_unique<FailingSimulation>(make_simulation(run.start_of(batch), run.backend, 1), step,
                                                   can_be_copied));
  Progress progress(1);
  try {
    one(StopRequest(0), progress);
  } catch (const Defect& defect) {
    CHECK(defect.exit_code() == 70);
    return defect.what();
  }
  return "nothing";
}

constexpr const char* config =
    "lattice: {size: [20, 20]}\nduration_days: 0.1\ninitial: {tumour_cells: 60, t_cell_fraction: 0.02}\n"
    "output: {census_every_h: 0.25, snapshot_every_h: 0.5, checkpoint_every_h: 0.5}\n";

}  // namespace

TEST_CASE("a broken world stops the run with a report, and the run goes on from what is good",
          "[bug_report]") {
  const Scratch scratch;
  RunOptions options = options_of(scratch, config, "run");
  options.verify_every = 7;
  const bool can_be_copied = GENERATE(true, false);
  // Broken at step 58, seen at step 60, before the checkpoint that is due then.
  const std::string said = run_until_broken(options, 58, can_be_copied);
  CHECK_THAT(said,
             contains("step 60: the world is inconsistent: 3 tumour cells lost (slot 1, 2, 3); 1 sites"));
  CHECK_THAT(said, contains(scratch.path("run/bug-report")));
  CHECK_THAT(said, contains("tilscape resume " + scratch.path("run") + " --verify-every 1"));

  const std::string report = scratch.read("run/bug-report/report.txt");
  for (const char* part :
       {"Step 60, day 0.0416667", "\n  3 tumour cells lost (slot 1, 2, 3)\n  1 sites wrong (site 9)\n",
        "program  tilscape ", "backend  cpu, 1 thread", "machine  ", "seed 1, replicate 0, digest ",
        "checkpoints that were good: ckpt_00000030.h5 ckpt_00000000.h5",
        "--verify-every 1 --backend cpu --threads 1"})
    CHECK_THAT(report, contains(part));
  CHECK(scratch.read("run/bug-report/run.yaml") == scratch.read("run/run.yaml"));
  CHECK_THAT(scratch.read("run/bug-report/log.txt"), contains("the world is inconsistent"));
  CHECK(read_checkpoint_header(scratch.path("run/bug-report/ckpt_00000030.h5")).step == 30);
  const fs::path state = scratch.path("run/bug-report/state_00000060.h5");
  REQUIRE(fs::exists(state) == can_be_copied);
  if (can_be_copied) CHECK(read_checkpoint(state).step == 60);

  REQUIRE(find_resume_point(options.out)->header.step == 30);
  RunOptions again = options;
  again.verify_every = 1;
  CHECK(resume(again) == 0);
  RunOptions undisturbed = options_of(scratch, config, "whole");
  CHECK(run(undisturbed) == 0);
  CHECK(last_snapshot(options.out).digest == last_snapshot(undisturbed.out).digest);
  CHECK(fs::exists(scratch.path("run/bug-report/ckpt_00000000.h5")));

  undisturbed.out = options.out;
  undisturbed.force = true;
  CHECK(run(undisturbed) == 0);
  CHECK_FALSE(fs::exists(scratch.path("run/bug-report")));
}

TEST_CASE("a report of several members has a folder of each", "[bug_report]") {
  const Scratch scratch;
  RunOptions options =
      options_of(scratch, std::string(config) + "replicates: 2\nexecution: {batch: 2}\n", "run");
  options.verify_every = 10;
  run_until_broken(options, 40, true);
  CHECK_THAT(scratch.read("run/bug-report/report.txt"), contains("replicate_0000, seed 1, replicate 0") &&
                                                            contains("replicate_0001, seed 1, replicate 1"));
  for (const char* file : {"replicate_0000/state_00000040.h5", "replicate_0001/state_00000040.h5",
                           "replicate_0001/ckpt_00000030.h5", "replicate_0001/run.yaml"})
    CHECK(fs::exists(scratch.path(std::string("run/bug-report/") + file)));
}

TEST_CASE("a run that is not told to check does not", "[bug_report]") {
  const Scratch scratch;
  CHECK(run_until_broken(options_of(scratch, config, "run"), 40, true) == "nothing");
}
