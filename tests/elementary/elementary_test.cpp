// Elementary functions against the 64-bit mantissa of long double, in units of the last place of a double.
#include "core/base/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "tests/catch.hpp"

namespace {

namespace elementary = tilscape::elementary;
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest_normal = std::numeric_limits<double>::min();
constexpr double greatest = std::numeric_limits<double>::max();
constexpr int samples = 400'000;

/// Distance in ulps of `exact`, for normal results.
double ulps_between(double value, long double exact) {
  int exponent;
  std::frexp(exact, &exponent);
  return static_cast<double>(std::fabs(value - exact) / std::ldexp(1.0L, exponent - 53));
}

/// The greatest error of `ours` against `theirs` over arguments that `draw` returns.
template <class Ours, class Theirs, class Draw>
double worst_error(const Ours& ours, const Theirs& theirs, const Draw& draw) {
  double worst = 0;
  for (int k = 0; k < samples; ++k) {
    const double x = draw();
    const long double exact = theirs(static_cast<long double>(x));
    if (std::fabs(exact) < smallest_normal || std::fabs(exact) > greatest) continue;
    worst = std::max(worst, ulps_between(ours(x), exact));
  }
  return worst;
}

class Uniform {
 public:
  Uniform(double low, double high) : between_(low, high) {}
  double operator()() const { return between_(random_); }

 private:
  mutable std::mt19937_64 random_{7};
  mutable std::uniform_real_distribution<double> between_;
};

double our_exp(double x) {
  return elementary::exp(x);
}
double our_expm1(double x) {
  return elementary::expm1(x);
}
double our_log(double x) {
  return elementary::log(x);
}
long double exact_exp(long double x) {
  return std::exp(x);
}
long double exact_expm1(long double x) {
  return std::expm1(x);
}
long double exact_log(long double x) {
  return std::log(x);
}

TEST_CASE("exp is within 2 ulp over its whole range", "[elementary]") {
  CHECK(worst_error(our_exp, exact_exp, Uniform(-708.3, 709.78)) <= 2);
  CHECK(worst_error(our_exp, exact_exp, Uniform(-1, 1)) <= 2);
  CHECK(worst_error(our_exp, exact_exp, Uniform(-1e-8, 1e-8)) <= 2);
}

TEST_CASE("expm1 is within 2 ulp, near 0 as well", "[elementary]") {
  CHECK(worst_error(our_expm1, exact_expm1, Uniform(-50, 50)) <= 2);
  CHECK(worst_error(our_expm1, exact_expm1, Uniform(-1.5, 1.5)) <= 2);
  CHECK(worst_error(our_expm1, exact_expm1, Uniform(-1e-9, 1e-9)) <= 2);
  CHECK(elementary::expm1(1e-300) == 1e-300);
  CHECK(elementary::expm1(-inf) == -1);
  CHECK(elementary::expm1(inf) == inf);
  CHECK(std::isnan(elementary::expm1(nan)));
  CHECK(std::signbit(elementary::expm1(-0.0)));
}

TEST_CASE("log is within 2 ulp over its whole range", "[elementary]") {
  const Uniform exponent(-1022, 1024), near_one(0.7, 1.5), close(1 - 1e-6, 1 + 1e-6);
  CHECK(worst_error(our_log, exact_log, [&] { return std::exp2(exponent()); }) <= 2);
  CHECK(worst_error(our_log, exact_log, near_one) <= 2);
  CHECK(worst_error(our_log, exact_log, close) <= 2);
  CHECK(worst_error(our_log, exact_log, [&] { return 1e-310 * near_one(); }) <= 2);  // subnormal arguments
}

/// Arguments of pow with results over the whole range.
double worst_pow_error(double log_range, double result_range) {
  const Uniform logarithm(-log_range, log_range), result(-result_range, result_range);
  double worst = 0;
  for (int k = 0; k < samples; ++k) {
    const double x = std::exp(logarithm());
    const double y = result() / std::log(x);
    const long double exact = std::pow(static_cast<long double>(x), static_cast<long double>(y));
    if (!(exact > smallest_normal && exact < greatest)) continue;
    worst = std::max(worst, ulps_between(elementary::pow(x, y), exact));
  }
  return worst;
}

TEST_CASE("pow is within 2 ulp over its whole range", "[elementary]") {
  CHECK(worst_pow_error(700, 708) <= 2);
  CHECK(worst_pow_error(5, 708) <= 2);
  CHECK(worst_pow_error(1e-3, 708) <= 2);
  CHECK(worst_pow_error(3, 10) <= 2);
  CHECK(worst_pow_error(1e-12, 1) <= 2);
}

TEST_CASE("exp and log at the ends of their ranges", "[elementary]") {
  CHECK(elementary::exp(0.0) == 1);
  CHECK(elementary::exp(-0.0) == 1);
  CHECK(elementary::exp(inf) == inf);
  CHECK(elementary::exp(-inf) == 0);
  CHECK(elementary::exp(1e300) == inf);
  CHECK(elementary::exp(-1e300) == 0);
  CHECK(std::isnan(elementary::exp(nan)));
  CHECK(std::isfinite(elementary::exp(709.78)));
  CHECK(elementary::exp(709.79) == inf);
  CHECK(elementary::exp(-708.39) >= smallest_normal);
  CHECK(elementary::exp(-708.45) == 0);  // would be subnormal
  CHECK(elementary::log(1.0) == 0);
  CHECK(elementary::log(0.0) == -inf);
  CHECK(elementary::log(-0.0) == -inf);
  CHECK(elementary::log(inf) == inf);
  CHECK(std::isnan(elementary::log(-1.0)));
  CHECK(std::isnan(elementary::log(-inf)));
  CHECK(std::isnan(elementary::log(nan)));
}

TEST_CASE("pow has the special cases of the C library", "[elementary]") {
  const double values[] = {0.0,  -0.0, 1,   -1,   0.5, -0.5, 2,    -2,    3,    -3,     0.3,
                           1e17, 7.5,  inf, -inf, nan, 1e9,  -1e9, -1e17, 1e-9, 5e-324, -7.5};
  for (const double x : values)
    for (const double y : values) {
      const double expected = std::pow(x, y), value = elementary::pow(x, y);
      INFO("pow(" << x << ", " << y << ") = " << value << ", expected " << expected);
      if (std::isnan(expected)) {
        CHECK(std::isnan(value));
      } else if (std::fpclassify(expected) == FP_SUBNORMAL) {
        CHECK(value == 0);
      } else if (std::isinf(expected) || expected == 0) {
        // The sign of a zero or infinity with an infinite exponent is not ours to keep: y = ±∞ is even.
        CHECK(value == expected);
        CHECK(std::signbit(value) == std::signbit(expected));
      } else {
        CHECK(ulps_between(value, std::pow(static_cast<long double>(x), static_cast<long double>(y))) <= 2);
      }
    }
}

TEST_CASE("powers of two and small integer powers are exact", "[elementary]") {
  for (int k = -1022; k <= 1023; ++k)
    CHECK(elementary::pow(2.0, static_cast<double>(k)) == std::ldexp(1.0, k));
  for (int base = 1; base <= 20; ++base)
    CHECK(elementary::pow(double(base), 3.0) == double(base) * base * base);
}

TEST_CASE("single precision is within one ulp of its own", "[elementary]") {
  const Uniform argument(-80, 80);
  for (int k = 0; k < 10'000; ++k) {
    const auto x = static_cast<float>(argument());
    CHECK(elementary::exp(x) == Approx(std::exp(static_cast<double>(x))).epsilon(1.2e-7));
    const float positive = elementary::exp(x);
    CHECK(elementary::log(positive) == Approx(std::log(static_cast<double>(positive))).epsilon(1.2e-7));
    CHECK(elementary::pow(positive, 0.5f) ==
          Approx(std::sqrt(static_cast<double>(positive))).epsilon(1.2e-7));
  }
}

}  // namespace
