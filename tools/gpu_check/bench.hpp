// Times cases of tools/bench and V-cycles on large lattices, as far as there is time, and writes the figures
// as Markdown and as JSON. Needs no library but our own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cuda/checks/field_timing.hpp"
#include "tools/gpu_check/compare.hpp"
#include "tools/gpu_check/timing.hpp"

namespace tilscape {

/// Some replicates of a world again, each alone.
struct OneByOne {
  std::uint32_t replicates = 0, timed = 0;  // of the world; of these the first so many
  double seconds_together = 0;              // of a stretch, all of them as one world
  double seconds_alone = 0;                 // the timed ones added up, scaled to all
};

struct BenchResult {
  std::string name;
  std::uint64_t size = 0;  // of what the case counts
  std::string skipped;     // why it did not run; empty: it did
  double start_seconds = 0;
  Timing timing;
  std::optional<std::uint64_t> digest, recorded;  // after the first repeat, where there is one on record
  std::optional<OneByOne> one_by_one;

  bool is_wrong() const { return recorded && digest != recorded; }
};

struct BenchPlan {
  MakeSimulation make;
  FieldTiming (*time_fields)(std::uint32_t side, int fields, int repeats) = nullptr;
  double seconds = 0;        // what would run beyond that is left out
  double copy_gb_per_s = 0;  // 0: not measured
  bool is_small = false;     // every case at a size for the host
  std::string json_file;     // empty: none
};

/// Runs and reports. @returns whether every digest on record came out
bool run_bench(const BenchPlan& plan);

}  // namespace tilscape
