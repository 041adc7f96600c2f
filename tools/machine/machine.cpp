// Linux: /proc and the cgroup.
#include "tools/machine/machine.hpp"

#include <fmt/core.h>
#include <omp.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "core/execution/available_memory.hpp"
#include "core/execution/host_team.hpp"

namespace tilscape {

namespace {

/// Cores a cgroup v2 quota leaves, or a large number.
int quota_cores() {
  std::ifstream file("/sys/fs/cgroup/cpu.max");
  double quota = 0, period = 0;
  if (!(file >> quota >> period) || period <= 0) return 1 << 20;
  return std::max(1, static_cast<int>(quota / period + 0.5));
}

}  // namespace

std::string processor_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.rfind("model name", 0) == 0 && line.find(": ") != std::string::npos)
      return line.substr(line.find(": ") + 2);
  return "unknown processor";
}

int usable_cores() {
  return std::min(omp_get_num_procs(), quota_cores());
}

int threads_worth_having(double sites, int most) {
  constexpr double sites_per_thread = 12'000;
  return std::clamp(static_cast<int>(std::min(sites / sites_per_thread, 1.0 * most)), 1, most);
}

void use_threads(int threads) {
  set_loop_threads(threads > 0 ? threads : usable_cores());
}

std::uint64_t memory_bytes() {
  return memory_limit();
}

std::uint64_t peak_memory_bytes() {
  // Not ru_maxrss: that one begins with what the parent process held.
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmHWM:") {
      std::uint64_t kib = 0;
      status >> kib;
      return kib * 1024;
    }
  return 0;
}

void restart_peak_memory() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

std::string human_bytes(double bytes) {
  constexpr std::array<const char*, 7> units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < units.size()) bytes /= 1000, ++unit;
  return fmt::format("{:.{}f} {}", bytes,
                     unit == 0 || bytes >= 99.95 ? 0
                     : bytes >= 9.995            ? 1
                                                 : 2,
                     units[unit]);
}

std::string human_time(double seconds) {
  if (seconds < 1) return "less than 1 s";
  const auto s = static_cast<std::uint64_t>(seconds + 0.5);
  if (s < 120) return fmt::format("{} s", s);
  if (s < 7200) return fmt::format("{} min {} s", s / 60, s % 60);
  if (s < 172800) return fmt::format("{} h {} min", s / 3600, s / 60 % 60);
  return fmt::format("{} d {} h", s / 86400, s / 3600 % 24);
}

std::string grouped(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (int k = static_cast<int>(digits.size()) - 3; k > 0; k -= 3)
    digits.insert(static_cast<std::size_t>(k), ",");
  return digits;
}

}  // namespace tilscape
