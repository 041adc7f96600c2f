// Did the compiler of this build get the loops for a wide instruction set right? A few of each kind, small
// enough to be run at every start; tests/wide holds all of them. Each check fills an array with a loop run in
// a set, from values that are as awkward as real ones: some neutral, some of no site, of no full vector, at
// an odd offset.
#include <array>
#include <cstring>
#include <limits>

#include "core/base/bits.hpp"
#include "core/base/instruction_set.hpp"
#include "core/base/types.hpp"
#include "core/execution/draw_block.hpp"
#include "core/fields/code_table.hpp"
#include "core/multigrid/rows.hpp"

namespace tilscape {

namespace {

constexpr std::uint32_t count = 149, offset = 3;

constexpr std::uint32_t scrambled(std::uint32_t i) {
  return static_cast<std::uint32_t>(mix64(i) >> 16);
}

struct Sums {
  std::uint64_t column, plane;
  bool operator==(const Sums&) const = default;
};

/// The sums of the digest (agents/observe/digest.hpp): values at sites, and one value per site.
template <class T>
Sums sums_in(InstructionSet set) {
  std::array<SiteIndex, count> site;
  std::array<T, count> values;
  for (std::uint32_t i = 0; i < count; ++i) {
    site[i] = scrambled(i) % 4 ? SiteIndex{i} : no_site;
    values[i] = scrambled(i + count) % 3 ? static_cast<T>(scrambled(i) % 1000) : T{};
    if (i % 11 == 5) values[i] = std::numeric_limits<T>::max();
  }
  const auto bits = [](T value) -> std::uint64_t {
    if constexpr (std::is_same_v<T, float>)
      return bit_cast<std::uint32_t>(value);
    else
      return value;
  };
  Sums sums{};
  run_in(
      set,
      [&](std::uint64_t first, std::uint64_t last) {
        std::uint64_t column = 0, plane = 0;
        for (std::uint64_t i = first; i < last; ++i) {
          const std::uint64_t mine = bits(values[i]), added = mix64(mix64(site[i].value) + mine);
          column += kept_if((site[i] != no_site) & (mine != 0), added);
        }
        for (std::uint64_t i = first; i < last; ++i) {
          const std::uint64_t mine = bits(values[i]);
          plane += kept_if(mine != 0, mix64(mix64(i) + mine));
        }
        sums = {column, plane};
      },
      offset, count);
  return sums;
}

template <class T>
bool sums_agree(InstructionSet set) {
  return sums_in<T>(set) == sums_in<T>(InstructionSet::baseline);
}

bool draws_agree(InstructionSet set) {
  const std::uint64_t key = replicate_key(11, 2);
  const Draws draws{&key, Step{123456}, 9, 1};
  DrawBlock run, block;
  run.draw_run(LocalSite{4000000011u}, count, key, draws, set);
  for (std::uint32_t k = 0; k < count; ++k) block.local_site[k] = scrambled(k), block.key[k] = mix64(k);
  block.draw(count, draws, set);
  for (std::uint32_t k = 0; k < count; ++k) {
    const RandomWords of_run = draws.at(LocalSite{4000000011u + k}, 0);
    const std::uint64_t other_key = mix64(k);
    const RandomWords of_block =
        Draws{&other_key, draws.step, draws.purpose, draws.layer}.at(LocalSite{scrambled(k)}, 0);
    for (int w = 0; w < 4; ++w)
      if (run.word[w][k] != of_run[w] || block.word[w][k] != of_block[w]) return false;
  }
  return true;
}

bool look_ups_agree(InstructionSet set) {
  float a[site_codes], b[site_codes];
  for (std::uint32_t k = 0; k < site_codes; ++k)
    a[k] = 0.25f * static_cast<float>(k), b[k] = 1e6f / (1.0f + a[k]);
  std::array<std::uint8_t, count> a_code, b_code;
  for (std::uint32_t i = 0; i < count; ++i)
    a_code[i] = scrambled(i) % site_codes, b_code[i] = scrambled(2 * i) % site_codes;
  std::array<float, count> out{};
  look_up(a, a_code.data() + offset, b, b_code.data() + offset, count - offset, out.data() + offset, set);
  for (std::uint32_t i = offset; i < count; ++i)
    if (out[i] != a[a_code[i]] + b[b_code[i]]) return false;
  return true;
}

/// Rows of the field solver: a sweep, a defect, an average.
struct Rows {
  static constexpr std::ptrdiff_t n = count, room = rows::in_full_lanes(n) + 2 * rows::lanes;
  using Row = std::array<float, room>;
  alignas(64) Row swept{}, left{}, averaged{}, temporary{};

  explicit Rows(InstructionSet set) {
    alignas(64) std::array<Row, 9> in;
    for (std::uint32_t r = 0; r < in.size(); ++r)
      for (std::uint32_t x = 0; x < room; ++x)
        in[r][x] = x % 13 == r ? 0.0f : 1e-6f * static_cast<float>(scrambled(x + 1000 * r) >> 8);
    constexpr std::ptrdiff_t start = rows::lanes;
    const auto row = [&](int r) { return in[r].data() + start; };
    const RowArrays arrays{row(0), row(1), row(2), row(3), row(4), row(5), row(6), nullptr};
    rows::EvenRow<false, true> even{arrays, 0.25f, row(7), 0.5f, Flush{0.0f, 0.01f}};
    const TransferRow transfer{
        {row(0), row(1), row(2), row(3)}, {0.25f, 0.5f, 0.0f, 0.25f}, row(5), row(6), averaged.data()};
    run_in(
        set,
        [&](std::uint64_t, std::uint64_t) {
          even.out = swept.data() + start;
          rows::fill<stencil::FlushingSweep>(even, row(8), n, rows::Nothing{});
          even.out = left.data() + start;
          rows::fill<stencil::ReachingDefect>(even, row(8), n, rows::Nothing{});
          rows::average(transfer, n, temporary.data() + start);
        },
        0, 1);
  }
  bool operator==(const Rows& other) const {
    return same(swept, other.swept) && same(left, other.left) && same(averaged, other.averaged);
  }
  static bool same(const Row& a, const Row& b) { return std::memcmp(a.data(), b.data(), sizeof(Row)) == 0; }
};

bool rows_agree(InstructionSet set) {
  return Rows(set) == Rows(InstructionSet::baseline);
}

}  // namespace

const char* first_wrong_loop(InstructionSet set) {
  if (!sums_agree<std::uint8_t>(set) || !sums_agree<std::uint16_t>(set) || !sums_agree<std::uint32_t>(set) ||
      !sums_agree<std::uint64_t>(set) || !sums_agree<float>(set))
    return "sums of 64 bits";
  if (!draws_agree(set)) return "random numbers";
  if (!look_ups_agree(set)) return "look-ups of codes";
  if (!rows_agree(set)) return "rows of fields";
  return nullptr;
}

}  // namespace tilscape
