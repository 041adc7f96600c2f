// Kuznetsov 1994 (BIOMD0000000762), row 15 of the reproduced results: the integrator finds the model's three
// equilibria and falls to the right one from either side.
#include <cmath>
#include <vector>

#include "agents/body/integrate.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// Effector and tumour cells; per day.
void kuznetsov(const std::vector<double>& x, std::vector<double>& rate, double) {
  constexpr double s = 13000, p = 0.1245, g = 2.019e7, m = 3.422e-10, n = 1.101e-7, d = 0.0412, a = 0.18,
                   b = 2e-9;
  const double E = x[0], T = x[1];
  rate = {s + p * E * T / (g + T) - m * E * T - d * E, a * T * (1 - b * T) - n * E * T};
}

std::vector<double> after(std::vector<double> x, double days, double step = 0.02) {
  integrate_fixed_steps(kuznetsov, x, 0, step, static_cast<std::uint32_t>(days / step));
  return x;
}

}  // namespace

TEST_CASE("a small tumour becomes dormant, a large one escapes", "[validation][kuznetsov]") {
  for (const double tumour : {5e5, 5e6}) {
    const auto x = after({3.2e5, tumour}, 2000);
    CHECK(x[0] == Approx(1.608e6).epsilon(1e-3));
    CHECK(x[1] == Approx(8.19e6).epsilon(1e-3));
  }
  for (const double tumour : {1e8, 4e8}) {
    const auto x = after({3.2e5, tumour}, 2000);
    CHECK(x[0] == Approx(1.73e5).epsilon(3e-3));
    CHECK(x[1] == Approx(4.470e8).epsilon(1e-3));
  }
}

TEST_CASE("the equilibria are roots of the equations to 1e-6", "[validation][kuznetsov]") {
  // From the states that the runs settle in, and the saddle between them, found by bisection on a line
  // through it.
  for (const std::vector<double>& start : {std::vector<double>{3.2e5, 5e5}, {3.2e5, 4e8}}) {
    const auto x = after(start, 4000);
    std::vector<double> rate;
    kuznetsov(x, rate, 0);
    CHECK(std::abs(rate[0] / x[0]) < 1e-6);
    CHECK(std::abs(rate[1] / x[1]) < 1e-6);
  }
  const double on_saddle_E = 7.59e5;
  double low = 1e8, high = 4e8;
  for (int k = 0; k < 60; ++k) {
    const double middle = (low + high) / 2;
    (after({on_saddle_E, middle}, 800, 0.05)[1] < 5e7 ? low : high) = middle;
  }
  CHECK(low == Approx(2.68e8).epsilon(0.01));
}

TEST_CASE("the integrator is of fourth order", "[validation][kuznetsov]") {
  const double exact = after({3.2e5, 5e6}, 20, 1e-3)[1];
  const double coarse = std::abs(after({3.2e5, 5e6}, 20, 0.4)[1] - exact),
               fine = std::abs(after({3.2e5, 5e6}, 20, 0.2)[1] - exact);
  CHECK(std::log2(coarse / fine) == Approx(4).margin(0.3));
}
