// Macrophages as pure functions: what polarises them. No loops over cells, no memory, no generator.
#pragma once

#include "agents/parameters/rule_parameters.hpp"

namespace tilscape {

/// What a macrophage senses at its site.
struct MacrophageSurroundings {
  float ifn_gamma_ng_per_ml, tgf_beta_ng_per_ml, oxygen_mmHg;
  bool touches_tumour;  // a live tumour cell is in reach
};

/// Drive towards M2, 0–1: TGF-β, contact and hypoxia act independently of each other.
TILSCAPE_HD inline float m2_drive(const MacrophageRules& r, const MacrophageSurroundings& around) {
  const float without_contact = around.touches_tumour ? 1 - r.contact_drive : 1.0f;
  const float without_hypoxia = around.oxygen_mmHg <= r.hypoxia_mmHg ? 1 - r.hypoxia_drive : 1.0f;
  return 1 - (1 - r.tgf_beta(around.tgf_beta_ng_per_ml)) * without_contact * without_hypoxia;
}

/// State of a macrophage one update later.
TILSCAPE_HD inline Immune polarised(const MacrophageRules& r, Immune state,
                                    const MacrophageSurroundings& around, std::uint32_t word,
                                    std::uint32_t second_word) {
  if (state == Immune::macrophage_m1)
    return happens_at_rate(r.to_m2 * m2_drive(r, around), word, second_word) ? Immune::macrophage_m2 : state;
  const float to_m1 = r.to_m1 * r.ifn_gamma(around.ifn_gamma_ng_per_ml);
  return happens_at_rate(to_m1, word, second_word) ? Immune::macrophage_m1 : state;
}

}  // namespace tilscape
