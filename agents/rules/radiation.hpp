// A dose of radiation: what a cell feels of it at its oxygen, and whether it dies.
#pragma once

#include <cstdint>

#include "agents/kinds/cell_types.hpp"
#include "agents/parameters/body_levels.hpp"
#include "core/random/random.hpp"

namespace tilscape {

/// Share of a dose that a tumour cell feels at this oxygen, of what it would in plenty: 1/m without any,
/// half-way between at K mmHg. Oxygen fixes the damage of radicals: the enhancement ratio is
/// (m p + K) / (p + K).
/// Source: Alper & Howard-Flanders 1956, from memory. Test: tests/agents/treatment_test.cpp
TILSCAPE_HD inline float dose_felt(const RadiationDose& dose, float oxygen_mmHg) {
  const float m = dose.oxygen_enhancement, k = dose.half_enhancement_mmHg;
  return (m * oxygen_mmHg + k) / (m * (oxygen_mmHg + k));
}

/// Does a tumour cell die of it? Linear-quadratic law: it survives with exp(−α d − β d²).
TILSCAPE_HD inline bool radiation_kills(const RadiationDose& dose, float oxygen_mmHg, std::uint32_t word,
                                        std::uint32_t second_word) {
  const float felt = dose_felt(dose, oxygen_mmHg);
  return happens_at_rate((dose.linear + dose.quadratic * felt) * felt, word, second_word);
}

/// Does an immune cell? It survives with exp(−α d), whatever the oxygen.
TILSCAPE_HD inline bool radiation_kills(const RadiationDose& dose, Immune state, std::uint32_t word,
                                        std::uint32_t second_word) {
  return happens_at_rate(is_macrophage(state) ? dose.macrophage : dose.lymphocyte, word, second_word);
}

}  // namespace tilscape
