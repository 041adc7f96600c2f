// One function per organ; each writes the rates of its own quantities. README.md has the equations.
#include "agents/body/compartments.hpp"

#include "core/base/elementary.hpp"

namespace tilscape::compartments {

namespace {

constexpr double minutes_per_day = 1440;

double saturation(double x, double half) {
  return x > 0 ? x / (x + half) : 0;
}

double immature_at_rest(const PatientRates& patient) {
  return patient.rates.dendritic_cells_per_mm3 * patient.tumour_mm3;
}

/// Uptake of antigen; maturation of dendritic cells, which take along what they hold; their departure.
void tumour(const PatientRates& patient, std::span<const double> x, std::span<double> rate) {
  const CompartmentParameters& p = patient.rates;
  const double at_rest = immature_at_rest(patient), immature = x[at::immature], maturing = x[at::maturing];
  const double uptake = at_rest > 0 ? p.antigen_uptake_per_day * immature / at_rest : 0;
  const double matures =
      p.maturation_per_day * saturation(x[at::danger], p.danger_half_per_mm3 * patient.tumour_mm3);
  const double leaves = p.migration_per_day + p.mature_death_per_day;
  for (std::size_t k = 0; k < at::classes; ++k) {
    const double antigen = x[at::antigen + k], held = x[at::held + k], carried = x[at::carried + k];
    rate[at::antigen + k] = -(uptake + p.antigen_decay_per_day) * antigen;
    rate[at::held + k] = uptake * antigen - (p.antigen_degradation_per_day + matures) * held;
    rate[at::carried + k] = matures * held - (leaves + p.presentation_loss_per_day) * carried;
  }
  rate[at::danger] = -p.danger_decay_per_day * x[at::danger];
  rate[at::immature] = p.dendritic_turnover_per_day * (at_rest - immature) - matures * immature;
  rate[at::maturing] = matures * immature - leaves * maturing;
}

/// Dendritic cells activate CD4 cells, which license them in turn. Source of the structure: the helper module
/// of QSPIO-TNBC, with one pool and without its expansion.
void helpers(const CompartmentParameters& p, std::span<const double> x, std::span<double> rate) {
  const double naive = x[at::naive_helper];
  const double activated =
      p.helper_activation_per_day * saturation(p.sites_per_dendritic_cell * x[at::presenting], naive) * naive;
  rate[at::naive_helper] = p.naive_turnover_per_day * (p.naive_helper_cells - naive) - activated;
  rate[at::helper] = activated - p.helper_loss_per_day * x[at::helper];
}

/// Share of its full rate at which a class is primed, by the antigen that a dendritic cell of the nodes shows
/// of it.
double shown(const CompartmentParameters& p, std::span<const double> x, std::size_t k) {
  return saturation(x[at::presented + k], p.antigen_half_per_dendritic_cell * x[at::presenting]);
}

/// Share of the naive cells that recognise an antigen which find a free site on a dendritic cell.
double contact(const CompartmentParameters& p, std::span<const double> x) {
  double recognising = 0;
  for (std::size_t k = 0; k < at::classes; ++k) recognising += shown(p, x, k) * x[at::naive + k];
  return saturation(p.sites_per_dendritic_cell * x[at::presenting], recognising);
}

/// Antigen on the dendritic cells, priming and clonal expansion, class by class.
void lymph_nodes(const CompartmentParameters& p, const DrugLevels& drugs, std::span<const double> x,
                 std::span<double> rate) {
  const double il2 = x[at::il2_nM] + drugs.il2_nM;
  const double n = generations(p, costimulation(p, x[at::treg], drugs.ctla4_blocked), il2);
  const double leave_division = p.proliferation_per_day / n;
  const double daughters = elementary::pow(2, n);
  const double licensed = p.needs_help() ? help(p, x[at::helper]) : 1;
  const double priming = p.activation_per_day * contact(p, x) * licensed;
  for (std::size_t k = 0; k < at::classes; ++k) {
    const double primed = priming * shown(p, x, k) * x[at::naive + k];
    rate[at::presented + k] = p.migration_per_day * x[at::carried + k] -
                              (p.mature_death_per_day + p.presentation_loss_per_day) * x[at::presented + k];
    rate[at::naive + k] -= primed;
    rate[at::activated + k] = primed - leave_division * x[at::activated + k];
    rate[at::effector + k] = leave_division * daughters * x[at::activated + k] -
                             (p.exit_per_day + p.effector_death_per_day) * x[at::effector + k];
  }
  rate[at::presenting] = p.migration_per_day * x[at::maturing] - p.mature_death_per_day * x[at::presenting];
}

/// Naive cells pass through the nodes. What they lack there, in the blood and beyond is told from rest, where
/// what is made replaces what dies.
void naive_cells(const PatientRates& patient, std::span<const double> x, std::span<double> rate) {
  const CompartmentParameters& p = patient.rates;
  const NaiveAtRest& rest = patient.naive;
  for (std::size_t k = 0; k < at::classes; ++k) {
    const double node = x[at::naive + k] - rest.node, blood = x[at::naive_blood + k] - rest.blood,
                 periphery = x[at::naive_periphery + k] - rest.periphery;
    const double enters = p.naive_node_entry_per_day * blood, leaves = p.naive_node_exit_per_day * node;
    rate[at::naive + k] = enters - leaves + (p.naive_node_division_per_day - p.naive_turnover_per_day) * node;
    rate[at::naive_blood + k] = leaves - enters - p.naive_turnover_per_day * blood;
    rate[at::naive_periphery + k] = -p.naive_turnover_per_day * periphery;
  }
}

/// The pool from before the tumour keeps itself up.
void circulation(const PatientRates& patient, const DrugLevels& drugs, std::span<const double> x,
                 std::span<double> rate) {
  const CompartmentParameters& p = patient.rates;
  for (std::size_t k = 0; k < at::classes; ++k) {
    rate[at::blood + k] = p.exit_per_day * x[at::effector + k] +
                          p.effector_death_per_day * (patient.blood_cells[k] - x[at::blood + k]);
    rate[at::periphery + k] =
        p.effector_death_per_day * (periphery_at_rest(p, patient.blood_cells[k]) - x[at::periphery + k]);
  }
  rate[at::treg] = p.treg_turnover_per_day * (p.treg_cells - x[at::treg]) -
                   p.treg_depletion_per_day * drugs.ctla4_blocked * x[at::treg];
}

}  // namespace

double costimulation(const CompartmentParameters& p, double treg_cells, double ctla4_blocked) {
  const double tregs = p.treg_cells > 0 ? treg_cells / p.treg_cells : 0;
  return 1 / (1 + p.ctla4_inhibition * tregs * (1 - ctla4_blocked));
}

double generations(const CompartmentParameters& p, double costimulation, double il2_nM) {
  return p.generations + p.generations_costimulation * costimulation +
         p.generations_il2 * saturation(il2_nM, p.il2_half_nM);
}

double help(const CompartmentParameters& p, double helper_cells) {
  return p.unhelped_priming + (1 - p.unhelped_priming) * saturation(helper_cells, p.helper_half_cells);
}

NaiveAtRest naive_at_rest(const CompartmentParameters& p) {
  const double death = p.naive_turnover_per_day, enter = p.naive_node_entry_per_day,
               exit = p.naive_node_exit_per_day;
  const double to_periphery = p.naive_to_periphery_per_min * minutes_per_day;
  const double stay = exit + death - p.naive_node_division_per_day;
  if (!(stay > 0)) return {-1, -1, -1, -1};
  // of a cell in the blood; those that are made are made outside blood and nodes
  const double node = enter / stay;
  const double periphery = (to_periphery + enter + death - exit * node) / p.naive_from_periphery_per_day;
  const double blood_cells = p.naive_cells_per_class / (1 + node + periphery);
  const double made = (p.naive_from_periphery_per_day + death) * periphery - to_periphery;
  return {node * blood_cells, blood_cells, periphery * blood_cells, made * blood_cells};
}

double periphery_at_rest(const CompartmentParameters& p, double blood_cells) {
  return p.effector_to_periphery_per_min * minutes_per_day / p.effector_from_periphery_per_day * blood_cells;
}

PatientRates::PatientRates(const CompartmentParameters& parameters, double tumour_volume_mm3,
                           const std::array<double, antigen_classes>& cd8_cells)
    : rates(parameters),
      tumour_mm3(tumour_volume_mm3),
      blood_cells(cd8_cells),
      naive(naive_at_rest(parameters)) {}

void set_baseline(const PatientRates& patient, std::span<double> x) {
  for (double& value : x) value = 0;
  for (std::size_t k = 0; k < at::classes; ++k) {
    x[at::naive + k] = patient.naive.node;
    x[at::naive_blood + k] = patient.naive.blood;
    x[at::naive_periphery + k] = patient.naive.periphery;
    x[at::blood + k] = patient.blood_cells[k];
    x[at::periphery + k] = periphery_at_rest(patient.rates, patient.blood_cells[k]);
  }
  x[at::immature] = immature_at_rest(patient);
  x[at::treg] = patient.rates.treg_cells;
  if (patient.rates.needs_help()) x[at::naive_helper] = patient.rates.naive_helper_cells;
}

void rates_of_change(const PatientRates& patient, const DrugLevels& drugs, std::span<const double> x,
                     std::span<double> rate) {
  tumour(patient, x, rate);
  naive_cells(patient, x, rate);
  lymph_nodes(patient.rates, drugs, x, rate);
  if (patient.rates.needs_help()) helpers(patient.rates, x, rate);
  circulation(patient, drugs, x, rate);
  rate[at::il2_nM] = 0;
}

}  // namespace tilscape::compartments
