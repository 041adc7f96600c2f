// The biology as pure functions: each takes what a cell sees, its parameters and the words that decide. No
// loops over cells, no memory, no generator. The kernels in agents/phase_*.hpp and the reference stepper of
// the tests call these.
#pragma once

#include <cstdint>

#include "agents/body/body_state.hpp"
#include "agents/codes.hpp"
#include "agents/rule_parameters.hpp"
#include "core/bits.hpp"
#include "core/random.hpp"

namespace tilscape {

// --- Turnover of tumour cells
// ------------------------------------------------------------------------------------

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
  return happens(r.necrosis_chance * necrosis_oxygen_factor(r, oxygen_mmHg), w[1], w[0]) ? Death::necrosis
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

/// Chance per update that a cell with room divides (per_bond: per free neighbour).
TILSCAPE_HD inline float division_chance(const TurnoverRules& r, const BodyLevels& body, std::uint16_t genome,
                                         float oxygen_mmHg, float ifn_gamma_ng_per_ml) {
  return r.division_chance[genotype::drivers(genome)] * division_oxygen_factor(r, oxygen_mmHg) *
         inhibitor_factor(body, genome) * ifn_gamma_factor(r, genome, ifn_gamma_ng_per_ml);
}

/// No cell's chance is greater at this oxygen: an inhibitor and IFN-γ only take from it.
TILSCAPE_HD inline float most_division_chance(const TurnoverRules& r, float oxygen_mmHg) {
  return r.most_division_chance * division_oxygen_factor(r, oxygen_mmHg);
}

/// No cell's chance is smaller here: drivers, resistance and loss of JAK only add to it.
TILSCAPE_HD inline float least_division_chance(const TurnoverRules& r, const BodyLevels& body,
                                               float oxygen_mmHg, float ifn_gamma_ng_per_ml) {
  return division_chance(r, body, 0, oxygen_mmHg, ifn_gamma_ng_per_ml);
}

/// State of a live cell for the next period.
TILSCAPE_HD inline Tissue cycle_state(const TurnoverRules& r, float oxygen_mmHg, bool has_room) {
  if (oxygen_mmHg <= r.oxygen_hypoxia) return Tissue::tumour_hypoxic;
  return has_room ? Tissue::tumour_cycling : Tissue::tumour_quiescent;
}

/// Squared length of a ray in spacings of the lattice. @param axes  number of coordinates that change
TILSCAPE_HD inline std::uint32_t push_length_squared(std::uint32_t sites, std::uint32_t axes) {
  return sites * sites * axes;
}

/// May a cell push to a free site so many sites away? Lengths count, so that diagonals reach no farther; a
/// free neighbour is always in reach.
/// Assumption: pressure in a tumour grows with depth, so that cells below a certain depth cannot divide.
/// @param reach  sites along an axis
TILSCAPE_HD inline bool push_reaches(std::uint32_t reach, std::uint32_t sites, std::uint32_t axes) {
  return sites == 1 || push_length_squared(sites, axes) <= reach * reach;
}

/// How far away a cleared corpse draws cells in from: farther than any tumour is deep, sites.
inline constexpr std::uint32_t draw_in_reach = 20000;

/// Do the cells around this corpse draw in when it is cleared? What liquefies in a necrotic core leaves it,
/// and adhesion keeps the tissue compact.
/// Source: the core's loss of volume that gives spheroids a plateau, Greenspan 1972 (from memory).
TILSCAPE_HD inline bool draws_in(const TurnoverRules& r, Tissue corpse) {
  return r.core_shrinks && corpse == Tissue::tumour_necrotic;
}

// --- Mutation
// ----------------------------------------------------------------------------------------------------

/// The heritable part of a tumour cell.
struct Genome {
  std::uint64_t antigens;
  std::uint16_t genotype;
};

/// What one daughter drew at one division.
struct Mutations {
  std::uint32_t passengers = 0;
  std::uint16_t kinds = 0;  // bits of mutation_kind; 0: nothing happened
};

// --- Escape
// ------------------------------------------------------------------------------------------------------

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

// --- Surveillance
// ------------------------------------------------------------------------------------------------

/// Antigen classes a cell can show: those its genome encodes, on the alleles it kept, if it has B2M.
TILSCAPE_HD inline std::uint64_t presented(const SurveillanceRules& r, std::uint64_t antigens,
                                           std::uint16_t genome) {
  return genome & genotype::b2m_lost ? 0 : antigens & r.presented_by[genome & genotype::hla_mask];
}

TILSCAPE_HD inline bool recognises(const SurveillanceRules& r, std::uint8_t receptor, std::uint64_t antigens,
                                   std::uint16_t genome) {
  if (is_car(receptor)) return antigens >> (receptor - car_receptor) & 1;
  return presented(r, antigens, genome) >> receptor & 1;
}

/// Does a searching T cell that scans a cell it recognises engage it?
TILSCAPE_HD inline bool engages(const SurveillanceRules& r, std::uint8_t receptor, float mhc1,
                                std::uint32_t word, std::uint32_t second_word) {
  if (is_car(receptor)) return happens(r.recognition_chance, word, second_word);
  return happens(r.recognition_chance * mhc1 * r.antigenicity[receptor], word, second_word);
}

/// Share of the hits that PD-1/PD-L1 lets through.
TILSCAPE_HD inline float brake(const SurveillanceRules& r, const BodyLevels& body, float pd1, float pdl1) {
  return r.brake(pd1 * pdl1 * r.complexes_per_um2 * body.checkpoint_free);
}

/// Does an engaged T cell land a hit in this update?
/// @param left  share that the cells around it leave: TregRules
TILSCAPE_HD inline bool lands_hit(const SurveillanceRules& r, const BodyLevels& body, float pd1, float pdl1,
                                  float left, std::uint32_t word, std::uint32_t second_word) {
  return happens(r.hit_chance * brake(r, body, pd1, pdl1) * left, word, second_word);
}

/// Share of its hits that a T cell lands as exhausted as this: a progenitor-exhausted one kills weakly.
TILSCAPE_HD inline float hits_of(const SurveillanceRules& r, float exhaustion) {
  return exhaustion >= r.progenitor_at ? r.progenitor_hits : 1.0f;
}

/// State of a T cell that has just let go of its target, and is not exhausted.
TILSCAPE_HD inline Immune after_engagement(const SurveillanceRules& r, float exhaustion) {
  return exhaustion >= r.progenitor_at ? Immune::cd8_progenitor_exhausted : Immune::cd8_activated;
}

/// State of a T cell that is not engaged one update later: it stops secreting, and may become a memory cell.
/// @param recognised  step of its last recognition; 0: never
TILSCAPE_HD inline Immune at_rest(const SurveillanceRules& r, Immune state, std::uint32_t step,
                                  std::uint32_t recognised) {
  const std::uint32_t since = step - recognised;
  if (state == Immune::cd8_activated && since >= r.secretion_steps) return Immune::cd8_searching;
  const bool remembers = r.memory_steps > 0 && recognised > 0 && since >= r.memory_steps;
  return state == Immune::cd8_searching && remembers ? Immune::cd8_memory : state;
}

/// Hits that still count: one is repaired for every full memory time since the last.
/// Source: Weigelin et al. 2021 (serial sublethal hits are additive when less than about 50 min apart).
TILSCAPE_HD inline std::uint32_t hits_left(const SurveillanceRules& r, std::uint32_t hits,
                                           std::uint32_t steps_since) {
  const std::uint32_t repaired = steps_since / r.hit_memory_steps;
  return repaired < hits ? hits - repaired : 0;
}

/// PD-1 on a T cell one update later: rises while engaged, falls otherwise.
TILSCAPE_HD inline float next_pd1(const SurveillanceRules& r, float pd1, bool engaged) {
  return engaged ? pd1 + (1 - pd1) * r.pd1_rise : pd1 - pd1 * r.pd1_fall;
}

// --- T cells: turnover and walk
// ------------------------------------------------------------------------------------

/// Does an antibody to CTLA-4 deplete this cell in an update? Regulatory T cells alone.
/// Source: QSPIO-TNBC, 0.1 per day.
TILSCAPE_HD inline bool is_depleted(const BodyLevels& body, Immune state, std::uint32_t word,
                                    std::uint32_t second_word) {
  return state == Immune::treg && happens(body.treg_depletion_chance, word, second_word);
}

/// May this T cell divide now? Only after recognition, a limited number of times, some hours apart. A
/// progenitor-exhausted one renews itself: it is not limited, and its divisions do not count.
TILSCAPE_HD inline bool may_divide(const TCellTurnoverRules& r, Immune state, std::uint32_t step,
                                   std::uint32_t recognised, std::uint32_t divided, std::uint32_t divisions) {
  return is_cd8(state) && state != Immune::cd8_exhausted && recognised > 0 &&
         step - recognised <= r.division_window_steps &&
         (divisions < r.max_divisions || state == Immune::cd8_progenitor_exhausted) &&
         step - divided >= r.division_interval_steps;
}

/// Receptor class of a T cell from the blood, by the share of the classes there.
TILSCAPE_HD inline std::uint8_t receptor_class(const EntryRules& r, std::uint32_t word) {
  std::uint8_t receptor = 0;
  while (receptor < antigen_classes - 1 && word >= r.receptor_at_most[receptor]) ++receptor;
  return receptor;
}

/// Chance that a T cell adheres to the vessel where it tries to leave the blood.
/// Source: assumption, saturating in the chemokine that activates integrins (CXCL9/10).
TILSCAPE_HD inline float adhesion_chance(const EntryRules& r, float chemokine) {
  if (chemokine <= 0) return r.adhesion;
  return r.adhesion + (1 - r.adhesion) * (chemokine / (chemokine + r.adhesion_half_chemokine));
}

/// Speed into a site that holds this, relative to a free one.
TILSCAPE_HD inline float into_factor(const WalkRules& r, Tissue into) {
  if (into == Tissue::none || into == Tissue::vessel) return 1;
  return into == Tissue::stroma ? r.stroma_factor : r.tissue_factor;
}

/// Chance per step to make the wanted move.
/// @param axes      number of coordinates that change: a diagonal is longer
/// @param occupied  tissue neighbours that hold tumour or stroma, out of `neighbours`
TILSCAPE_HD inline float move_chance(const WalkRules& r, Immune state, int axes, Tissue into,
                                     std::uint32_t occupied, std::uint32_t neighbours) {
  const float crowding = static_cast<float>(occupied) / static_cast<float>(neighbours);
  const float free_path = 1.0f - r.crowding_slowdown * crowding;
  return r.gait[static_cast<int>(state)].move_chance[axes] * into_factor(r, into) * free_path;
}

}  // namespace tilscape
