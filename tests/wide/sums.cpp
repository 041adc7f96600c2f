// The sums of the digest, and tables looked up by codes.
#include <limits>

#include "agents/observe/digest.hpp"
#include "core/execution/host_executor.hpp"
#include "core/fields/code_table.hpp"
#include "tests/wide/holding.hpp"

namespace tilscape::testing {

namespace {

constexpr std::uint32_t room = largest_size + 8;

/// Values that a comparison may take for others: zeros of both signs, all bits, the extremes, ordinary ones.
template <class T>
T awkward(std::uint32_t i) {
  using Limits = std::numeric_limits<T>;
  const T some[] = {T{0},
                    Limits::max(),
                    Limits::lowest(),
                    T{1},
                    static_cast<T>(-T{0}),
                    Limits::min(),
                    static_cast<T>(0x80u),
                    static_cast<T>(i),
                    Limits::denorm_min()};
  return some[mix64(i) % std::size(some)];
}

template <class T>
void hold_sums_of(Holding& holding, const char* name) {
  std::vector<SiteIndex> site(room);
  std::vector<T> values(room);
  for (std::uint32_t i = 0; i < room; ++i) {
    const std::uint32_t dice = mix64(i + 99) % 5;
    site[i] = dice == 0 ? no_site : dice == 1 ? SiteIndex{0xfffffffeu} : SiteIndex{i};
    values[i] = awkward<T>(i);
  }
  const Lattice lattice = make_lattice({room, 1, 1}, 10, Boundary::closed, Neighbourhood::moore, 1);
  HostExecutor executor(1);
  for (std::uint32_t n = 0; n <= largest_size; ++n)
    for (const std::uint32_t offset : offsets)
      for (const T neutral : {T{0}, T{1}, std::numeric_limits<T>::max()}) {
        const digest::Column<T> column{lattice, site.data() + offset, values.data() + offset,
                                       digest::bits_of(neutral), mix64(n)};
        std::uint64_t expected = 0;
        for (std::uint32_t i = offset; i < offset + n; ++i)
          if (site[i] != no_site && digest::bits_of(values[i]) != digest::bits_of(neutral))
            expected += digest::term(site[i].value, mix64(n), digest::bits_of(values[i]));
        holding.hold_to("digest of a column", std::string(name) + ", " + at(n, offset), expected,
                        [&] { return executor.tally(n, 1, column)[0]; });
      }
  for (std::uint32_t n = 0; n <= largest_size; ++n)
    for (const std::uint32_t offset : offsets)
      holding.hold("digest of a plane", std::string(name) + ", " + at(n, offset), [&] {
        return executor.tally(n, 1, digest::Plane<T>{lattice, values.data() + offset, mix64(n)});
      });
}

/// A world of many threads' parts, each with a first lane of its own.
void hold_parts(Holding& holding) {
  constexpr std::uint32_t n = 20011;
  std::vector<SiteIndex> site(n);
  std::vector<std::uint32_t> values(n);
  for (std::uint32_t i = 0; i < n; ++i) site[i] = mix64(i) % 4 ? SiteIndex{i} : no_site, values[i] = i % 3;
  const Lattice lattice = make_lattice({n, 1, 1}, 10, Boundary::closed, Neighbourhood::moore, 1);
  for (const int threads : {1, 2, 3, 7}) {
    HostExecutor executor(threads);
    holding.hold("digest of a column", std::to_string(threads) + " threads", [&] {
      return executor.tally(n, 1, digest::Column<std::uint32_t>{lattice, site.data(), values.data(), 0, 5});
    });
  }
}

void hold_look_ups(Holding& holding) {
  float a[site_codes], b[site_codes];
  for (int k = 0; k < site_codes; ++k) a[k] = 0.1f * static_cast<float>(k), b[k] = 1e9f / (1.0f + a[k]);
  a[3] = -0.0f, b[5] = 0.0f, a[15] = std::numeric_limits<float>::max(), b[15] = -1e-40f;
  std::vector<std::uint8_t> a_code(room), b_code(room);
  for (std::uint32_t i = 0; i < room; ++i)
    a_code[i] = mix64(i) % site_codes, b_code[i] = mix64(i + room) % site_codes;
  for (std::uint32_t n = 0; n <= largest_size; ++n)
    for (const std::uint32_t offset : offsets) {
      std::vector<float> expected(room, -7.0f);  // nothing is written before or behind
      for (std::uint32_t i = offset; i < offset + n; ++i) expected[i] = a[a_code[i]] + b[b_code[i]];
      holding.hold_to("look-up of codes", at(n, offset), bits_of_all(expected), [&] {
        std::vector<float> out(room, -7.0f);
        look_up(a, a_code.data() + offset, b, b_code.data() + offset, n, out.data() + offset);
        return bits_of_all(out);
      });
    }
}

}  // namespace

void hold_sums(Holding& holding) {
  hold_sums_of<std::uint8_t>(holding, "8 bits");
  hold_sums_of<std::uint16_t>(holding, "16 bits");
  hold_sums_of<std::uint32_t>(holding, "32 bits");
  hold_sums_of<std::uint64_t>(holding, "64 bits");
  hold_sums_of<float>(holding, "floats");
  hold_parts(holding);
  hold_look_ups(holding);
}

}  // namespace tilscape::testing
