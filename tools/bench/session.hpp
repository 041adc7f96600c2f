// One call of the bench: its backend and machine, on which any number of cases run.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "tools/bench/report.hpp"
#include "tools/bench/size_check.hpp"

namespace tilscape {

struct BenchSettings {
  BackendChoice backend = BackendChoice::automatic;
  int threads = 0;            // 0: every usable core
  int repeats = 5;            // 1 at least
  std::string expect_digest;  // instead of the one on record; empty: that one
};

class BenchSession {
 public:
  /// @throws DeviceError when the backend cannot be had; InputError when expect_digest is none
  explicit BenchSession(const BenchSettings& settings);

  int threads() const { return threads_; }
  bool on_gpu() const { return backend_ == BackendChoice::cuda; }
  std::string header() const { return header_text(machine_, build_info()); }
  nlohmann::ordered_json json(const BenchResult& result) const;

  /// @throws InputError below 10,000 cells; DeviceError with the figures when the case does not fit
  void check_size(const BenchCase& bench_case, std::uint64_t cells) const {
    check_that_it_fits(bench_case, cells, memory_);
  }

  /// @param cells  0: the case's default
  /// @throws DeviceError when it does not fit; Defect when its digest is not the one on record
  BenchResult run(const BenchCase& bench_case, std::uint64_t cells, int threads);

  /// The digest alone, whatever is on record.
  std::uint64_t digest(const BenchCase& bench_case, std::uint64_t cells) const;

 private:
  void measure_triad(int threads);

  BenchSettings settings_;
  std::optional<std::uint64_t> expected_;
  BackendChoice backend_;
  int threads_;
  MachineInfo machine_;
  BenchMemory memory_;
  int triad_threads_ = 0;  // of the last triad, after one case and before the next; 0: none yet
  double triad_gb_per_s_ = 0;
};

}  // namespace tilscape
