// Draws keyed by place and time, chances held as integer thresholds, and choices among a few.
// A rule never owns a generator: it is handed the words that decide.
#pragma once

#include <cstdint>

#include "core/base/elementary.hpp"
#include "core/base/types.hpp"
#include "core/random/philox.hpp"

namespace tilscape {

/// What one pass may draw from: the key of each replicate, the step, the purpose and the layer. Every draw is
/// a pure function of (seed, replicate, step, local site, layer, purpose, draw); purposes are named in one
/// file, agents/kinds/purposes.hpp.
struct Draws {
  const std::uint64_t* replicate_keys = nullptr;  // [replicate], from replicate_key()
  Step step{0};
  std::uint32_t purpose = 0;
  std::uint32_t layer = 0;  // below 32

  /// @param draw  counts the calls a pass makes at one site; call k gives words 4k … 4k+3
  TILSCAPE_HD RandomWords at(LocalSite site, std::uint32_t replicate, std::uint32_t draw = 0) const {
    const std::uint64_t key = replicate_keys[replicate];
    return philox4x32_10(site.value, step.value | (layer << 27), purpose, draw,
                         static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32));
  }
};

/// The Philox key of one replicate. Replicate r of a run with seed s draws what it would draw alone.
constexpr std::uint64_t replicate_key(std::uint64_t seed, std::uint32_t replicate) {
  return mix64(mix64(seed) + replicate);
}

/// A chance as an integer threshold. Down to 1e-6 one word is compared with a threshold in [0, 2³²], so that
/// p = 1 is exact; below that two words are, so that rare mutations are exact to 2⁻⁶⁴.
struct Chance {
  std::uint64_t threshold = 0;
  bool rare = false;

  TILSCAPE_HD bool is_certain() const { return !rare && threshold > 0xffffffffu; }
  TILSCAPE_HD bool happens(std::uint32_t word, std::uint32_t second_word) const {
    const std::uint64_t draw = rare ? (std::uint64_t{word} << 32) | second_word : word;
    return draw < threshold;
  }
  /// No first word above this one lets it happen; this one does, unless the chance is 0.
  TILSCAPE_HD std::uint32_t last_word() const {
    if (threshold == 0) return 0;
    return static_cast<std::uint32_t>(rare ? threshold >> 32 : threshold - 1);
  }
};

/// @param p  probability; below 0 counts as 0, above 1 as 1 (the schema has refused both before)
constexpr Chance chance_of(double p) {
  if (!(p > 0)) return {0, false};
  if (p >= 1) return {std::uint64_t{1} << 32, false};
  if (p >= 1e-6) return {static_cast<std::uint64_t>(p * 4294967296.0 + 0.5), false};
  return {static_cast<std::uint64_t>(p * 18446744073709551616.0), true};
}

/// The same for a chance that a rule computed (a base chance × a factor of the cell's surroundings).
/// @param p  at least 0; values above 1 count as 1
TILSCAPE_HD inline bool happens(double p, std::uint32_t word, std::uint32_t second_word) {
  if (p >= 1e-6) return static_cast<double>(word) < p * 4294967296.0;
  const double draw = static_cast<double>(word) + static_cast<double>(second_word) * (1.0 / 4294967296.0);
  return draw < p * 4294967296.0;
}

/// Chance that something of which so many are expected happens at all (Poisson).
TILSCAPE_HD inline double chance_of_any(float expected) {
  return -elementary::expm1(-static_cast<double>(expected));
}

/// Does something of which so many are expected in an update happen in it? Whatever drives or hinders it
/// scales its rate, and so `expected`: a chance that is scaled after 1 − exp(−rate · period) saturates too
/// early. What happens at one rate happens at every greater one. Most are done without the exponential.
/// Test: tests/core/random_test.cpp
TILSCAPE_HD inline bool happens_at_rate(float expected, std::uint32_t word, std::uint32_t second_word) {
  return happens(static_cast<double>(expected), word, second_word) &&  // 1 − exp(−x) ≤ x
         happens(chance_of_any(expected), word, second_word);
}

/// How many of them, from the same words: above 0 where happens_at_rate() says so; never more than `most`.
/// Test: tests/core/random_test.cpp
TILSCAPE_HD inline std::uint32_t number_at_rate(float expected, std::uint32_t most, std::uint32_t word,
                                                std::uint32_t second_word) {
  if (!happens_at_rate(expected, word, second_word)) return 0;
  const double x = static_cast<double>(expected);
  double left = (static_cast<double>(word) + static_cast<double>(second_word) * (1.0 / 4294967296.0)) *
                (1.0 / 4294967296.0);
  double term = x * elementary::exp(-x);
  std::uint32_t n = 1;
  while (left >= term && n < most) {
    left -= term;
    term *= x / static_cast<double>(++n);
  }
  return n;
}

/// The nearest whole number below or above, so that the mean is kept.
/// @param x  0 or more, below 2³²
TILSCAPE_HD inline std::uint32_t rounded_by_chance(double x, std::uint32_t word) {
  return static_cast<std::uint32_t>(x + static_cast<double>(word) * (1.0 / 4294967296.0));
}

/// No first word above this one lets something of this chance, or of a smaller one, happen. Test:
/// tests/core/random_test.cpp
inline std::uint32_t last_word_of(float p) {
  const double threshold = static_cast<double>(p) * 4294967296.0;
  return threshold < 4294967295.0 ? static_cast<std::uint32_t>(threshold) : 0xffffffffu;
}

/// One of n with equal chance, n ≥ 1; the bias is below n / 2³².
TILSCAPE_HD inline std::uint32_t one_of(std::uint32_t n, std::uint32_t word) {
  return static_cast<std::uint32_t>((std::uint64_t{n} * word) >> 32);
}

}  // namespace tilscape
