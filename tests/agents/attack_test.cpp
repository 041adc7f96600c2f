// The clock of an attacking cell within an update: what drives or brakes it scales a rate, an engagement
// begins when it was recognised and ends when its target died, and several hits fit into one update.
#include "agents/rules/attack.hpp"

#include <cmath>

#include "agents/parameters/derive.hpp"
#include "agents/rules/nk.hpp"
#include "agents/rules/surveillance.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t now = 1000;

/// Updates of 5 steps, engagements of 60, rests of 35; one recognition and one hit are expected per update.
constexpr AttackPace pace{0.2f, 0.2f, 5, 60, 35};

/// Mean of a function of a word over an even grid of words.
template <class Of>
double mean_over_words(const Of& of) {
  constexpr std::uint32_t words = 1 << 16;
  double sum = 0;
  for (std::uint32_t k = 0; k < words; ++k) sum += of(k * 65536u + 32768u);
  return sum / words;
}
constexpr double grid = 1.0 / (1 << 16);

double share_recognised(float shown) {
  const float expected = expected_recognitions(pace, steps_searched(pace, now, 0), shown);
  return mean_over_words([&](std::uint32_t word) { return happens_at_rate(expected, word, 0) ? 1 : 0; });
}

double share_hit(float left) {
  return mean_over_words([&](std::uint32_t word) { return hits_landed(pace, 5, left, word, 0) > 0 ? 1 : 0; });
}

}  // namespace

TEST_CASE("Whatever weakens recognition or hits scales their rate, not their chance", "[agents][attack]") {
  const double at_half = 1 - std::exp(-0.5);  // 0.393; half of the chance would be 0.316
  SurveillanceRules r = derive_rules(default_parameters().model, 1, 0).surveillance;
  r.antigenicity[5] = 1, r.antigenicity[6] = 0.5f;
  CHECK(share_recognised(antigen_shown(r, 5, 0.5f)) == Approx(at_half).margin(grid));
  CHECK(share_recognised(antigen_shown(r, 6, 1)) == Approx(at_half).margin(grid));
  NkRules nk{};
  nk.licensed_mhc1 = 1;
  CHECK(share_recognised(missing_self(nk, 0.5f, 0)) == Approx(at_half).margin(grid));
  const float braked = brake(r, BodyLevels{}, 1, 3);  // six complexes: half
  CHECK(share_hit(braked) == Approx(at_half).margin(2 * grid));
  CHECK(share_hit(0.25f) == Approx(1 - std::exp(-0.25)).margin(grid));  // two Tregs that take half each
  CHECK(share_hit(1) == Approx(1 - std::exp(-1.0)).margin(grid));
}

TEST_CASE("A cell searches from the end of its rest on", "[agents][attack]") {
  CHECK(steps_searched(pace, now, now + 1) == 0);
  CHECK(steps_searched(pace, now, now) == 0);
  CHECK(steps_searched(pace, now, now - 2) == 2);
  CHECK(steps_searched(pace, now, now - 5) == 5);
  CHECK(steps_searched(pace, now, 0) == 5);
}

TEST_CASE("An engagement begins when the cell was recognised", "[agents][attack]") {
  for (const float expected : {0.01f, 1.0f, 8.0f}) {
    const double certain = -std::expm1(-static_cast<double>(expected));
    // Steps left after the first of events at an even rate, given that there is one.
    const double waited = 1 / static_cast<double>(expected) - 1 / std::expm1(static_cast<double>(expected));
    const double left = mean_over_words([&](std::uint32_t k) {
      const auto word = static_cast<std::uint32_t>(k * certain);
      const std::uint32_t rounds = k * 2654435761u;  // spread over all words
      return static_cast<double>(now + 60 - end_of_engagement(pace, now, 5, expected, word, rounds));
    });
    INFO(expected << " expected");
    CHECK(left == Approx(5 * (1 - waited)).margin(0.01));  // the rounding has a standard error of 0.002
  }
  CHECK(end_of_engagement(pace, now, 5, 1e6f, 0, 0) == now - 4 + 60);  // at once
}

TEST_CASE("Steps of an engagement in an update leave out what came before and after it", "[agents][attack]") {
  CHECK(steps_engaged(pace, now, now + 30) == 5);      // began 30 steps ago
  CHECK(steps_engaged(pace, now, now - 3 + 60) == 3);  // began 3 steps ago
  CHECK(steps_engaged(pace, now, now - 2) == 3);       // ended 2 steps ago
  CHECK(steps_engaged(pace, now, now - 5) == 0);
  constexpr AttackPace brief{0.2f, 0.2f, 5, 2, 0};
  CHECK(steps_engaged(brief, now, now - 1) == 2);  // began and ended in this update
  CHECK(steps_engaged(pace, 5, 60) == 5);          // the first update of a run
}

TEST_CASE("A kill is dated by which of the hits it was", "[agents][attack]") {
  const auto mean_end = [](std::uint32_t until, std::uint32_t lethal, std::uint32_t n) {
    return mean_over_words([&](std::uint32_t word) {
      return static_cast<double>(step_of_kill(pace, now, until, lethal, n, word));
    });
  };
  CHECK(mean_end(now + 30, 1, 1) == Approx(now - 2.5).margin(1e-3));
  CHECK(mean_end(now + 30, 3, 3) == Approx(now - 1.25).margin(1e-3));
  CHECK(mean_end(now + 30, 1, 4) == Approx(now - 4).margin(1e-3));
  CHECK(mean_end(now - 2, 1, 1) == Approx(now - 2 - 1.5).margin(1e-3));
}
