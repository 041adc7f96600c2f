// Linux: /proc/meminfo, the memory controllers of both versions of control groups, resource limits.
#include "core/execution/available_memory.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace tilscape {

namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

/// The number of a one-line file; none where there is no file, or the word "max".
std::uint64_t number_in(const fs::path& file, std::uint64_t none) {
  std::uint64_t n = 0;
  std::ifstream in(file);
  return in >> n ? n : none;
}

/// The last number of the line that begins with `word`.
std::uint64_t number_after(const std::string& word, const fs::path& file, std::uint64_t none) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(word + " ") && !line.starts_with(word + ":")) continue;
    const std::size_t digits = line.find_last_of("0123456789");
    if (digits == std::string::npos) return none;
    return std::stoull(line.substr(line.find_last_not_of("0123456789", digits) + 1));
  }
  return none;
}

/// A control group that limits memory.
struct Group {
  fs::path folder;
  bool is_v1;

  std::uint64_t limit() const {
    return number_in(folder / (is_v1 ? "memory.limit_in_bytes" : "memory.max"), unlimited);
  }
  /// Files that are cached count as used, and yet can be had.
  std::uint64_t left() const {
    const std::uint64_t most = limit();
    if (most == unlimited) return unlimited;
    const std::uint64_t used = number_in(folder / (is_v1 ? "memory.usage_in_bytes" : "memory.current"), 0);
    const std::uint64_t cached =
        number_after(is_v1 ? "total_inactive_file" : "inactive_file", folder / "memory.stat", 0);
    const std::uint64_t held = used - std::min(used, cached);
    return most - std::min(most, held);
  }
};

/// Of this process: its groups and all those above them. What a container cannot see is not there.
std::vector<Group> groups_of_this_process(const fs::path& root) {
  std::vector<Group> groups;
  std::ifstream in(root / "proc/self/cgroup");
  for (std::string line; std::getline(in, line);) {
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const bool is_v1 = controllers.find(",memory,") != std::string::npos, is_v2 = controllers == ",,";
    const fs::path mounted = root / (is_v1 ? "sys/fs/cgroup/memory" : "sys/fs/cgroup");
    if (!is_v1 && !is_v2) continue;
    fs::path path = fs::path(line.substr(second + 1)).lexically_normal();
    for (;; path = path.parent_path()) {
      groups.push_back({mounted / path.relative_path(), is_v1});
      if (!path.has_relative_path()) break;
    }
  }
  return groups;
}

/// Of `ulimit -v` and the like; batch systems without control groups set it.
std::uint64_t address_space_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unlimited;
  return limit.rlim_cur;
}

std::uint64_t page_bytes() {
  return static_cast<std::uint64_t>(sysconf(_SC_PAGE_SIZE));
}

std::uint64_t address_space_left() {
  const std::uint64_t limit = address_space_limit();
  if (limit == unlimited) return unlimited;
  return limit - std::min(limit, number_in("/proc/self/statm", 0) * page_bytes());
}

/// ZFS keeps a cache that the system takes for memory in use.
std::uint64_t zfs_cache(const fs::path& root) {
  const fs::path stats = root / "proc/spl/kstat/zfs/arcstats";
  const std::uint64_t size = number_after("size", stats, 0), least = number_after("c_min", stats, 0);
  return size - std::min(size, least);
}

std::uint64_t left_on_machine(const fs::path& root) {
  constexpr std::uint64_t kib = 1024;
  const fs::path info = root / "proc/meminfo";
  const std::uint64_t available = number_after("MemAvailable", info, unlimited);
  if (available == unlimited) return unlimited;
  return kib * (available + number_after("SwapFree", info, 0)) + zfs_cache(root);
}

}  // namespace

std::uint64_t memory_limit(const fs::path& root) {
  const auto pages = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES));
  std::uint64_t least = std::min(pages * page_bytes(), address_space_limit());
  for (const Group& group : groups_of_this_process(root)) least = std::min(least, group.limit());
  return least;
}

std::uint64_t available_memory(const fs::path& root) {
  std::uint64_t least = std::min(left_on_machine(root), address_space_left());
  for (const Group& group : groups_of_this_process(root)) least = std::min(least, group.left());
  return least;
}

}  // namespace tilscape
