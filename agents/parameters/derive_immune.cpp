// How immune cells walk, recognise, hit, polarise, divide and die.
#include "agents/parameters/derive_rules.hpp"

#include <algorithm>
#include <cmath>

#include "agents/kinds/purposes.hpp"
#include "agents/parameters/derive.hpp"
#include "agents/parameters/laws.hpp"
#include "core/base/elementary.hpp"

namespace tilscape {

using namespace laws;

namespace {

/// @param walker  parameters of a cell that walks
template <class Walker>
Gait derive_gait(const ModelParameters& m, const Walker& walker) {
  const double dt = m.time.base_step_min;
  Gait gait{};
  for (int axes = 1; axes <= 3; ++axes) {
    const double distance_um = m.lattice.spacing_um * std::sqrt(static_cast<double>(axes));
    gait.move_chance[axes] = static_cast<float>(std::min(1.0, walker.speed_um_per_min * dt / distance_um));
  }
  const bool persistent = walker.persistence_min > 0;
  gait.keeps_heading = chance_of(persistent ? elementary::exp(-dt / walker.persistence_min) : 0);
  gait.follows_gradient = chance_of(walker.chemotaxis);
  return gait;
}

/// take(code, parameters) for each state of an immune cell.
template <class Take>
void for_each_immune_code(const ModelParameters& m, const Take& take) {
  for (int code = 1; code < immune_state_count; ++code) {
    const CellType type = cell_type_of(static_cast<Immune>(code));
    if (type == CellType::cd8_t_cell)
      take(code, m.t_cell);
    else
      take(code, m.walkers[type]);
  }
}

/// Founder classes are fully immunogenic; the others draw from an exponential law, capped at 1.
void derive_antigenicity(const ModelParameters& m, std::uint64_t seed, std::uint32_t replicate,
                         float* antigenicity) {
  const std::uint64_t key = replicate_key(seed, replicate);
  const Draws draws{&key, Step{0}, static_cast<std::uint32_t>(Purpose::antigenicity), 0};
  for (int c = 0; c < antigen_classes; ++c) {
    const double u = (draws.at(LocalSite{static_cast<std::uint32_t>(c)}, 0)[0] + 0.5) / 4294967296.0;
    antigenicity[c] = static_cast<float>(std::min(1.0, -m.antigens.antigenicity_mean * elementary::log(u)));
  }
  for (std::uint32_t c : m.antigens.founder_classes) antigenicity[c] = 1;
}

/// @param cell  parameters of a cell that attacks
template <class Attacker>
AttackPace derive_pace(const TimeParameters& time, const Attacker& cell) {
  const double base = time.base_step_min;
  return {static_cast<float>(cell.recognition_per_min * base),
          static_cast<float>(cell.hits_per_h / minutes_per_hour * base),
          steps_of(time.surveillance_min, base), steps_of(cell.engagement_min, base),
          steps_of(cell.refractory_min, base)};
}

}  // namespace

WalkRules derive_walk(const ModelParameters& m) {
  WalkRules rules{};
  for_each_immune_code(m, [&](int code, const auto& cell) { rules.gait[code] = derive_gait(m, cell); });
  rules.stroma_factor = static_cast<float>(m.t_cell.tissue_speed_factor * m.immune.stroma_speed_factor);
  rules.tissue_factor = static_cast<float>(m.t_cell.tissue_speed_factor);
  rules.crowding_slowdown = static_cast<float>(m.t_cell.crowding_slowdown);
  rules.shuffle = m.immune.mixing == Mixing::shuffle;
  return rules;
}

SurveillanceRules derive_surveillance(const ModelParameters& m, std::uint64_t seed, std::uint32_t replicate) {
  const TCellParameters& t = m.t_cell;
  const double period = m.time.surveillance_min, base = m.time.base_step_min;
  SurveillanceRules rules{};
  rules.pace = derive_pace(m.time, t);
  derive_antigenicity(m, seed, replicate, rules.antigenicity);
  for (std::uint32_t lost = 0; lost <= genotype::hla_mask; ++lost)
    for (int c = 0; c < antigen_classes; ++c)
      if (!(lost >> m.antigens.hla_allele[c] & 1)) rules.presented_by[lost] |= std::uint64_t{1} << c;
  rules.secretion_steps = steps_of(t.secretion_h * minutes_per_hour, base);
  rules.hit_memory_steps = std::max(1u, steps_of(t.hit_memory_min, base));
  rules.lethal_hits = t.lethal_hits;
  rules.max_kills = t.max_kills;
  rules.brake =
      tabulate(t.pd1_half_complexes_per_um2, [&](double u) { return 1 - hill(u, t.pd1_brake_hill); });
  rules.complexes_per_um2 = static_cast<float>(t.pd1_complexes_per_um2);
  rules.pd1_rise = static_cast<float>(event_chance(t.pd1_induction_per_h / minutes_per_hour, period));
  rules.pd1_fall = static_cast<float>(event_chance(t.pd1_decay_per_day / minutes_per_day, period));
  rules.progenitor_at = static_cast<float>(t.progenitor_at);
  rules.progenitor_hits = static_cast<float>(t.progenitor_hit_factor);
  rules.memory_steps = steps_of(t.memory_after_h * minutes_per_hour, base);
  rules.exhaustion = static_cast<float>(t.exhaustion_per_day / minutes_per_day * base);
  return rules;
}

NkRules derive_nk(const ModelParameters& m) {
  NkRules rules{};
  rules.pace = derive_pace(m.time, m.nk);
  rules.licensed_mhc1 = static_cast<float>(m.nk.licensed_mhc1);
  rules.pd1_brake = m.nk.pd1_brake;
  return rules;
}

TregRules derive_treg(const ModelParameters& m) {
  TregRules rules{};
  double left = 1;
  for (float& share : rules.left) {
    share = static_cast<float>(left);
    left *= 1 - m.treg.suppression;
  }
  return rules;
}

MacrophageRules derive_macrophage(const ModelParameters& m) {
  const MacrophageParameters& p = m.macrophage;
  const double period = m.time.immune_turnover_min;
  MacrophageRules rules{};
  rules.to_m1 = static_cast<float>(p.to_m1_per_day / minutes_per_day * period);
  rules.to_m2 = static_cast<float>(p.to_m2_per_day / minutes_per_day * period);
  rules.ifn_gamma = tabulate(p.ifn_gamma_ec50_ng_per_ml, [](double u) { return u; });
  rules.tgf_beta = tabulate(p.tgf_beta_ec50_ng_per_ml, [](double u) { return u; });
  rules.contact_drive = static_cast<float>(p.contact_drive);
  rules.hypoxia_drive = static_cast<float>(p.hypoxia_drive);
  rules.hypoxia_mmHg = static_cast<float>(m.tumour.oxygen_hypoxia_mmHg);
  rules.eats = chance_of(event_chance(p.phagocytosis_per_h / minutes_per_hour, period));
  rules.m2_pdl1 = static_cast<float>(p.m2_pdl1);
  return rules;
}

ImmuneTurnoverRules derive_immune_turnover(const ModelParameters& m) {
  ImmuneTurnoverRules rules{};
  for_each_immune_code(m, [&](int code, const auto& cell) {
    rules.death[code] =
        chance_of(event_chance(cell.death_per_day / minutes_per_day, m.time.immune_turnover_min));
  });
  rules.death[static_cast<int>(Immune::cd8_memory)] =
      chance_of(event_chance(m.t_cell.memory_death_per_day / minutes_per_day, m.time.immune_turnover_min));
  rules.division_interval_steps =
      steps_of(m.t_cell.division_interval_h * minutes_per_hour, m.time.base_step_min);
  rules.division_window_steps = steps_of(m.t_cell.division_window_h * minutes_per_hour, m.time.base_step_min);
  rules.max_divisions = m.t_cell.max_divisions;
  const double needed = m.t_cell.il2_dependence;
  rules.il2 = tabulate(m.t_cell.il2_ec50_nM, [needed](double u) { return 1 - needed + needed * u; });
  return rules;
}

}  // namespace tilscape
