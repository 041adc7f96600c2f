// PD-L1 and MHC-I of a tumour cell follow the IFN-γ around it, as its genotype allows.
#pragma once

#include <cstdint>

#include "agents/parameters/rule_parameters.hpp"

namespace tilscape {

/// PD-L1 relative to baseline, one update later: approaches the Hill law of local IFN-γ, faster up than down.
/// A cell that lost JAK1/2 is blind to IFN-γ; an amplified one never falls below its constitutive level.
TILSCAPE_HD inline float next_pdl1(const EscapeRules& r, float level, std::uint16_t genome,
                                   float ifn_gamma_ng_per_ml) {
  float target = r.pdl1(genome & genotype::jak_lost ? 0.0f : ifn_gamma_ng_per_ml);
  if (genome & genotype::pdl1_amplified && target < r.pdl1_amplified) target = r.pdl1_amplified;
  return level + (target - level) * (target > level ? r.pdl1_rise : r.pdl1_fall);
}

/// MHC-I level one update later: basal without IFN-γ, restored by it; none at all without B2M.
TILSCAPE_HD inline float next_mhc1(const EscapeRules& r, float level, std::uint16_t genome,
                                   float ifn_gamma_ng_per_ml) {
  if (genome & genotype::b2m_lost) return 0;
  const float target = r.mhc1(genome & genotype::jak_lost ? 0.0f : ifn_gamma_ng_per_ml);
  return level + (target - level) * r.mhc1_approach;
}

}  // namespace tilscape
