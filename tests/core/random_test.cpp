// Random numbers: the published known answers of Philox, chances as thresholds, choices among a few.
#include "core/random/random.hpp"

#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "tests/catch.hpp"

namespace tilscape {

namespace {

void check_words(const RandomWords& got, std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  CHECK(got[0] == a);
  CHECK(got[1] == b);
  CHECK(got[2] == c);
  CHECK(got[3] == d);
}

/// Share of the words 0, stride, 2·stride, … for which a chance happens.
double share_of_words(const Chance& chance) {
  constexpr std::uint64_t stride = 4096;
  std::uint64_t hits = 0, n = 0;
  for (std::uint64_t word = 0; word < (std::uint64_t{1} << 32); word += stride, ++n)
    hits += chance.happens(static_cast<std::uint32_t>(word), 0);
  return static_cast<double>(hits) / static_cast<double>(n);
}

}  // namespace

// Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds.
TEST_CASE("Philox4x32-10 gives the three published known answers") {
  const std::uint32_t ones = 0xffffffffu;
  check_words(philox4x32_10(0, 0, 0, 0, 0, 0), 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  check_words(philox4x32_10(ones, ones, ones, ones, ones, ones), 0x408f276d, 0x41c83b0e, 0xa20bc7c6,
              0x6d5451fd);
  check_words(philox4x32_10(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0),
              0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
}

TEST_CASE(
    "draws put site, step and layer, purpose and number into the counter and the replicate into the key") {
  const std::uint64_t keys[] = {0x1111111122222222ull, 0x3333333344444444ull};
  const Draws draws{keys, Step{0x07654321}, 0x99, 1};
  const RandomWords got = draws.at(LocalSite{0xabcdef01}, 1, 5);
  const RandomWords expected =
      philox4x32_10(0xabcdef01, 0x07654321 | (1u << 27), 0x99, 5, 0x44444444, 0x33333333);
  check_words(got, expected[0], expected[1], expected[2], expected[3]);
}

TEST_CASE("no two draws share a counter: every part of the key changes the words") {
  const std::uint64_t keys[] = {replicate_key(1, 0), replicate_key(1, 1), replicate_key(2, 0)};
  std::set<std::tuple<std::uint32_t, std::uint32_t>> seen;
  std::size_t n = 0;
  for (std::uint32_t replicate = 0; replicate < 3; ++replicate)
    for (std::uint32_t step = 0; step < 3; ++step)
      for (std::uint32_t purpose = 0; purpose < 3; ++purpose)
        for (std::uint32_t layer = 0; layer < 2; ++layer)
          for (std::uint32_t site = 0; site < 3; ++site)
            for (std::uint32_t number = 0; number < 3; ++number, ++n) {
              const Draws draws{keys, Step{step}, purpose, layer};
              const RandomWords w = draws.at(LocalSite{site}, replicate, number);
              seen.insert({w[0], w[1]});
            }
  CHECK(seen.size() == n);
}

TEST_CASE("a certain chance always happens and an impossible one never does") {
  const std::uint32_t most = 0xffffffffu;
  for (const double p : {1.0, 1.5}) CHECK(chance_of(p).happens(most, most));
  for (const double p : {0.0, -1.0, std::nan("")}) CHECK_FALSE(chance_of(p).happens(0, 0));
  CHECK(chance_of(1).threshold == std::uint64_t{1} << 32);
}

TEST_CASE("a chance is the share of the words that make it happen") {
  for (const double p : {0.5, 0.25, 0.1, 0.9, 0.001})
    CHECK(std::abs(share_of_words(chance_of(p)) - p) <= 4096.0 / 4294967296.0);
  CHECK(chance_of(0.5).happens(0x7fffffffu, 0));
  CHECK_FALSE(chance_of(0.5).happens(0x80000000u, 0));
}

TEST_CASE("a chance below 1e-6 is compared with 64 bits") {
  CHECK_FALSE(chance_of(1e-6).rare);
  const double p = 3e-9;  // 12.88 of 2^32 first words
  const Chance chance = chance_of(p);
  CHECK(chance.rare);
  CHECK(std::abs(static_cast<double>(chance.threshold) / 18446744073709551616.0 - p) <=
        1 / 18446744073709551616.0);
  CHECK(chance.happens(12, 0));
  CHECK(chance.happens(12, static_cast<std::uint32_t>(0.88 * 4294967296.0)));
  CHECK_FALSE(chance.happens(12, static_cast<std::uint32_t>(0.89 * 4294967296.0)));
  CHECK_FALSE(chance.happens(13, 0));
}

TEST_CASE("a chance that a rule computed has the same borders") {
  const std::uint32_t most = 0xffffffffu;
  CHECK(happens(1.0f, most, most));
  CHECK(happens(2.0f, most, most));
  CHECK_FALSE(happens(0.0f, 0, 0));
  CHECK(happens(0.5f, 0x7fffffffu, most));
  CHECK_FALSE(happens(0.5f, 0x80000000u, 0));
  const float rare = 1.0f / 4294967296.0f * 2.5f;  // words 0 and 1 always, word 2 half the time
  CHECK(happens(rare, 1, most));
  CHECK(happens(rare, 2, 0x7fffffffu));
  CHECK_FALSE(happens(rare, 2, 0x80000000u));
  CHECK_FALSE(happens(rare, 3, 0));
}

TEST_CASE("no word above the last one lets an event happen") {
  for (const double p : {0.0, 1e-12, 3e-7, 1e-6, 0.3, 1.0}) {
    CAPTURE(p);
    const Chance chance = chance_of(p);
    const std::uint32_t last = chance.last_word();
    CHECK(chance.happens(last, 0) == (p > 0));
    if (last < 0xffffffffu) CHECK_FALSE(chance.happens(last + 1, 0));
  }
  for (const float p : {0.0f, 1e-12f, 3e-7f, 1e-6f, 0.3f, 1.0f, 2.0f}) {
    CAPTURE(p);
    const std::uint32_t last = last_word_of(p);
    CHECK(happens(p, last > 0 ? last - 1 : 0, 0) == (p > 0));
    if (last == 0xffffffffu) continue;
    CHECK_FALSE(happens(p, last + 1, 0));
    CHECK_FALSE(happens(p * 0.9f, last + 1, 0));
  }
}

TEST_CASE("one of n reaches every choice with an equal share of the words") {
  for (std::uint32_t n = 1; n <= 26; ++n) {
    CHECK(one_of(n, 0) == 0);
    CHECK(one_of(n, 0xffffffffu) == n - 1);
    for (std::uint32_t k = 1; k < n; ++k) {  // the first word of choice k is ceil(k · 2³² / n)
      const std::uint64_t first = ((std::uint64_t{k} << 32) + n - 1) / n;
      CHECK(one_of(n, static_cast<std::uint32_t>(first)) == k);
      CHECK(one_of(n, static_cast<std::uint32_t>(first - 1)) == k - 1);
    }
  }
}

TEST_CASE("mix64 is splitmix64's finaliser") {
  // The first outputs of splitmix64 seeded with 0 (Vigna's splitmix64.c).
  CHECK(mix64(0) == 0xe220a8397b1dcdafull);
  CHECK(mix64(0x9e3779b97f4a7c15ull) == 0x6e789e6aa1b965f4ull);
}

TEST_CASE("what happens at a rate happens with the chance 1 - exp(-expected)") {
  constexpr std::uint64_t stride = 65536;
  for (const float expected : {0.001f, 0.5f, 1.0f, 3.0f}) {
    std::uint64_t happened = 0;
    std::map<std::uint32_t, double> times;
    for (std::uint64_t word = stride / 2; word < (std::uint64_t{1} << 32); word += stride) {
      const auto w = static_cast<std::uint32_t>(word);
      const std::uint32_t n = number_at_rate(expected, 255, w, 0);
      happened += happens_at_rate(expected, w, 0);
      CHECK((n > 0) == happens_at_rate(expected, w, 0));
      times[n] += 1.0 / 65536;
    }
    const double x = static_cast<double>(expected), grid = 1.0 / 65536;
    CHECK(static_cast<double>(happened) * grid == Approx(1 - std::exp(-x)).margin(grid));
    double poisson = std::exp(-x);
    for (std::uint32_t n = 0; n < 8; poisson *= x / ++n) CHECK(times[n] == Approx(poisson).margin(2 * grid));
  }
}

TEST_CASE("rare things are told apart by the second word, and certain ones always happen") {
  const float rare = 1e-8f;  // 42.9 of 2^32 words
  CHECK(happens_at_rate(rare, 41, 0xffffffffu));
  CHECK(happens_at_rate(rare, 42, 0xe0000000u));
  CHECK_FALSE(happens_at_rate(rare, 42, 0xffffffffu));
  CHECK_FALSE(happens_at_rate(0, 0, 0));
  CHECK(happens_at_rate(1e9f, 0xffffffffu, 0xffffffffu));
  CHECK(number_at_rate(1e9f, 255, 0, 0) == 255);
}

TEST_CASE("rounding by chance keeps the mean") {
  double sum = 0;
  for (std::uint32_t k = 0; k < 1024; ++k) sum += rounded_by_chance(2.3, k * 4194304u);
  CHECK(sum / 1024 == Approx(2.3).margin(1e-3));
  CHECK(rounded_by_chance(3, 0xffffffffu) == 3);
}

}  // namespace tilscape
