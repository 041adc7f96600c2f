// A run folder with a checkpoint of the fuzzer's making, which is resumed as `tilscape resume` does it: read,
// checked, made into a world, the folder put back, and some steps taken.
#include <map>

#include "config/read/read_config.hpp"
#include "core/io/files/checkpoint_seal.hpp"
#include "core/io/run/run_folder.hpp"
#include "tests/fuzz/checkpoint_edits.hpp"
#include "tests/fuzz/harness.hpp"
#include "tools/commands/run_command.hpp"
#include "tools/run/checkpoint_of.hpp"
#include "tools/run/prepare_resume.hpp"
#include "tools/run/snapshot_of.hpp"

namespace tilscape::fuzz {

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t base_steps = 12, further_steps = 7;
constexpr std::string_view census_csv = "step,time_h\n0,0\n1,1\n";

/// Every phase is due within a few steps, every kind of cell is there.
constexpr const char* base_config = R"(seed: 7
duration_days: 1
lattice: {size: [6, 5], boundary: closed, neighbourhood: moore}
time: {surveillance_min: 1, escape_min: 2, tumour_turnover_min: 3, immune_turnover_min: 2, entry_min: 1, fields_min: 2}
initial: {tumour_cells: 12, t_cell_fraction: 0.5, vessels_per_mm2: 400}
tumour: {division_per_day: 20}
t_cell: {recognition_per_min: 20}
blood: {cd8_cells: {0: 1000000}}
)";

Checkpoint make_base() {
  const RunParameters run = read_config_text(base_config, "base.yaml");
  const auto simulation = make_host_simulation(make_start(run, nullptr), 1);
  simulation->advance(base_steps);
  Checkpoint c;
  c.step = base_steps;
  c.time_h = base_steps / 60.0;
  c.seed = run.seed;
  c.digest = simulation->digest()[0];
  c.version = c.commit = "fuzz";
  c.config = base_config;
  c.folder.times_h = {0};
  c.folder.census_csv_bytes = 16;
  c.folder.clone_rows = clone_table(simulation->new_clones(), 1);
  c.arrays = arrays_of(simulation->state(0));
  return c;
}

/// `run` as a stopped run leaves it but for its checkpoint, and `outside`, which nothing may change.
fs::path fresh_run_folder() {
  const fs::path run = scratch() / "folder/run", outside = scratch() / "outside";
  if (!fs::exists(run)) {
    for (const char* folder : {"snap", "view", "clones", "checkpoint"}) fs::create_directories(run / folder);
    fs::create_directories(outside);
    write_file(outside / "census.csv", census_csv);
    write_file(outside / "ckpt_00000012.h5", "not to be removed");
    write_file(run / run_files::config, base_config);
    write_file(run / run_files::log, "Tilscape run folder\n");
  }
  for (const std::string& file : {run_files::snapshot(0), run_files::segment("clones", 0)})
    write_file(run / file, "there");
  write_file(run / run_files::census, census_csv);
  return run;
}

std::map<std::string, std::uintmax_t> files_beside_the_run() {
  std::map<std::string, std::uintmax_t> files;
  for (const auto& entry : fs::directory_iterator(scratch() / "outside"))
    files[entry.path()] = entry.file_size();
  for (const auto& entry : fs::directory_iterator(scratch() / "folder")) files[entry.path()] = 0;
  return files;
}

void simulate(Simulation& simulation, const RunParameters& parameters) {
  simulation.advance(further_steps);
  require(simulation.broken_invariants().empty(), "a run that goes on keeps the invariants");
  census_table(simulation.census());
  clone_table(simulation.new_clones(), parameters.model.time.base_step_min);
  simulation.scene(0).plain();
}

void go_on(const fs::path& folder) {
  RunOptions options;
  options.out = folder;
  options.threads = 1;
  options.backend = BackendChoice::cpu;
  PreparedRun run;
  if (!accepts([&] { run = prepare_resume(options); })) return;
  for (const Batch& batch : run.batches) {
    const auto point = run.points.find(batch.front().number);
    if (point == run.points.end()) continue;
    const RunParameters parameters = run.configuration.parameters(batch.front().set);
    std::unique_ptr<Simulation> simulation;
    if (!accepts([&] { simulation = make_host_simulation(run.start_of(batch), 1); })) continue;
    if (!simulation->broken_invariants().empty()) continue;  // as BatchRun does
    if (!accepts([&] { RunFolder::resume(folder, point->second.header, run.locks.front()); })) continue;
    simulate(*simulation, parameters);
  }
}

template <class Make>
void resume(const Make& make_checkpoint) {
  const fs::path folder = fresh_run_folder(), file = folder / run_files::checkpoint(base_steps);
  const auto before = files_beside_the_run();
  make_checkpoint(file);
  go_on(folder);
  require(files_beside_the_run() == before, "nothing outside the run folder changes");
}

}  // namespace

void checkpoint_file(std::string_view bytes) {
  resume([&](const fs::path& file) {
    const bool is_whole = bytes.starts_with("=");
    write_file(file, bytes.substr(is_whole));
    if (!is_whole) seal(file, checkpoint_format);
  });
}

void checkpoint_content(std::string_view bytes) {
  static const Checkpoint base = make_base();
  Program program(bytes);
  Checkpoint checkpoint = base;
  edit_values(program, checkpoint);
  resume([&](const fs::path& file) {
    const bool is_written = accepts([&] {
      FileGroup files;
      write_checkpoint(files, file, checkpoint);
      files.commit();
    });
    if (!is_written || program.is_done()) return;
    edit_file(program, file);
    seal(file, checkpoint_format);
  });
}

}  // namespace tilscape::fuzz
