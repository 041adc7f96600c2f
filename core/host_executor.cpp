// The parts of the host executor that no kernel needs to see.
#include "core/host_executor.hpp"

#include <omp.h>

#include <stdexcept>

// One build serves every x86-64: the loop is compiled for three instruction sets and the loader picks.
// Contraction is off everywhere, so all of them give the same bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define TILSCAPE_VECTOR_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TILSCAPE_VECTOR_CLONES
#endif

namespace tilscape {

HostExecutor::HostExecutor(int threads, std::uint32_t block)
    : threads_(threads > 0 ? threads : omp_get_max_threads()), block_(block) {
  if (block < 1 || block > max_block)
    throw std::invalid_argument("host executor: block must be 1 to 256 lanes");
}

TILSCAPE_VECTOR_CLONES
void draw_block(const std::uint32_t* local_sites, const std::uint64_t* keys, std::uint32_t count,
                const Draws& draws, RandomWords* words) {
  const std::uint32_t step_and_layer = draws.step.value | (draws.layer << 27);
#pragma omp simd
  for (std::uint32_t k = 0; k < count; ++k)
    words[k] = philox4x32_10(local_sites[k], step_and_layer, draws.purpose, 0,
                             static_cast<std::uint32_t>(keys[k]), static_cast<std::uint32_t>(keys[k] >> 32));
}

std::uint64_t HostExecutor::exclusive_scan(std::uint32_t* values, std::uint64_t n) {
  const int parts = n > serial_below ? threads_ : 1;
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
