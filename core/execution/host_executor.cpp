// The parts of the host executor that no kernel needs to see.
#include "core/execution/host_executor.hpp"

#include <stdexcept>
#include <utility>

namespace tilscape {

HostExecutor::HostExecutor(int threads, std::uint32_t block)
    : HostExecutor(std::make_shared<HostTeam>(threads > 0 ? threads : loop_threads()), block) {}
HostExecutor::HostExecutor(std::shared_ptr<HostTeam> team, std::uint32_t block)
    : team_(std::move(team)), memory_(team_), block_(block) {
  if (block < 1 || block > max_block)
    throw std::invalid_argument("host executor: block must be 1 to 256 lanes");
}

std::uint64_t HostExecutor::exclusive_scan(std::uint32_t* values, std::uint64_t n) {
  const std::uint64_t parts = parts_of(n, least_lanes);
  std::vector<std::uint64_t> before(parts + 1, 0);
  team_->run(parts, [&](std::uint64_t p, int) {
    std::uint64_t sum = 0;
    for (std::uint64_t i = n * p / parts; i < n * (p + 1) / parts; ++i) sum += values[i];
    before[p + 1] = sum;
  });
  for (std::uint64_t p = 0; p < parts; ++p) before[p + 1] += before[p];
  team_->run(parts, [&](std::uint64_t p, int) {
    std::uint64_t sum = before[p];
    for (std::uint64_t i = n * p / parts; i < n * (p + 1) / parts; ++i) {
      const std::uint32_t value = values[i];
      values[i] = static_cast<std::uint32_t>(sum);
      sum += value;
    }
  });
  return before[parts];
}

}  // namespace tilscape
