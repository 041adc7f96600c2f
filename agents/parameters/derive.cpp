// What concerns the run and the patient; rules of tumour and immune cells are in files of their own.
#include "agents/parameters/derive.hpp"

#include <algorithm>
#include <array>

#include "agents/parameters/derive_rules.hpp"
#include "agents/parameters/laws.hpp"
#include "core/base/elementary.hpp"

namespace tilscape {

using namespace laws;

namespace {

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

double tumour_mm3(const CompartmentParameters& compartments) {
  constexpr double pi = 3.14159265358979323846;
  const double d = compartments.tumour_diameter_mm;
  return pi / 6 * d * d * d;
}

double tumour_fraction(const ModelParameters& m) {
  if (m.compartments.tumour_fraction > 0) return m.compartments.tumour_fraction;
  return std::min(1.0, lattice_mm3(m) / tumour_mm3(m.compartments));
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

RadiationDose derive_radiation(const TreatmentParameters& t, double dose_gray) {
  RadiationDose dose;
  dose.linear = static_cast<float>(t.radiation_alpha_per_gray * dose_gray);
  dose.quadratic = static_cast<float>(t.radiation_beta_per_gray2 * dose_gray * dose_gray);
  dose.lymphocyte = static_cast<float>(t.radiation_lymphocyte_alpha_per_gray * dose_gray);
  dose.macrophage = static_cast<float>(t.radiation_macrophage_alpha_per_gray * dose_gray);
  dose.oxygen_enhancement = static_cast<float>(t.radiation_hypoxia_ratio);
  dose.half_enhancement_mmHg = static_cast<float>(t.radiation_half_oxygen_mmHg);
  return dose;
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
