// Rates become chances, and laws of a level become tables, exactly once, here: p = 1 − exp(−rate · period of
// the phase). exp and pow are our own (core/base/elementary.hpp), because libm differs between machines.
#pragma once

#include <algorithm>
#include <limits>

#include "agents/parameters/rule_parameters.hpp"
#include "core/base/elementary.hpp"

namespace tilscape::laws {

inline constexpr double minutes_per_hour = 60, minutes_per_day = 1440;

/// Chance of at least one event of a Poisson process.
inline double event_chance(double rate_per_min, double period_min) {
  return -elementary::expm1(-rate_per_min * period_min);
}

/// Of x / (x + half), which is 0 at x = 0 however small the half is.
inline float half_of(double half) {
  return std::max(static_cast<float>(half), std::numeric_limits<float>::min());
}

template <class Law>
SaturationTable tabulate(double half, const Law& law) {
  SaturationTable table;
  table.half = half_of(half);
  for (int i = 0; i <= SaturationTable::intervals; ++i) {
    const double u = static_cast<double>(i) / SaturationTable::intervals;
    table.value[i] = static_cast<float>(law(u));
  }
  return table;
}

/// Hill law in u = x / (x + half): xⁿ / (xⁿ + halfⁿ) = uⁿ / (uⁿ + (1 − u)ⁿ).
inline double hill(double u, double n) {
  if (u <= 0) return 0;
  if (u >= 1) return 1;
  const double odds = elementary::pow((1 - u) / u, n);
  return 1 / (1 + odds);
}

}  // namespace tilscape::laws
