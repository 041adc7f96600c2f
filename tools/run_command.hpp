// `tilscape run`: from a configuration to a run folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tools/backend.hpp"

namespace CLI {
class App;
}

namespace tilscape {

struct RunOptions {
  std::string config;
  std::filesystem::path out = "run";
  BackendChoice backend = BackendChoice::automatic;
  int threads = 0;
  std::vector<std::string> overrides;  // key=value
  std::optional<std::uint64_t> seed;
  int replicate = -1;  // a member of the run; −1: all
  bool force = false;
  bool dry_run = false;
  double memory_bytes = 0;          // of the machine that a dry run plans for; 0: this one
  double max_wall_time_s = 0;       // 0: no limit
  std::optional<double> until_day;  // of `resume`: instead of duration_days
  std::filesystem::path branch_of;  // of `branch`: the run, and the day of its tumour
  double branch_day = 0;
  std::uint32_t verify_every = 0;  // steps between checks of the invariants; 0: never
};

/// Adds `run`; parsing it runs. `exit_code` becomes 75 or 128 + n when the run was stopped on request.
void add_run_command(CLI::App& app, int& exit_code);

/// @returns the exit code: 0, or 75 / 128 + n when it was stopped
/// @throws InputError, OutputError, DeviceError
int run(const RunOptions& options);

}  // namespace tilscape
