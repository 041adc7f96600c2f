// Rates become chances exactly once, here: p = 1 − exp(−rate · period of the phase). exp, log and pow are our
// own (core/base/elementary.hpp), because libm differs between machines.
#include "agents/parameters/derive.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "agents/kinds/purposes.hpp"
#include "core/base/elementary.hpp"

namespace tilscape {

namespace {

constexpr double minutes_per_hour = 60, minutes_per_day = 1440;

/// Chance of at least one event of a Poisson process.
double event_chance(double rate_per_min, double period_min) {
  return -elementary::expm1(-rate_per_min * period_min);
}

/// Of x / (x + half), which is 0 at x = 0 however small the half is.
float half_of(double half) {
  return std::max(static_cast<float>(half), std::numeric_limits<float>::min());
}

template <class Law>
SaturationTable tabulate(double half, const Law& law) {
  SaturationTable table;
  table.half = half_of(half);
  for (int i = 0; i <= SaturationTable::intervals; ++i) {
    const double u = static_cast<double>(i) / SaturationTable::intervals;
    table.value[i] = static_cast<float>(law(u));
  }
  return table;
}

/// Hill law in u = x / (x + half): xⁿ / (xⁿ + halfⁿ) = uⁿ / (uⁿ + (1 − u)ⁿ).
double hill(double u, double n) {
  if (u <= 0) return 0;
  if (u >= 1) return 1;
  const double odds = elementary::pow((1 - u) / u, n);
  return 1 / (1 + odds);
}

/// Rounded, so that a sum that ends just below 1 leaves no word for the last number.
PoissonTable poisson(double mean) {
  PoissonTable table;
  double term = elementary::exp(-mean), sum = 0;
  for (int n = 0; n < PoissonTable::size; ++n) {
    sum += term;
    table.at_most[n] = static_cast<std::uint64_t>(std::min(1.0, sum) * 4294967296.0 + 0.5);
    term = term * mean / (n + 1);
  }
  return table;
}

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

WalkRules derive_walk(const ModelParameters& m) {
  WalkRules rules{};
  for_each_immune_code(m, [&](int code, const auto& cell) { rules.gait[code] = derive_gait(m, cell); });
  rules.stroma_factor = static_cast<float>(m.t_cell.tissue_speed_factor * m.immune.stroma_speed_factor);
  rules.tissue_factor = static_cast<float>(m.t_cell.tissue_speed_factor);
  rules.crowding_slowdown = static_cast<float>(m.t_cell.crowding_slowdown);
  rules.shuffle = m.immune.mixing == Mixing::shuffle;
  return rules;
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

SurveillanceRules derive_surveillance(const ModelParameters& m, std::uint64_t seed, std::uint32_t replicate) {
  const TCellParameters& t = m.t_cell;
  const double period = m.time.surveillance_min, base = m.time.base_step_min;
  SurveillanceRules rules{};
  rules.recognition_chance = static_cast<float>(event_chance(t.recognition_per_min, period));
  rules.hit_chance = static_cast<float>(event_chance(t.hits_per_h / minutes_per_hour, period));
  derive_antigenicity(m, seed, replicate, rules.antigenicity);
  for (std::uint32_t lost = 0; lost <= genotype::hla_mask; ++lost)
    for (int c = 0; c < antigen_classes; ++c)
      if (!(lost >> m.antigens.hla_allele[c] & 1)) rules.presented_by[lost] |= std::uint64_t{1} << c;
  rules.engagement_steps = steps_of(t.engagement_min, base);
  rules.refractory_steps = steps_of(t.refractory_min, base);
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
  rules.exhaustion_step = static_cast<float>(t.exhaustion_per_day / minutes_per_day * period);
  return rules;
}

NkRules derive_nk(const ModelParameters& m) {
  const double period = m.time.surveillance_min, base = m.time.base_step_min;
  NkRules rules{};
  rules.recognition_chance = static_cast<float>(event_chance(m.nk.recognition_per_min, period));
  rules.licensed_mhc1 = static_cast<float>(m.nk.licensed_mhc1);
  rules.hit_chance = static_cast<float>(event_chance(m.nk.hits_per_h / minutes_per_hour, period));
  rules.engagement_steps = steps_of(m.nk.engagement_min, base);
  rules.refractory_steps = steps_of(m.nk.refractory_min, base);
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
  rules.to_m1 = static_cast<float>(event_chance(p.to_m1_per_day / minutes_per_day, period));
  rules.to_m2 = static_cast<float>(event_chance(p.to_m2_per_day / minutes_per_day, period));
  rules.ifn_gamma = tabulate(p.ifn_gamma_ec50_ng_per_ml, [](double u) { return u; });
  rules.tgf_beta = tabulate(p.tgf_beta_ec50_ng_per_ml, [](double u) { return u; });
  rules.contact_drive = static_cast<float>(p.contact_drive);
  rules.hypoxia_drive = static_cast<float>(p.hypoxia_drive);
  rules.hypoxia_mmHg = static_cast<float>(m.tumour.oxygen_hypoxia_mmHg);
  rules.eats = chance_of(event_chance(p.phagocytosis_per_h / minutes_per_hour, period));
  rules.m2_pdl1 = static_cast<float>(p.m2_pdl1);
  return rules;
}

EscapeRules derive_escape(const ModelParameters& m) {
  const EscapeParameters& e = m.escape;
  const double period = m.time.escape_min;
  EscapeRules rules{};
  rules.pdl1 = tabulate(e.pdl1_ec50_ng_per_ml,
                        [&](double u) { return 1 + (e.pdl1_max_fold - 1) * hill(u, e.pdl1_hill); });
  rules.mhc1 =
      tabulate(e.mhc1_ec50_ng_per_ml, [&](double u) { return e.mhc1_basal + (1 - e.mhc1_basal) * u; });
  rules.pdl1_rise = static_cast<float>(event_chance(e.pdl1_induction_per_h / minutes_per_hour, period));
  rules.pdl1_fall = static_cast<float>(event_chance(e.pdl1_decay_per_day / minutes_per_day, period));
  rules.mhc1_approach = static_cast<float>(event_chance(e.mhc1_rate_per_h / minutes_per_hour, period));
  rules.pdl1_amplified = static_cast<float>(e.pdl1_amplified_fold);
  return rules;
}

/// Division rate of a cell with so many drivers, relative to one without.
double driver_factor(const MutationParameters& m, std::uint32_t drivers) {
  const auto n = static_cast<double>(drivers);
  if (m.driver_effect == DriverEffect::additive) return 1 + n * m.driver_advantage;
  return elementary::pow(1 + m.driver_advantage, n);
}

TurnoverRules derive_turnover(const ModelParameters& m) {
  const TumourParameters& t = m.tumour;
  const double period = m.time.tumour_turnover_min;
  TurnoverRules rules{};
  const auto per_day = [&](double rate) { return event_chance(rate / minutes_per_day, period); };
  rules.apoptosis = chance_of(per_day(t.death_per_day));
  rules.apoptosis_chance = static_cast<float>(per_day(t.death_per_day));
  const bool cleared_at_once = t.apoptotic_clearance_h <= 0;
  rules.apoptotic_clearance =
      chance_of(cleared_at_once ? 1 : event_chance(1 / (t.apoptotic_clearance_h * minutes_per_hour), period));
  rules.necrotic_clearance = chance_of(per_day(t.necrotic_clearance_per_day));
  rules.necrosis_chance = static_cast<float>(per_day(t.hypoxic_death_per_day));
  for (std::uint32_t k = 0; k <= genotype::max_drivers; ++k)
    rules.division_chance[k] = static_cast<float>(per_day(t.division_per_day * driver_factor(m.mutation, k)));
  rules.most_division_chance =
      *std::max_element(std::begin(rules.division_chance), std::end(rules.division_chance));
  rules.ifn_gamma_left =
      tabulate(t.ifn_gamma_arrest_ec50_ng_per_ml, [&](double u) { return 1 - t.ifn_gamma_arrest * u; });
  rules.oxygen_full = static_cast<float>(t.oxygen_full_mmHg);
  rules.oxygen_hypoxia = static_cast<float>(t.oxygen_hypoxia_mmHg);
  rules.oxygen_necrosis = static_cast<float>(t.oxygen_necrosis_mmHg);
  rules.placement = t.placement;
  rules.push_reach = t.push_reach;
  rules.core_shrinks = t.necrotic_core_shrinks && t.placement == Placement::push;
  return rules;
}

MutationRules derive_mutation(const MutationParameters& m) {
  MutationRules rules{};
  rules.passengers = poisson(m.passengers_per_daughter);
  rules.neoantigen = chance_of(m.neoantigen_per_mutation);
  rules.escape = chance_of(m.escape_per_mutation);
  rules.driver = chance_of(m.driver_per_daughter);
  rules.hla_loss = chance_of(m.hla_loss_per_daughter);
  rules.b2m_loss = chance_of(m.b2m_loss_per_daughter);
  rules.jak_loss = chance_of(m.jak_loss_per_daughter);
  rules.pdl1_amplification = chance_of(m.pdl1_amplification_per_daughter);
  rules.resistance = chance_of(m.resistance_per_daughter);
  rules.any = m.passengers_per_daughter > 0 || m.resistance_per_daughter > 0 || m.driver_per_daughter > 0 ||
              m.hla_loss_per_daughter > 0 || m.b2m_loss_per_daughter > 0 || m.jak_loss_per_daughter > 0 ||
              m.pdl1_amplification_per_daughter > 0;
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

double blood_cells(const ModelParameters& m) {
  double cells = 0;
  for (double n : m.blood.cd8_cells) cells += n;
  return cells;
}

EntryRules derive_entry(const ModelParameters& m) {
  EntryRules rules{};
  rules.route = m.blood.entry_route;
  rules.adhesion = static_cast<float>(m.blood.adhesion);
  rules.adhesion_half_chemokine = half_of(m.blood.adhesion_half_chemokine);
  std::array<double, antigen_classes> share = m.blood.cd8_cells;
  double cells = blood_cells(m);
  if (cells <= 0) {  // nobody enters; T cells of the start carry the first founder class
    share[m.antigens.founder_classes.empty() ? 0 : m.antigens.founder_classes[0]] = 1;
    cells = 1;
  }
  double so_far = 0;
  for (int c = 0; c < antigen_classes; ++c) {
    so_far += share[c];
    rules.receptor_at_most[c] = static_cast<std::uint64_t>(so_far / cells * 4294967296.0);
  }
  return rules;
}

/// A vessel that grows at a speed crosses speed / spacing sites per day.
VesselRules derive_vessel(const ModelParameters& m) {
  const VesselParameters& v = m.vessels;
  const double period = m.time.vessels_min,
               sites_per_min = v.sprouting ? v.sprout_um_per_day / m.lattice.spacing_um / minutes_per_day : 0;
  VesselRules rules{};
  rules.collapse_share = static_cast<float>(v.collapse_share);
  rules.collapse = chance_of(event_chance(v.collapse ? v.collapse_per_day / minutes_per_day : 0, period));
  rules.sprout_chance =
      tabulate(v.vegf_half_ng_per_ml, [&](double u) { return event_chance(sites_per_min * u, period); });
  rules.most_sprout_chance = rules.sprout_chance.value[SaturationTable::intervals];
  rules.spacing_sites = std::max(1u, steps_of(v.spacing_um, m.lattice.spacing_um));
  return rules;
}

}  // namespace

std::uint32_t steps_of(double minutes, double base_step_min) {
  return static_cast<std::uint32_t>(minutes / base_step_min + 0.5);
}

PhasePeriods derive_periods(const TimeParameters& t) {
  const auto steps = [&](double minutes) { return std::max(1u, steps_of(minutes, t.base_step_min)); };
  return {steps(t.surveillance_min),    steps(t.escape_min), steps(t.tumour_turnover_min),
          steps(t.immune_turnover_min), steps(t.entry_min),  steps(t.fields_min),
          steps(t.vessels_min)};
}

std::uint64_t founder_antigens(const AntigenParameters& antigens) {
  std::uint64_t bits = 0;
  for (const std::uint32_t c : antigens.founder_classes) bits |= std::uint64_t{1} << c;
  return bits;
}

std::uint64_t lattice_sites(const ModelParameters& m) {
  return std::uint64_t{m.lattice.size[0]} * m.lattice.size[1] * m.lattice.size[2];
}

double lattice_mm3(const ModelParameters& m) {
  const double side_mm = m.lattice.spacing_um * 1e-3;
  return static_cast<double>(lattice_sites(m)) * side_mm * side_mm * side_mm;
}

double entering_per_blood_cell_per_min(const ModelParameters& m) {
  constexpr double cm3_per_mm3 = 1e-3;
  return m.blood.entry_per_min_per_cm3 * lattice_mm3(m) * cm3_per_mm3;
}

double entering_per_min(const ModelParameters& m) {
  double cells = blood_cells(m);
  for (const double n : m.blood.walkers) cells += n;
  return entering_per_blood_cell_per_min(m) * cells;
}

double dose_mg(const TherapyItem& item, const TreatmentParameters& t) {
  switch (item.unit) {
    case TherapyItem::Unit::mg_per_kg:
      return item.dose * t.body_mass_kg;
    case TherapyItem::Unit::million_iu_per_kg:
      return item.dose * t.body_mass_kg / t.il2_million_iu_per_mg;
    default:
      return item.dose;
  }
}

RadiationChances derive_radiation(const TreatmentParameters& t, double dose_gray) {
  const auto dies = [](double exponent) { return static_cast<float>(-elementary::expm1(-exponent)); };
  const auto tumour = [&](double d) {
    return dies(t.radiation_alpha_per_gray * d + t.radiation_beta_per_gray2 * d * d);
  };
  return {tumour(dose_gray), tumour(dose_gray / t.radiation_hypoxia_ratio),
          dies(t.radiation_lymphocyte_alpha_per_gray * dose_gray)};
}

RuleParameters derive_rules(const ModelParameters& m, std::uint64_t seed, std::uint32_t replicate) {
  RuleParameters rules{};
  rules.walk = derive_walk(m);
  rules.surveillance = derive_surveillance(m, seed, replicate);
  rules.nk = derive_nk(m);
  rules.treg = derive_treg(m);
  rules.macrophage = derive_macrophage(m);
  rules.escape = derive_escape(m);
  rules.turnover = derive_turnover(m);
  rules.mutation = derive_mutation(m.mutation);
  rules.immune_turnover = derive_immune_turnover(m);
  rules.entry = derive_entry(m);
  rules.vessel = derive_vessel(m);
  for (int f = 0; f < field_count; ++f) rules.field_level[f] = static_cast<float>(m.fields[f].initial);
  rules.shares_site = m.immune.shares_site;
  rules.shares_target = m.immune.shares_target;
  return rules;
}

/// Cells that find no room go back to a blood that changes.
bool body_listens(const ModelParameters& model) {
  return model.compartments.enabled ||
         std::any_of(model.therapy.begin(), model.therapy.end(),
                     [](const TherapyItem& item) { return item.treatment == Treatment::car_t_cells; });
}

bool drugs_diffuse(const ModelParameters& model) {
  return model.fields[antibody_field].enabled || model.fields[small_molecule_field].enabled;
}

}  // namespace tilscape
