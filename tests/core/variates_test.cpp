// Counts have the probabilities of their laws, and nothing but their name decides them.
#include "core/random/variates.hpp"

#include <cmath>
#include <vector>

#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// Chi-square of counts against probabilities, cells with fewer than 20 expected put together; with its
/// degrees of freedom.
void check_law(const std::vector<double>& found, const std::vector<double>& probability, double samples) {
  double chi2 = 0, rest_found = samples, rest_expected = samples;
  int cells = 0;
  for (std::size_t k = 0; k < probability.size(); ++k) {
    const double expected = samples * probability[k];
    if (expected < 20) continue;
    chi2 += (found[k] - expected) * (found[k] - expected) / expected;
    rest_found -= found[k], rest_expected -= expected;
    ++cells;
  }
  if (rest_expected > 1) chi2 += (rest_found - rest_expected) * (rest_found - rest_expected) / rest_expected;
  INFO("chi-square " << chi2 << " of " << cells << " degrees of freedom");
  REQUIRE(cells > 1);
  CHECK(chi2 < cells + 5 * std::sqrt(2.0 * cells) + 5);
  CHECK(chi2 > cells - 5 * std::sqrt(2.0 * cells));
}

double log_choose(double n, double k) {
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

template <class Draw>
std::vector<double> histogram(std::size_t size, std::uint32_t samples, const Draw& draw) {
  std::vector<double> found(size, 0);
  for (std::uint32_t k = 0; k < samples; ++k) {
    UniformStream draws(17, k, 3);
    found.at(draw(draws)) += 1;
  }
  return found;
}

}  // namespace

TEST_CASE("Binomial counts have the chances of their law", "[core][variates]") {
  constexpr std::uint32_t samples = 40000;
  for (const std::uint32_t n : {1u, 30u, 512u, 513u, 1300u})
    for (const double p : {0.003, 0.2, 0.5, 0.93}) {
      INFO("n " << n << ", p " << p);
      std::vector<double> law(n + 1);
      for (std::uint32_t k = 0; k <= n; ++k)
        law[k] = std::exp(log_choose(n, k) + k * std::log(p) + (n - k) * std::log1p(-p));
      check_law(histogram(n + 1, samples, [&](UniformStream& draws) { return binomial(n, p, draws); }), law,
                samples);
    }
  UniformStream draws(1, 1, 1);
  CHECK(binomial(0, 0.5, draws) == 0);
  CHECK(binomial(1000, 0, draws) == 0);
  CHECK(binomial(1000, 1, draws) == 1000);
}

TEST_CASE("Poisson counts have the chances of their law", "[core][variates]") {
  constexpr std::uint32_t samples = 40000;
  for (const double mean : {0.4, 7.5, 64.0, 100.0, 250.0}) {
    INFO("mean " << mean);
    std::vector<double> law(2000);
    for (std::size_t k = 0; k < law.size(); ++k)
      law[k] =
          std::exp(static_cast<double>(k) * std::log(mean) - mean - std::lgamma(static_cast<double>(k) + 1));
    check_law(histogram(law.size(), samples, [&](UniformStream& draws) { return poisson(mean, draws); }), law,
              samples);
  }
}

TEST_CASE("A stream is named by its key, id and part", "[core][variates]") {
  const auto first = [](std::uint64_t key, std::uint64_t id, std::uint32_t part) {
    return UniformStream(key, id, part).next();
  };
  const double here = first(1, 2, 3);
  CHECK(first(1, 2, 3) == here);
  CHECK(first(1ull << 40, 2, 3) != here);
  CHECK(first(1, 2 + (1ull << 40), 3) != here);
  CHECK(first(1, 2, 4) != here);
  CHECK(here > 0);
  CHECK(here < 1);
}
