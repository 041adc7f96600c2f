// Runs the passes of a phase on the host: a team of threads over blocks of lanes.
// cuda/execution/device_executor.cuh has the same members and runs the same kernels on a GPU. A kernel is a
// trivially copyable object with a call operator; it reads completed passes only, and every address has one
// writer, so neither threads nor blocks can be seen in the result.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "core/base/bits.hpp"
#include "core/base/instruction_set.hpp"
#include "core/base/wall_clock.hpp"
#include "core/execution/atomics.hpp"
#include "core/execution/draw_block.hpp"
#include "core/execution/host_team.hpp"
#include "core/execution/memory.hpp"
#include "core/execution/readback.hpp"
#include "core/execution/tally.hpp"
#include "core/lattice/lattice.hpp"
#include "core/random/random.hpp"

namespace tilscape {

class HostExecutor {
 public:
  static constexpr bool on_host = true;
  static constexpr std::uint32_t max_block = DrawBlock::max_lanes;

  /// @param threads  at most; 0: loop_threads() (core/execution/host_team.hpp)
  /// @param block    lanes per block, 1 to 256; not visible in any result
  explicit HostExecutor(int threads = 0, std::uint32_t block = max_block);
  explicit HostExecutor(std::shared_ptr<HostTeam> team, std::uint32_t block = max_block);

  Memory& memory() { return memory_; }
  int threads() const { return team_->threads(); }
  HostTeam& team() { return *team_; }
  /// Copies of counters that passes add to, one per thread: core/execution/atomics.hpp.
  std::uint32_t counter_copies() const { return static_cast<std::uint32_t>(threads()); }
  const char* name() const { return "cpu"; }
  WallClock clock() const { return {}; }

  /// kernel(i) for every i in [0, n).
  template <class Kernel>
  void for_each(std::uint64_t n, const Kernel& kernel) {
    over_blocks(n, [&kernel](std::uint64_t first, std::uint64_t last) {
      for (std::uint64_t i = first; i < last; ++i) kernel(static_cast<std::uint32_t>(i));
    });
  }

  /// kernel(i, words) for every i in [0, n) whose kernel.draw_site(i) is not no_site; the words are
  /// draws.at(that site, its replicate, 0). A kernel may say that there is nothing to do in a whole block:
  /// none_in(first, last). And it may look ahead, to ask for cache lines in time: prefetch(i) is called for a
  /// block of lanes before they draw, then aim(i, words), then approach(i), then kernel(i, words). Like the
  /// last, aim and approach may write what belongs to lane i alone. A kernel whose lanes are sites may have
  /// pass_over(first, last, draws of a block, busy): it does what kernel(i, words) would do to the sites
  /// [first, last) of one replicate where that takes no branch, and sets busy[i − first] where it takes one.
  template <class Kernel>
  void for_each_drawn(std::uint32_t n, const Lattice& lattice, const Draws& draws, const Kernel& kernel) {
    over_blocks(n, [&](std::uint64_t first, std::uint64_t last) {
      if constexpr (requires { kernel.none_in(0u, 0u); })
        if (kernel.none_in(static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last))) return;
      if constexpr (has_pass_over<Kernel>)
        if (sweep_sites(first, last, lattice, draws, kernel)) return;
      if constexpr (requires { kernel.prefetch(0u); })
        for (std::uint64_t i = first; i < last; ++i) kernel.prefetch(static_cast<std::uint32_t>(i));
      DrawBlock block;
      std::uint32_t count = 0;
      for (std::uint64_t i = first; i < last;
           ++i) {  // without a branch: which lanes draw is as good as random
        const SiteIndex s = kernel.draw_site(static_cast<std::uint32_t>(i));
        block.lane[count] = static_cast<std::uint32_t>(i);
        block.local_site[count] = s.value;
        count += s != no_site;
      }
      for (std::uint32_t k = 0; k < count; ++k) {
        const std::uint32_t replicate = lattice.replicate_of(SiteIndex{block.local_site[k]});
        block.local_site[k] -= replicate * lattice.sites();
        block.key[k] = draws.replicate_keys[replicate];
      }
      block.draw(count, draws);
      if constexpr (requires { kernel.aim(0u, RandomWords{}); })
        for (std::uint32_t k = 0; k < count; ++k) kernel.aim(block.lane[k], block.words(k));
      if constexpr (requires { kernel.approach(0u); })
        for (std::uint32_t k = 0; k < count; ++k) kernel.approach(block.lane[k]);
      for (std::uint32_t k = 0; k < count; ++k) kernel(block.lane[k], block.words(k));
    });
  }

  /// kernel(i) for every i in [0, n) whose mark is not 0; a kernel may write its own mark, and may have a
  /// prefetch(i). For passes that few agents have something to do in.
  template <class Kernel>
  void for_each_marked(std::uint64_t n, const std::uint8_t* marks, const Kernel& kernel) {
    over_owned(n, [marks, &kernel](std::uint64_t first, std::uint64_t last) {
      std::uint32_t lane[max_block], count = 0;
      const auto run = [&] {
        if constexpr (requires { kernel.prefetch(0u); })
          for (std::uint32_t k = 0; k < count; ++k) kernel.prefetch(lane[k]);
        if constexpr (requires { kernel.approach(0u); })
          for (std::uint32_t k = 0; k < count; ++k) kernel.approach(lane[k]);
        for (std::uint32_t k = 0; k < count; ++k) kernel(lane[k]);
        count = 0;
      };
      for (std::uint64_t i = first; i < last; i += 8) {
        count = append_marked(marks, i, std::min(last, i + 8), lane, count);
        if (count > max_block - 8) run();
      }
      run();
    });
  }

  /// One row of nx values per index: `const auto row = kernel.row(r)` once, then kernel.at(row, x) for x in
  /// [0, nx), in a loop that the compiler can vectorise. kernel.edge(row, x) is called instead where x is 0
  /// or nx − 1, so that the interior needs no border test.
  template <class Kernel>
  void for_each_row(std::uint32_t rows, std::uint32_t nx, const Kernel& kernel) {
    const std::uint64_t values = std::uint64_t{rows} * nx;
    over_parts(rows, parts_of(values, least_row_values),
               [&kernel, nx](std::uint64_t first, std::uint64_t last) {
                 for (std::uint64_t r = first; r < last; ++r) {
                   const auto row = kernel.row(static_cast<std::uint32_t>(r));
                   kernel.edge(row, 0);
#pragma omp simd
                   for (std::uint32_t x = 1; x < nx - 1; ++x) kernel.at(row, x);
                   if (nx > 1) kernel.edge(row, nx - 1);
                 }
               });
  }

  /// Sums over i in [0, n) of what kernel(i, tally) adds to each of `slots` 64-bit integers. A kernel may
  /// have sum(first, last): what the lanes [first, last) add where there is one slot, in a loop that the
  /// compiler can vectorise.
  template <class Kernel>
  std::vector<std::uint64_t> tally(std::uint64_t n, std::uint32_t slots, const Kernel& kernel) {
    const std::uint64_t parts = parts_of(n, least_lanes);
    std::vector<std::vector<std::uint64_t>> sums(threads(), std::vector<std::uint64_t>(slots, 0));
    team_->run(parts, [&](std::uint64_t p, int member) {
      std::uint64_t* const mine = sums[member].data();
      const std::uint64_t first = n * p / parts, last = n * (p + 1) / parts;
      if constexpr (requires { kernel.sum(first, last); })
        if (slots == 1)
          return run_wide(
              [&kernel, mine](std::uint64_t from, std::uint64_t to) { *mine += kernel.sum(from, to); }, first,
              last);
      for (std::uint64_t i = first; i < last; ++i) kernel(static_cast<std::uint32_t>(i), Tally{mine});
    });
    for (std::size_t member = 1; member < sums.size(); ++member)
      for (std::uint32_t s = 0; s < slots; ++s) sums[0][s] += sums[member][s];
    return sums[0];
  }

  /// values[i] becomes the sum of all values before i; returns the sum of all.
  std::uint64_t exclusive_scan(std::uint32_t* values, std::uint64_t n);

  /// The greatest of kernel(i) over [0, n), values ≥ 0; 0 when n is 0. A maximum does not depend on order.
  template <class Kernel>
  float maximum(std::uint64_t n, const Kernel& kernel) {
    const std::uint64_t parts = parts_of(n, least_lanes);
    std::vector<float> greatest(parts, 0.0f);
    team_->run(parts, [&](std::uint64_t p, int) {
      float mine = 0;
      for (std::uint64_t i = n * p / parts; i < n * (p + 1) / parts; ++i)
        mine = std::max(mine, kernel(static_cast<std::uint32_t>(i)));
      greatest[p] = mine;
    });
    return *std::max_element(greatest.begin(), greatest.end());
  }

  /// Runs passes(), which run the same passes with the same arguments at every call with this recording, and
  /// nothing else: a device that keeps them need not be told again. What they return to the host is not kept.
  struct Recording {};
  template <class Passes>
  void repeat(Recording&, const Passes& passes) {
    passes();
  }

  /// Copies of counters that the host reads later: constructed from memory() and a size.
  using Readback = HostReadback;

  void wait() {}

 private:
  template <class Kernel>
  static constexpr bool has_pass_over = requires(Kernel kernel, const DrawBlock& block, std::uint8_t* busy) {
    kernel.pass_over(0u, 0u, block, busy);
  };

  /// A block of sites by a kernel with pass_over. False where the block lies in two replicates: nothing is
  /// done then.
  template <class Kernel>
  static bool sweep_sites(std::uint64_t first_site, std::uint64_t last_site, const Lattice& lattice,
                          const Draws& draws, const Kernel& kernel) {
    const auto first = static_cast<std::uint32_t>(first_site), last = static_cast<std::uint32_t>(last_site);
    const std::uint32_t replicate = lattice.replicate_of(SiteIndex{first});
    if (replicate != lattice.replicate_of(SiteIndex{last - 1})) return false;
    DrawBlock block;
    alignas(64) std::uint8_t busy[max_block];
    block.draw_run(lattice.local(SiteIndex{first}), last - first, draws.replicate_keys[replicate], draws);
    kernel.pass_over(first, last, block, busy);
    std::uint32_t count = 0;
    for (std::uint32_t k = 0; k < last - first; k += 8)
      count = append_marked(busy, k, std::min(last - first, k + 8), block.lane, count);
    for (std::uint32_t k = 0; k < count; ++k) kernel(first + block.lane[k], block.words(block.lane[k]));
    return true;
  }

  /// Appends the marked lanes of up to eight; most groups of eight have none.
  static std::uint32_t append_marked(const std::uint8_t* marks, std::uint64_t first, std::uint64_t last,
                                     std::uint32_t* lane, std::uint32_t count) {
    std::uint64_t eight = 0;
    if (last - first == 8)  // a length that the compiler knows is one instruction
      std::memcpy(&eight, marks + first, 8);
    else
      std::memcpy(&eight, marks + first, last - first);
    constexpr std::uint64_t low_bits = 0x7f7f7f7f7f7f7f7f;
    for (std::uint64_t left = (((eight & low_bits) + low_bits) | eight) & ~low_bits; left; left &= left - 1)
      lane[count++] =
          static_cast<std::uint32_t>(first) + static_cast<std::uint32_t>(nth_set_bit(left, 0) / 8);
    return count;
  }

  /// loop(first, last) over parts of [0, n) that follow each other.
  template <class Loop>
  void over_parts(std::uint64_t n, std::uint32_t parts, const Loop& loop) {
    team_->run(parts, [&loop, n, parts](std::uint64_t i, int) {
      run_wide(loop, n * i / parts, n * (i + 1) / parts);
    });
  }

  /// loop(first, last) over parts of n lanes, in whole groups of owned_lanes.
  template <class Loop>
  void over_owned(std::uint64_t n, const Loop& loop) {
    const std::uint64_t groups = (n + owned_lanes - 1) / owned_lanes;
    over_parts(groups, parts_of(n, least_lanes), [&loop, n](std::uint64_t first, std::uint64_t last) {
      loop(first * owned_lanes, std::min(n, last * owned_lanes));
    });
  }

  /// loop(first, last) for every block of lanes.
  template <class Loop>
  void over_blocks(std::uint64_t n, const Loop& loop) {
    const std::uint64_t lanes = block_;
    over_owned(n, [&loop, lanes](std::uint64_t first, std::uint64_t last) {
      for (std::uint64_t i = first; i < last; i += lanes) loop(i, std::min(last, i + lanes));
    });
  }

  // With less, a part costs more to hand over than to do.
  static constexpr std::uint64_t least_lanes = 512, least_row_values = 16384;
  // More than one: whoever is done first takes what others have not begun.
  static constexpr std::uint64_t parts_per_member = 8;
  /// Of a pass over so much: 1 where it is not worth a second thread.
  std::uint32_t parts_of(std::uint64_t work, std::uint64_t least) const {
    const auto members = static_cast<std::uint64_t>(team_->members());
    if (members == 1 || work <= least * members) return 1;
    return static_cast<std::uint32_t>(std::min(work / least, members * parts_per_member));
  }

  std::shared_ptr<HostTeam> team_;
  HostMemory memory_;
  std::uint32_t block_;
};

}  // namespace tilscape
