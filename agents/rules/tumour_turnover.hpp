// Oxygen, drugs and IFN-γ decide whether a tumour cell divides, rests or dies, and how long its corpse stays.
#pragma once

#include <cstdint>

#include "agents/parameters/body_levels.hpp"
#include "agents/parameters/rule_parameters.hpp"

namespace tilscape {

/// Share of the full division rate at this oxygen: 0 at or below hypoxia, 1 at or above full, linear between.
/// Source: PhysiCell cancer_immune, proliferation linear in pO2 between its hypoxic and saturation
/// thresholds.
TILSCAPE_HD inline float division_oxygen_factor(const TurnoverRules& r, float oxygen_mmHg) {
  if (oxygen_mmHg <= r.oxygen_hypoxia) return 0;
  if (oxygen_mmHg >= r.oxygen_full) return 1;
  return (oxygen_mmHg - r.oxygen_hypoxia) / (r.oxygen_full - r.oxygen_hypoxia);
}

/// Share of the full necrosis rate: 1 at or below the necrosis threshold, 0 at or above hypoxia, linear
/// between.
TILSCAPE_HD inline float necrosis_oxygen_factor(const TurnoverRules& r, float oxygen_mmHg) {
  if (oxygen_mmHg >= r.oxygen_hypoxia) return 0;
  if (oxygen_mmHg <= r.oxygen_necrosis) return 1;
  return (r.oxygen_hypoxia - oxygen_mmHg) / (r.oxygen_hypoxia - r.oxygen_necrosis);
}

/// What a live tumour cell dies of in an update.
enum class Death : std::uint8_t { none, apoptosis, treatment, necrosis };

/// Chance of apoptosis or of a drug's kill, which takes cycling cells alone.
TILSCAPE_HD inline float apoptosis_or_drug(const TurnoverRules& r, const BodyLevels& body) {
  return r.apoptosis_chance + (1 - r.apoptosis_chance) * body.cytotoxic_chance;
}

/// Apoptosis is tried first, then a cytotoxic drug with the same word, then necrosis.
TILSCAPE_HD inline Death death_of(const TurnoverRules& r, const BodyLevels& body, Tissue now,
                                  float oxygen_mmHg, const RandomWords& w) {
  if (r.apoptosis.happens(w[0], w[1])) return Death::apoptosis;
  if (body.cytotoxic_chance > 0 && now == Tissue::tumour_cycling &&
      happens(apoptosis_or_drug(r, body), w[0], w[1]))
    return Death::treatment;
  return happens_at_rate(r.necroses * necrosis_oxygen_factor(r, oxygen_mmHg), w[1], w[0]) ? Death::necrosis
                                                                                          : Death::none;
}

/// What is left of it.
TILSCAPE_HD inline Tissue corpse_of(Death death) {
  return death == Death::necrosis ? Tissue::tumour_necrotic : Tissue::tumour_apoptotic;
}

/// Is this corpse gone?
TILSCAPE_HD inline bool cleared(const TurnoverRules& r, Tissue corpse, const RandomWords& w) {
  return (corpse == Tissue::tumour_apoptotic ? r.apoptotic_clearance : r.necrotic_clearance)
      .happens(w[0], w[1]);
}

/// Is a cell that just died gone at once, its clearance time being 0?
TILSCAPE_HD inline bool vanishes(const TurnoverRules& r, Tissue corpse) {
  return corpse == Tissue::tumour_apoptotic && r.apoptotic_clearance.is_certain();
}

/// Share of the division rate that a targeted inhibitor leaves.
TILSCAPE_HD inline float inhibitor_factor(const BodyLevels& body, std::uint16_t genome) {
  return genome & genotype::inhibitor_resistant ? 1.0f : body.division_factor;
}

/// Share of the division rate that IFN-γ leaves: a cell that lost JAK1/2 is blind to it.
/// Source: assumption; IFN-γ arrests the growth of tumour cells through JAK and STAT1 (Gao 2016, from
/// memory).
TILSCAPE_HD inline float ifn_gamma_factor(const TurnoverRules& r, std::uint16_t genome,
                                          float ifn_gamma_ng_per_ml) {
  return genome & genotype::jak_lost ? 1.0f : r.ifn_gamma_left(ifn_gamma_ng_per_ml);
}

/// Divisions that are expected per update of a cell with room (per_bond: per free neighbour).
TILSCAPE_HD inline float expected_divisions(const TurnoverRules& r, const BodyLevels& body,
                                            std::uint16_t genome, float oxygen_mmHg,
                                            float ifn_gamma_ng_per_ml) {
  return r.divisions[genotype::drivers(genome)] * division_oxygen_factor(r, oxygen_mmHg) *
         inhibitor_factor(body, genome) * ifn_gamma_factor(r, genome, ifn_gamma_ng_per_ml);
}

/// No cell's are more at this oxygen: an inhibitor and IFN-γ only take from it.
TILSCAPE_HD inline float most_divisions(const TurnoverRules& r, float oxygen_mmHg) {
  return r.most_divisions * division_oxygen_factor(r, oxygen_mmHg);
}

/// No cell's are fewer here: drivers, resistance and loss of JAK only add to them.
TILSCAPE_HD inline float least_divisions(const TurnoverRules& r, const BodyLevels& body, float oxygen_mmHg,
                                         float ifn_gamma_ng_per_ml) {
  return expected_divisions(r, body, 0, oxygen_mmHg, ifn_gamma_ng_per_ml);
}

/// State of a live cell for the next period.
TILSCAPE_HD inline Tissue cycle_state(const TurnoverRules& r, float oxygen_mmHg, bool has_room) {
  if (oxygen_mmHg <= r.oxygen_hypoxia) return Tissue::tumour_hypoxic;
  return has_room ? Tissue::tumour_cycling : Tissue::tumour_quiescent;
}

}  // namespace tilscape
