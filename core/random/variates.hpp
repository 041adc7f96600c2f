// Random counts of known laws from draws keyed by what they are drawn for: the same on every machine, because
// they are built from Philox, + − × ÷ and core/base/elementary.hpp alone. For results that are read off a
// run; rules of the model draw from chances (core/random/random.hpp).
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/elementary.hpp"
#include "core/random/philox.hpp"

namespace tilscape {

/// Uniform numbers of one thing, which a key and two numbers name: one after the other.
class UniformStream {
 public:
  UniformStream(std::uint64_t key, std::uint64_t id, std::uint32_t part) : key_(key), id_(id), part_(part) {}

  /// In (0, 1), on the grid of odd multiples of 2⁻⁵³.
  double next() {
    const RandomWords w =
        philox4x32_10(static_cast<std::uint32_t>(id_), static_cast<std::uint32_t>(id_ >> 32), part_, drawn_++,
                      static_cast<std::uint32_t>(key_), static_cast<std::uint32_t>(key_ >> 32));
    const std::uint64_t bits = (std::uint64_t{w[0]} << 32 | w[1]) >> 12;  // 52
    return (static_cast<double>(bits) + 0.5) / 4503599627370496.0;
  }

 private:
  std::uint64_t key_, id_;
  std::uint32_t part_, drawn_ = 0;
};

namespace variates {

/// Inverse of a distribution function, term by term from 0 on; never above `most`.
/// @param first  P(0);  ratio(k)  P(k) / P(k − 1)
template <class Ratio>
std::uint32_t inverse(double u, double first, std::uint32_t most, const Ratio& ratio) {
  double term = first;
  std::uint32_t k = 0;
  while (u > term && k < most) {
    u -= term;
    term *= ratio(++k);
  }
  return k;
}

}  // namespace variates

/// Successes in n trials of chance p. A sum over pieces of at most 512 trials, for which no P(0) underflows.
/// @param p  0–1. Test: tests/core/variates_test.cpp
inline std::uint32_t binomial(std::uint32_t n, double p, UniformStream& draws) {
  if (p > 0.5) return n - binomial(n, 1 - p, draws);
  if (p <= 0) return 0;
  constexpr std::uint32_t piece = 512;
  const double odds = p / (1 - p);
  std::uint32_t successes = 0;
  for (std::uint32_t left = n; left > 0; left -= std::min(left, piece)) {
    const std::uint32_t trials = std::min(left, piece);
    successes += variates::inverse(
        draws.next(), elementary::pow(1 - p, trials), trials,
        [&](std::uint32_t k) { return odds * static_cast<double>(trials - k + 1) / static_cast<double>(k); });
  }
  return successes;
}

/// Events of a mean. A sum over pieces of a mean of at most 64. Test: tests/core/variates_test.cpp
inline std::uint32_t poisson(double mean, UniformStream& draws) {
  constexpr double piece = 64;
  constexpr std::uint32_t most = 1000;  // of one piece: P(more) is below 1e−300
  std::uint32_t events = 0;
  for (double left = mean; left > 0; left -= piece) {
    const double part = std::min(left, piece);
    events += variates::inverse(draws.next(), elementary::exp(-part), most,
                                [&](std::uint32_t k) { return part / static_cast<double>(k); });
  }
  return events;
}

}  // namespace tilscape
