// NK cells as pure functions: they attack what shows less MHC-I than they are licensed on. No loops over
// cells, no memory, no generator.
#pragma once

#include <cstdint>

#include "agents/rules/surveillance.hpp"
#include "core/base/bits.hpp"

namespace tilscape {

/// MHC-I that a tumour cell shows, 0–1: its level on the HLA class I alleles that it kept; none without B2M.
TILSCAPE_HD inline float self_shown(float mhc1, std::uint16_t genome) {
  if (genome & genotype::b2m_lost) return 0;
  const int lost = bits_set(genome & genotype::hla_mask);
  return mhc1 * static_cast<float>(genotype::hla_alleles - lost) / static_cast<float>(genotype::hla_alleles);
}

/// What an NK cell misses of the MHC-I that it is licensed on, 0–1: nothing where a cell shows as much as the
/// host's own cells, or more.
/// Source: licensed cells are held back by the self-MHC class I that licensed them, Yokoyama & Kim 2006,
/// doi:10.1111/j.1600-065X.2006.00458.x (abstract). Assumption: linear below. Test: tests/agents/nk_test.cpp
TILSCAPE_HD inline float missing_self(const NkRules& r, float mhc1, std::uint16_t genome) {
  const float shown = self_shown(mhc1, genome);
  return shown < r.licensed_mhc1 ? (r.licensed_mhc1 - shown) / r.licensed_mhc1 : 0.0f;
}

/// Share of an NK cell's hits that PD-1/PD-L1 lets through.
TILSCAPE_HD inline float nk_brake(const RuleParameters& r, const BodyLevels& body, float pd1, float pdl1) {
  return r.nk.pd1_brake ? brake(r.surveillance, body, pd1, pdl1) : 1.0f;
}

}  // namespace tilscape
