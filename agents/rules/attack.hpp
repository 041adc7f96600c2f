// The clock of a cell that attacks, CD8 T cell or NK cell: when within an update it recognises, hits and lets
// go. An engagement lasts until the step `until`; after it the cell rests, and `until` says until when. So
// kills per cell do not depend on the period of surveillance, as long as one update holds one engagement.
// Test: tests/agents/attack_test.cpp, tests/validation/killing_period_test.cpp
#pragma once

#include <cstdint>

#include "agents/parameters/rule_parameters.hpp"

namespace tilscape {

/// Base steps of the update that ends at `now` in which a cell searched: since it was free, or all of them.
TILSCAPE_HD inline std::uint32_t steps_searched(const AttackPace& pace, std::uint32_t now,
                                                std::uint32_t until) {
  if (now <= until) return 0;
  return now - until < pace.period_steps ? now - until : pace.period_steps;
}

/// Recognitions that are expected in them. @param drive  0–1, what the cell looked at shows of all it can
TILSCAPE_HD inline float expected_recognitions(const AttackPace& pace, std::uint32_t steps, float drive) {
  return pace.recognitions * static_cast<float>(steps) * drive;
}

/// End of an engagement by itself that began in these steps: with the first recognition of so many expected,
/// of which `word` has told that there was one.
/// @param rounds  a word that decides nothing else
TILSCAPE_HD inline std::uint32_t end_of_engagement(const AttackPace& pace, std::uint32_t now,
                                                   std::uint32_t steps, float expected, std::uint32_t word,
                                                   std::uint32_t rounds) {
  // The time of the first event, in mean intervals, is −ln(1 − word): below `expected`, since there was one.
  const double waited = -elementary::log(1 - (static_cast<double>(word) + 0.5) * (1.0 / 4294967296.0));
  const double share_left = 1 - waited / static_cast<double>(expected);
  const double left = share_left > 0 ? share_left * static_cast<double>(steps) : 0;
  return now - rounded_by_chance(left, rounds) + pace.engagement_steps;
}

/// Base steps of the update that ends at `now` in which a cell was engaged whose engagement ends at `until`.
TILSCAPE_HD inline std::uint32_t steps_engaged(const AttackPace& pace, std::uint32_t now,
                                               std::uint32_t until) {
  const std::uint32_t period = pace.period_steps < now ? pace.period_steps : now;
  const std::uint32_t since_update = now - period;
  const std::uint32_t began = until > pace.engagement_steps ? until - pace.engagement_steps : 0;
  const std::uint32_t from = began > since_update ? began : since_update, to = until < now ? until : now;
  return to > from ? to - from : 0;
}

/// Hits landed in so many steps. @param left  share of them that brakes leave, 0–1
TILSCAPE_HD inline std::uint8_t hits_landed(const AttackPace& pace, std::uint32_t steps, float left,
                                            std::uint32_t word, std::uint32_t second_word) {
  constexpr std::uint32_t most = 255;
  return static_cast<std::uint8_t>(
      number_at_rate(pace.hits * static_cast<float>(steps) * left, most, word, second_word));
}

/// When an engagement ended whose target died of the `lethal`-th of n hits that fell anywhere in the steps of
/// this update in which it lasted: on average lethal / (n + 1) of them had passed.
TILSCAPE_HD inline std::uint32_t step_of_kill(const AttackPace& pace, std::uint32_t now, std::uint32_t until,
                                              std::uint32_t lethal, std::uint32_t n, std::uint32_t word) {
  const double share_left = 1 - static_cast<double>(lethal) / static_cast<double>(n + 1);
  const double left = share_left * static_cast<double>(steps_engaged(pace, now, until));
  return (until < now ? until : now) - rounded_by_chance(left, word);
}

}  // namespace tilscape
