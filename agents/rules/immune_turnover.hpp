// Which CD8 T cells divide, and which immune cells an antibody depletes.
#pragma once

#include <cstdint>

#include "agents/parameters/body_levels.hpp"
#include "agents/parameters/rule_parameters.hpp"

namespace tilscape {

/// Does an antibody to CTLA-4 deplete this cell in an update? Regulatory T cells alone.
/// Source: QSPIO-TNBC, 0.1 per day.
TILSCAPE_HD inline bool is_depleted(const BodyLevels& body, Immune state, std::uint32_t word,
                                    std::uint32_t second_word) {
  return state == Immune::treg && happens(body.treg_depletion_chance, word, second_word);
}

/// May this cell divide now? CD8 T cells alone, only after recognition, a limited number of times, some hours
/// apart. A progenitor-exhausted one renews itself: it is not limited, and its divisions do not count.
TILSCAPE_HD inline bool may_divide(const ImmuneTurnoverRules& r, Immune state, std::uint32_t step,
                                   std::uint32_t recognised, std::uint32_t divided, std::uint32_t divisions) {
  return is_cd8(state) && state != Immune::cd8_exhausted && recognised > 0 &&
         step - recognised <= r.division_window_steps &&
         (divisions < r.max_divisions || state == Immune::cd8_progenitor_exhausted) &&
         step - divided >= r.division_interval_steps;
}

}  // namespace tilscape
