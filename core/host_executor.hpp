// Runs the passes of a phase on the host: OpenMP over blocks of lanes. cuda/device_executor.cuh has the same
// members and runs the same kernels on a GPU. A kernel is a trivially copyable object with a call operator;
// it reads completed passes only, and every address has one writer, so neither threads nor blocks can be seen
// in the result.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/lattice.hpp"
#include "core/memory.hpp"
#include "core/random.hpp"
#include "core/tally.hpp"

namespace tilscape {

/// Draws one block of lanes at once (vectorised). Arrays have `count` entries.
void draw_block(const std::uint32_t* local_sites, const std::uint64_t* keys, std::uint32_t count,
                const Draws& draws, RandomWords* words);

class HostExecutor {
 public:
  static constexpr std::uint32_t max_block = 256;

  /// @param threads  0 takes OpenMP's default (OMP_NUM_THREADS, or every core this process may use)
  /// @param block    lanes per block, 1 to 256; not visible in any result
  explicit HostExecutor(int threads = 0, std::uint32_t block = max_block);

  Memory& memory() { return memory_; }
  int threads() const { return threads_; }
  const char* name() const { return "cpu"; }

  /// kernel(i) for every i in [0, n).
  template <class Kernel>
  void for_each(std::uint64_t n, const Kernel& kernel) {
    const auto blocks = static_cast<std::int64_t>((n + block_ - 1) / block_);
#pragma omp parallel for num_threads(threads_) schedule(static) if (n > serial_below)
    for (std::int64_t b = 0; b < blocks; ++b) {
      const std::uint64_t first = static_cast<std::uint64_t>(b) * block_;
      const std::uint64_t last = std::min<std::uint64_t>(n, first + block_);
      for (std::uint64_t i = first; i < last; ++i) kernel(static_cast<std::uint32_t>(i));
    }
  }

  /// kernel(i, words) for every i in [0, n) whose kernel.draw_site(i) is not no_site; the words are
  /// draws.at(that site, its replicate, 0).
  template <class Kernel>
  void for_each_drawn(std::uint32_t n, const Lattice& lattice, const Draws& draws, const Kernel& kernel) {
    const auto blocks = static_cast<std::int64_t>((std::uint64_t{n} + block_ - 1) / block_);
#pragma omp parallel for num_threads(threads_) schedule(static) if (n > serial_below)
    for (std::int64_t b = 0; b < blocks; ++b) {
      std::uint32_t lane[max_block], site[max_block];
      std::uint64_t key[max_block];
      RandomWords words[max_block];
      const auto first = static_cast<std::uint32_t>(b) * block_;
      const std::uint32_t last =
          static_cast<std::uint32_t>(std::min<std::uint64_t>(n, std::uint64_t{first} + block_));
      std::uint32_t count = 0;
      for (std::uint32_t i = first; i < last; ++i) {
        const SiteIndex s = kernel.draw_site(i);
        if (s == no_site) continue;
        const std::uint32_t replicate = lattice.replicate_of(s);
        lane[count] = i;
        site[count] = s.value - replicate * lattice.sites();
        key[count++] = draws.replicate_keys[replicate];
      }
      draw_block(site, key, count, draws, words);
      for (std::uint32_t k = 0; k < count; ++k) kernel(lane[k], words[k]);
    }
  }

  /// One row of nx values per index: `const auto row = kernel.row(r)` once, then kernel.at(row, x) for x in
  /// [0, nx), in a loop that the compiler can vectorise. kernel.edge(row, x) is called instead where x is 0
  /// or nx − 1, so that the interior needs no border test.
  template <class Kernel>
  void for_each_row(std::uint32_t rows, std::uint32_t nx, const Kernel& kernel) {
    const auto total = static_cast<std::int64_t>(rows);
#pragma omp parallel for num_threads(threads_) \
    schedule(static) if (std::uint64_t{rows} * nx > serial_rows_below)
    for (std::int64_t r = 0; r < total; ++r) {
      const auto row = kernel.row(static_cast<std::uint32_t>(r));
      kernel.edge(row, 0);
#pragma omp simd
      for (std::uint32_t x = 1; x < nx - 1; ++x) kernel.at(row, x);
      if (nx > 1) kernel.edge(row, nx - 1);
    }
  }

  /// Sums over i in [0, n) of what kernel(i, tally) adds to each of `slots` 64-bit integers.
  template <class Kernel>
  std::vector<std::uint64_t> tally(std::uint64_t n, std::uint32_t slots, const Kernel& kernel) {
    const int parts = n > serial_below ? threads_ : 1;
    std::vector<std::vector<std::uint64_t>> part(parts, std::vector<std::uint64_t>(slots, 0));
#pragma omp parallel for num_threads(parts) schedule(static, 1)
    for (int p = 0; p < parts; ++p) {
      const Tally mine{part[p].data()};
      const std::uint64_t first = n * p / parts, last = n * (p + 1) / parts;
      for (std::uint64_t i = first; i < last; ++i) kernel(static_cast<std::uint32_t>(i), mine);
    }
    for (int p = 1; p < parts; ++p)
      for (std::uint32_t s = 0; s < slots; ++s) part[0][s] += part[p][s];
    return part[0];
  }

  /// values[i] becomes the sum of all values before i; returns the sum of all.
  std::uint64_t exclusive_scan(std::uint32_t* values, std::uint64_t n);

  /// The greatest of kernel(i) over [0, n), values ≥ 0; 0 when n is 0. A maximum does not depend on order.
  template <class Kernel>
  float maximum(std::uint64_t n, const Kernel& kernel) {
    float greatest = 0;
    const auto total = static_cast<std::int64_t>(n);
#pragma omp parallel for num_threads(threads_) schedule(static) reduction(max \
                                                                          : greatest) if (n > serial_below)
    for (std::int64_t i = 0; i < total; ++i)
      greatest = std::max(greatest, kernel(static_cast<std::uint32_t>(i)));
    return greatest;
  }

  void wait() {}

 private:
  // Below these, starting threads costs more than they save: some 100 ns per agent, 2 ns per value of a row.
  static constexpr std::uint64_t serial_below = 8192, serial_rows_below = 32768;
  HostMemory memory_;
  int threads_;
  std::uint32_t block_;
};

}  // namespace tilscape
