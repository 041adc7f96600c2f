// The parts of the host executor that no kernel needs to see.
#include "core/host_executor.hpp"

#include <omp.h>

#include <stdexcept>

namespace tilscape {

HostExecutor::HostExecutor(int threads, std::uint32_t block)
    : threads_(threads > 0 ? threads : omp_get_max_threads()), block_(block) {
  if (block < 1 || block > max_block)
    throw std::invalid_argument("host executor: block must be 1 to 256 lanes");
}

std::uint64_t HostExecutor::exclusive_scan(std::uint32_t* values, std::uint64_t n) {
  const int parts = worth_threads(n) ? threads_ : 1;
  std::vector<std::uint64_t> before(parts + 1, 0);
#pragma omp parallel for num_threads(parts) schedule(static, 1)
  for (int p = 0; p < parts; ++p) {
    std::uint64_t sum = 0;
    for (std::uint64_t i = n * p / parts; i < n * (p + 1) / parts; ++i) sum += values[i];
    before[p + 1] = sum;
  }
  for (int p = 0; p < parts; ++p) before[p + 1] += before[p];
#pragma omp parallel for num_threads(parts) schedule(static, 1)
  for (int p = 0; p < parts; ++p) {
    std::uint64_t sum = before[p];
    for (std::uint64_t i = n * p / parts; i < n * (p + 1) / parts; ++i) {
      const std::uint32_t value = values[i];
      values[i] = static_cast<std::uint32_t>(sum);
      sum += value;
    }
  }
  return before[parts];
}

}  // namespace tilscape
