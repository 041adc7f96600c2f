// How tumour cells hide, divide, die and mutate.
#include "agents/parameters/derive_rules.hpp"

#include <algorithm>
#include <iterator>

#include "agents/parameters/laws.hpp"
#include "core/base/elementary.hpp"

namespace tilscape {

using namespace laws;

namespace {

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

/// Division rate of a cell with so many drivers, relative to one without.
double driver_factor(const MutationParameters& m, std::uint32_t drivers) {
  const auto n = static_cast<double>(drivers);
  if (m.driver_effect == DriverEffect::additive) return 1 + n * m.driver_advantage;
  return elementary::pow(1 + m.driver_advantage, n);
}

}  // namespace

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
  const auto expected = [&](double rate) { return static_cast<float>(rate / minutes_per_day * period); };
  rules.necroses = expected(t.hypoxic_death_per_day);
  for (std::uint32_t k = 0; k <= genotype::max_drivers; ++k)
    rules.divisions[k] = expected(t.division_per_day * driver_factor(m.mutation, k));
  rules.most_divisions = *std::max_element(std::begin(rules.divisions), std::end(rules.divisions));
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

}  // namespace tilscape
