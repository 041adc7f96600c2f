// What `tilscape run`, `resume` and `branch` are told on the command line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tools/machine/backend.hpp"

namespace tilscape {

struct RunOptions {
  std::string config;
  std::filesystem::path out = "run";
  BackendChoice backend = BackendChoice::automatic;
  int threads = 0;                     // of the host; 0: every usable core
  std::vector<std::string> overrides;  // key=value
  std::optional<std::uint64_t> seed;
  int replicate = -1;  // a member of the run; −1: all
  bool force = false;
  bool dry_run = false;
  double memory_bytes = 0;          // of the machine that a dry run plans for; 0: this one
  double max_wall_time_s = 0;       // 0: no limit
  std::optional<double> until_day;  // of `resume`: instead of duration_days
  bool accepts_other_model =
      false;  // of `resume` and `branch`: go on from a checkpoint of another model's version
  std::filesystem::path branch_of;  // of `branch`: the run, and the day of its tumour
  double branch_day = 0;
  std::uint32_t verify_every = 0;  // steps between checks of the invariants; 0: never
};

}  // namespace tilscape
