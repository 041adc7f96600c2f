// exp, expm1, log and pow from additions, multiplications and divisions alone, so that they give the same
// bits on every machine and on a GPU, where the C library's do not. Everything that can influence a
// simulation calls these. Errors stay below 2 ulp (tests/elementary/elementary_test.cpp). Results below the
// smallest normal number are 0.
#pragma once

#include <cstdint>
#include <limits>

#include "core/base/bits.hpp"
#include "core/base/host_device.hpp"

namespace tilscape::elementary {

namespace detail {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
inline constexpr double smallest_normal = std::numeric_limits<double>::min();
inline constexpr double one_over_ln2 = 0x1.71547652b82fep+0;
// ln 2 in two parts, the first with 32 bits: its product with any exponent is exact.
inline constexpr double ln2_high = 0x1.62e42feep-1;
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;

TILSCAPE_HD inline std::uint64_t bits(double x) {
  return bit_cast<std::uint64_t>(x);
}
TILSCAPE_HD inline double from_bits(std::uint64_t b) {
  return bit_cast<double>(b);
}
/// 2^k for −1022 ≤ k ≤ 1023.
TILSCAPE_HD inline double power_of_two(int k) {
  return from_bits(static_cast<std::uint64_t>(k + 1023) << 52);
}
TILSCAPE_HD inline double magnitude(double x) {
  return from_bits(bits(x) & 0x7fffffffffffffffu);
}
/// The nearest integer, for |x| < 2⁵¹ (round to nearest, halves to even).
TILSCAPE_HD inline double nearest_integer(double x) {
  return (x + 0x1.8p52) - 0x1.8p52;
}

/// An unevaluated sum high + low with |low| at most half an ulp of high: about 106 bits.
struct Pair {
  double high, low;
};
/// a + b exactly.
TILSCAPE_HD inline Pair exact_sum(double a, double b) {
  const double sum = a + b;
  const double b_in_sum = sum - a;
  return {sum, (a - (sum - b_in_sum)) + (b - b_in_sum)};
}
/// a·b exactly (Dekker 1971, doi:10.1007/BF01397083), for factors below 2⁹⁹⁵.
TILSCAPE_HD inline Pair exact_product(double a, double b) {
  constexpr double splitter = 0x1p27 + 1;
  const double a_high = splitter * a - (splitter * a - a), a_low = a - a_high;
  const double b_high = splitter * b - (splitter * b - b), b_low = b - b_high;
  const double product = a * b;
  return {product, a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)};
}
TILSCAPE_HD inline Pair sum(Pair a, Pair b) {
  const Pair s = exact_sum(a.high, b.high);
  return exact_sum(s.high, s.low + (a.low + b.low));
}
TILSCAPE_HD inline Pair product(Pair a, Pair b) {
  const Pair p = exact_product(a.high, b.high);
  return exact_sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}
TILSCAPE_HD inline Pair quotient(Pair a, Pair b) {
  const double q = a.high / b.high;
  const Pair back = product({q, 0}, b);
  const double rest = ((a.high - back.high) - back.low) + a.low;
  return exact_sum(q, rest / b.high);
}

/// eʳ − 1 − r for |r| ≤ ln 2 / 2: the exponential series, whose first term left out is below 2⁻⁵⁸ of eʳ.
TILSCAPE_HD inline double exp_tail(double r) {
  double series = 1.0 / 6227020800.0;  // 1/13!
  constexpr double inverse_factorials[] = {1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880,
                                           1.0 / 40320,     1.0 / 5040,     1.0 / 720,     1.0 / 120,
                                           1.0 / 24,        1.0 / 6};
  for (const double term : inverse_factorials) series = term + r * series;
  return r * r * (0.5 + r * series);
}

/// x = k·ln 2 + r with |r| ≤ ln 2 / 2; the part of r that one double cannot hold is in r.low.
struct Reduced {
  int k;
  Pair r;
};
TILSCAPE_HD inline Reduced reduce(double x, double x_low) {
  const double k = nearest_integer(x * one_over_ln2);
  return {static_cast<int>(k), exact_sum(x - k * ln2_high, x_low - k * ln2_low)};
}

/// e^(x + x_low) for any x that is not NaN, |x_low| at most an ulp of x.
TILSCAPE_HD inline double exp_of_pair(double x, double x_low) {
  if (x > 709.8) return infinity;
  if (x < -708.5) return 0;
  const Reduced reduced = reduce(x, x_low);
  const double r = reduced.r.high;
  const double value = 1 + (r + (exp_tail(r) + reduced.r.low * (1 + r)));
  // In two factors, because 2^k alone may overflow or underflow where the result does not.
  const int half = reduced.k / 2;
  const double result = value * power_of_two(half) * power_of_two(reduced.k - half);
  return result < smallest_normal ? 0 : result;
}

/// A positive, finite x as m·2^k with √½ ≤ m < √2.
struct Scaled {
  double m;
  int k;
};
TILSCAPE_HD inline Scaled split(double x) {
  const int shift = x < smallest_normal ? 54 : 0;  // subnormal numbers are made normal first
  const std::uint64_t b = bits(shift ? x * 0x1p54 : x);
  Scaled s{from_bits((b & 0x000fffffffffffffu) | 0x3ff0000000000000u),
           static_cast<int>(b >> 52) - 1023 - shift};
  if (s.m > 0x1.6a09e667f3bcdp+0) s.m *= 0.5, ++s.k;
  return s;
}

/// Σ z^j/(2j + 5) over j ≥ 0, which is what artanh s = s + s³·(1/3 + z·Σ) needs, for z = s² ≤ 0.0295.
TILSCAPE_HD inline double artanh_series(double z) {
  double series = 0;
  for (int divisor = 25; divisor >= 5; divisor -= 2) series = 1.0 / divisor + z * series;
  return series;
}

/// ln x in about 70 bits, for positive, finite x: k·ln 2 + 2·artanh((m − 1)/(m + 1)).
TILSCAPE_HD inline Pair log_pair(double x) {
  const Scaled scaled = split(x);
  const Pair s = quotient({scaled.m - 1, 0}, exact_sum(scaled.m, 1));
  const Pair z = product(s, s);
  const Pair third{0x1.5555555555555p-2, 0x1.5555555555555p-56};
  const Pair bracket = sum(third, {z.high * artanh_series(z.high), 0});
  const Pair artanh = sum(s, product(product(s, z), bracket));
  const double k = scaled.k;
  const Pair whole = sum({k * ln2_high, 0}, exact_product(k, ln2_low));
  return sum(whole, {2 * artanh.high, 2 * artanh.low});
}

TILSCAPE_HD inline bool is_nan(double x) {
  return x != x;
}
TILSCAPE_HD inline bool is_integer(double y) {
  return magnitude(y) >= 0x1p52 || nearest_integer(y) == y;
}
TILSCAPE_HD inline bool is_odd_integer(double y) {
  return magnitude(y) < 0x1p53 && is_integer(y) && !is_integer(0.5 * y);
}

}  // namespace detail

/// eˣ. exp(−∞) = 0, exp(∞) = ∞; 0 below x = −708.4, where the result would be subnormal.
TILSCAPE_HD inline double exp(double x) {
  return detail::is_nan(x) ? x : detail::exp_of_pair(x, 0);
}

/// eˣ − 1, accurate near 0 too: −expm1(−rate·period) is the chance of an event.
TILSCAPE_HD inline double expm1(double x) {
  if (detail::is_nan(x) || x == 0) return x;
  if (x < -40) return -1;
  if (x > 40) return detail::exp_of_pair(x, 0);
  const detail::Reduced reduced = detail::reduce(x, 0);
  const double r = reduced.r.high;
  const double tail = detail::exp_tail(r) + reduced.r.low * (1 + r);
  if (reduced.k == 0) return r + tail;
  const double scale = detail::power_of_two(reduced.k);
  // 2^k·(1 + r + tail) − 1, small terms first.
  const detail::Pair whole = detail::exact_sum(scale - 1, scale * r);
  return whole.high + (whole.low + scale * tail);
}

/// Natural logarithm. log(0) = −∞, log of a negative number is NaN.
TILSCAPE_HD inline double log(double x) {
  if (detail::is_nan(x) || x < 0) return detail::not_a_number;
  if (x == 0) return -detail::infinity;
  if (x == detail::infinity) return x;
  const detail::Pair result = detail::log_pair(x);
  return result.high + result.low;
}

/// x^y with the special cases of IEEE 754: pow(x, 0) = 1 and pow(1, y) = 1 for every x and y; NaN for a
/// negative x and a y that is no integer. Results that would be subnormal are 0.
TILSCAPE_HD inline double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (detail::is_nan(x) || detail::is_nan(y)) return detail::not_a_number;
  const double base = detail::magnitude(x);
  const bool negative = (detail::bits(x) >> 63) && detail::is_odd_integer(y);
  const double sign = negative ? -1.0 : 1.0;
  if (detail::magnitude(y) == detail::infinity) {
    if (base == 1) return 1;
    return (base > 1) == (y > 0) ? detail::infinity : 0;
  }
  if (base == 0 || base == detail::infinity) return sign * ((base == 0) == (y > 0) ? 0 : detail::infinity);
  if (x < 0 && !detail::is_integer(y)) return detail::not_a_number;
  if (base == 1) return sign;
  const detail::Pair logarithm = detail::log_pair(base);
  const double estimate = y * logarithm.high;
  if (estimate > 710) return sign * detail::infinity;
  if (estimate < -710) return sign * 0.0;
  if (detail::magnitude(y) < 0x1p-500) return sign;  // too close to 1 to tell, and too small to be split
  const detail::Pair exponent = detail::product({y, 0}, logarithm);
  return sign * detail::exp_of_pair(exponent.high, exponent.low);
}

/// Single precision by way of double: correctly rounded but for rare ties.
TILSCAPE_HD inline float exp(float x) {
  return static_cast<float>(exp(static_cast<double>(x)));
}
TILSCAPE_HD inline float expm1(float x) {
  return static_cast<float>(expm1(static_cast<double>(x)));
}
TILSCAPE_HD inline float log(float x) {
  return static_cast<float>(log(static_cast<double>(x)));
}
TILSCAPE_HD inline float pow(float x, float y) {
  return static_cast<float>(pow(static_cast<double>(x), static_cast<double>(y)));
}

}  // namespace tilscape::elementary
