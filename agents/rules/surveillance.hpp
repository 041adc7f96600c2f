// Whether a CD8 T cell recognises a tumour cell, engages it and lands a hit; what that does to the T cell.
#pragma once

#include <cstdint>

#include "agents/parameters/body_levels.hpp"
#include "agents/rules/attack.hpp"

namespace tilscape {

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

/// What a cell that a T cell recognises shows it, of all it can: a CAR needs no MHC-I.
TILSCAPE_HD inline float antigen_shown(const SurveillanceRules& r, std::uint8_t receptor, float mhc1) {
  return is_car(receptor) ? 1.0f : mhc1 * r.antigenicity[receptor];
}

/// Share of the hits that PD-1/PD-L1 lets through.
TILSCAPE_HD inline float brake(const SurveillanceRules& r, const BodyLevels& body, float pd1, float pdl1) {
  return r.brake(pd1 * pdl1 * r.complexes_per_um2 * body.checkpoint_free);
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

/// Exhaustion of a T cell, 0–1, after so many more base steps of engagement.
TILSCAPE_HD inline float exhausted_by(const SurveillanceRules& r, float exhaustion, std::uint32_t engaged) {
  const float sum = exhaustion + r.exhaustion * static_cast<float>(engaged);
  return sum < 1 ? sum : 1.0f;
}

/// PD-1 on a T cell one update later: rises when it was engaged for most of it, falls otherwise.
TILSCAPE_HD inline float next_pd1(const SurveillanceRules& r, float pd1, bool engaged) {
  return engaged ? pd1 + (1 - pd1) * r.pd1_rise : pd1 - pd1 * r.pd1_fall;
}

}  // namespace tilscape
