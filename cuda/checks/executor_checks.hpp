// Does an executor do what the host executor does? Every primitive over sizes around a warp, around a block
// and of many blocks, with kernels whose results show a lane that was skipped, repeated or given the wrong
// words. The host executor itself is tested against known answers in tests/core.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/execution/host_executor.hpp"

namespace tilscape {

struct CheckResult {
  std::string name;
  std::uint64_t size = 0;
  bool passed = false;
};
using CheckResults = std::vector<CheckResult>;

namespace executor_checks {

inline constexpr std::uint32_t sizes[] = {0, 1, 31, 32, 33, 255, 256, 257, 1000003};

TILSCAPE_HD inline std::uint32_t scrambled(std::uint32_t i) {
  return static_cast<std::uint32_t>(mix64(i));
}

/// Adds, so that a lane that runs twice shows.
struct Fill {
  std::uint32_t* out;
  TILSCAPE_HD void operator()(std::uint32_t i) const { out[i] += scrambled(i); }
};

/// Draws at every lane but each fifth, at sites in another order than the lanes.
struct Draw {
  std::uint32_t n;
  std::uint32_t* out;
  TILSCAPE_HD SiteIndex draw_site(std::uint32_t i) const {
    return i % 5 == 4 ? no_site : SiteIndex{n - 1 - i};
  }
  TILSCAPE_HD void operator()(std::uint32_t i, const RandomWords& words) const {
    out[i] += words[0] ^ (words[1] << 1) ^ (words[2] << 2) ^ (words[3] << 3);
  }
};

/// Chooses in aim, alters in approach and writes at last: a hook that does not run, or at the wrong time,
/// shows.
struct Aim : Draw {
  std::uint32_t* chosen;
  TILSCAPE_HD void aim(std::uint32_t i, const RandomWords& words) const { chosen[i] = words[0]; }
  TILSCAPE_HD void approach(std::uint32_t i) const { chosen[i] += scrambled(i); }
  TILSCAPE_HD void operator()(std::uint32_t i, const RandomWords& words) const {
    out[i] += chosen[i] ^ words[1];
  }
};

/// Every seventh lane is marked, and unmarks itself.
struct Mark {
  std::uint8_t* marks;
  TILSCAPE_HD void operator()(std::uint32_t i) const { marks[i] = i % 7 == 3 ? 1 : 0; }
};
struct FillMarked {
  std::uint8_t* marks;
  std::uint32_t* out;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    out[i] += scrambled(i) + marks[i];
    marks[i] = 0;
  }
};

/// Values that tell row, x and which of at() and edge() wrote them.
struct Rows {
  std::uint32_t nx;
  std::uint32_t* out;
  struct Row {
    std::uint32_t r;
    std::uint32_t* out;
  };
  TILSCAPE_HD Row row(std::uint32_t r) const { return {r, out + std::size_t{r} * nx}; }
  TILSCAPE_HD void at(const Row& row, std::uint32_t x) const { row.out[x] += scrambled(row.r) + x; }
  TILSCAPE_HD void edge(const Row& row, std::uint32_t x) const { row.out[x] += ~(scrambled(row.r) + x); }
};

/// Adds to a slot and to its neighbour, with sums far beyond 32 bits.
struct Count {
  std::uint32_t slots;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    const std::uint32_t slot = scrambled(i) % slots;
    sums.add(slot, mix64(i));
    if (i % 3 == 0) sums.add((slot + 1) % slots);
  }
};

struct Magnitude {
  TILSCAPE_HD float operator()(std::uint32_t i) const {
    return static_cast<float>(scrambled(i) >> 8) * (1.0f / 16777216.0f);
  }
};

/// What for_each and its kin leave in n values that were 0.
template <class Executor, class Pass>
std::vector<std::uint32_t> written(Executor& executor, std::size_t n, const Pass& pass) {
  Buffer<std::uint32_t> out(executor.memory(), n);
  pass(out.data());
  executor.wait();
  return out.to_host();
}

/// result(executor) on both; equal to the last bit?
template <class Executor, class Result>
bool agree(Executor& tested, HostExecutor& oracle, const Result& result) {
  return result(tested) == result(oracle);
}

template <class Executor>
std::vector<std::uint32_t> after_each(Executor& e, std::uint32_t n) {
  return written(e, n, [&](std::uint32_t* out) { e.for_each(n, Fill{out}); });
}

/// Two passes: the second finds no mark.
template <class Executor>
std::vector<std::uint32_t> after_marked(Executor& e, std::uint32_t n) {
  Buffer<std::uint8_t> marks(e.memory(), n);
  e.for_each(n, Mark{marks.data()});
  return written(e, n, [&](std::uint32_t* out) {
    for (int pass = 0; pass < 2; ++pass) e.for_each_marked(n, marks.data(), FillMarked{marks.data(), out});
  });
}

/// Two passes, without and with the hooks before a lane's turn.
template <class Executor>
std::vector<std::uint32_t> after_drawn(Executor& e, std::uint32_t n) {
  const std::uint32_t replicates = n % 2 == 0 && n > 0 ? 2 : 1;
  const std::uint64_t keys[] = {replicate_key(7, 0), replicate_key(7, 1)};
  Buffer<std::uint64_t> kept(e.memory(), 2);
  kept.from_host(keys, 2);
  const Lattice lattice = make_lattice({std::max(1u, n / replicates), 1, 1}, 10, Boundary::closed,
                                       Neighbourhood::moore, replicates);
  const Draws draws{kept.data(), Step{12345}, 6, 1};
  Buffer<std::uint32_t> chosen(e.memory(), n);
  return written(e, n, [&](std::uint32_t* out) {
    e.for_each_drawn(n, lattice, draws, Draw{n, out});
    e.for_each_drawn(n, lattice, draws, Aim{{n, out}, chosen.data()});
  });
}

/// Tall, wide and very wide: about n values each.
template <class Executor>
std::vector<std::uint32_t> after_rows(Executor& e, std::uint32_t n, std::uint32_t nx) {
  const std::uint32_t rows = (n + nx - 1) / nx;
  return written(e, std::size_t{rows} * nx, [&](std::uint32_t* out) {
    e.for_each_row(rows, nx, Rows{nx, out});
  });
}

/// Scanned values with their total at the end.
template <class Executor>
std::vector<std::uint64_t> after_scan(Executor& e, std::uint32_t n, std::uint32_t largest) {
  std::vector<std::uint32_t> values(n);
  for (std::uint32_t i = 0; i < n; ++i) values[i] = scrambled(i) % largest;
  Buffer<std::uint32_t> scanned(e.memory(), n);
  scanned.from_host(values.data(), n);
  const std::uint64_t total = e.exclusive_scan(scanned.data(), n);
  values = scanned.to_host();
  std::vector<std::uint64_t> result(values.begin(), values.end());
  result.push_back(total);
  return result;
}

/// Copies forth, within and back, growth, and clearing of the first half.
template <class Executor>
std::vector<std::uint32_t> after_copies(Executor& e, std::uint32_t n) {
  std::vector<std::uint32_t> values(n);
  for (std::uint32_t i = 0; i < n; ++i) values[i] = scrambled(i);
  Buffer<std::uint32_t> buffer(e.memory(), n);
  buffer.from_host(values.data(), n);
  buffer.grow(n + n / 2 + 1, n);
  if (n > 1) e.memory().zero(buffer.data(), n / 2 * sizeof(std::uint32_t));
  return buffer.to_host();
}

template <class Executor>
void check_size(Executor& tested, HostExecutor& oracle, std::uint32_t n, CheckResults& results) {
  const auto add = [&](const std::string& name, const auto& result) {
    results.push_back({name, n, agree(tested, oracle, result)});
  };
  add("for_each", [&](auto& e) { return after_each(e, n); });
  add("for_each_marked", [&](auto& e) { return after_marked(e, n); });
  add("for_each_drawn", [&](auto& e) { return after_drawn(e, n); });
  for (const std::uint32_t nx : {1u, 2u, 31u, 257u, 1000003u})
    add("for_each_row, rows of " + std::to_string(nx), [&](auto& e) { return after_rows(e, n, nx); });
  for (const std::uint32_t slots : {1u, 40u, 1024u, 1025u})
    add("tally, slots " + std::to_string(slots), [&](auto& e) { return e.tally(n, slots, Count{slots}); });
  add("exclusive_scan", [&](auto& e) { return after_scan(e, n, 100); });
  add("exclusive_scan beyond 32 bits", [&](auto& e) { return after_scan(e, n, 0xffffffffu); });
  add("maximum", [&](auto& e) { return e.maximum(n, Magnitude{}); });
  add("copies", [&](auto& e) { return after_copies(e, n); });
}

}  // namespace executor_checks

/// Every primitive at every size up to `largest`.
template <class Executor>
CheckResults check_primitives(Executor& tested, HostExecutor& oracle, std::uint32_t largest) {
  CheckResults results;
  for (const std::uint32_t n : executor_checks::sizes)
    if (n <= largest) executor_checks::check_size(tested, oracle, n, results);
  return results;
}

}  // namespace tilscape
