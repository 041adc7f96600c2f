// Compiler and flags come from this build; the rest from Linux.
#include "tools/bench/machine_report.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>

#include "core/execution/host_team.hpp"
#include "core/execution/memory.hpp"
#include "tilscape_version.hpp"
#include "tools/machine/machine.hpp"

namespace tilscape {

namespace {

/// The word in brackets of "always [madvise] never".
std::string huge_page_setting() {
  std::ifstream file("/sys/kernel/mm/transparent_hugepage/enabled");
  for (std::string word; file >> word;)
    if (word.front() == '[' && word.back() == ']') return word.substr(1, word.size() - 2);
  return "unknown";
}

double host_triad_gb_per_s(int threads) {
  constexpr std::int64_t n = 16'000'000;
  const auto team = std::make_shared<HostTeam>(threads, [threads](std::uint64_t) { return threads; });
  HostMemory memory(team);
  const Buffer<double> a(memory, n), b(memory, n), c(memory, n);
  double best = 0;
  for (int repeat = 0; repeat < 10; ++repeat) {
    double *to = a.data(), *from = b.data(), *scaled = c.data();
    const auto start = std::chrono::steady_clock::now();
    team->run(static_cast<std::uint32_t>(threads), [&](std::int64_t p, int) {
      for (std::int64_t i = n * p / threads; i < n * (p + 1) / threads; ++i) to[i] = from[i] + 3 * scaled[i];
    });
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    best = std::max(best, 24e-9 * n / elapsed.count());
  }
  return best;
}

}  // namespace

BuildInfo build_info() {
#ifdef __clang__
  const std::string compiler = "clang " __clang_version__;
#else
  const std::string compiler = "g++ " __VERSION__;
#endif
  return {version, commit, compiler, TILSCAPE_BUILD_FLAGS};
}

MachineInfo machine_info(BackendChoice resolved, int threads) {
  const bool on_gpu = resolved == BackendChoice::cuda;
  return {processor_name(),    threads,
          usable_cores(),      tilscape::memory_bytes(),
          huge_page_setting(), on_gpu ? gpu_name() : std::string()};
}

double triad_gb_per_s(BackendChoice resolved, int threads) {
  return resolved == BackendChoice::cuda ? gpu_copy_gb_per_s() : host_triad_gb_per_s(threads);
}

}  // namespace tilscape
