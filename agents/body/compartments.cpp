// One function per organ; each writes the rates of its own quantities.
#include "agents/body/compartments.hpp"

#include "core/base/elementary.hpp"

namespace tilscape::compartments {

namespace {

constexpr double hours_per_day = 24, minutes_per_day = 1440;

double saturation(double x, double half) {
  return x > 0 ? x / (x + half) : 0;
}

double immature_at_rest(const PatientRates& patient) {
  return patient.rates.dendritic_cells_per_mm3 * patient.tumour_mm3;
}

/// Uptake, maturation and departure of dendritic cells. A mature one carries the class it took up.
void tumour(const PatientRates& patient, std::span<const double> x, std::span<double> rate) {
  const CompartmentParameters& p = patient.rates;
  const double at_rest = immature_at_rest(patient);
  const double share_present = at_rest > 0 ? x[at::immature] / at_rest : 0;
  const double loss = p.antigen_uptake_per_day * share_present + p.antigen_decay_per_day;
  const double alarm = saturation(x[at::danger], p.danger_half_per_dendritic_cell * at_rest);
  double antigens = 0;
  for (std::size_t k = 0; k < at::classes; ++k) antigens += x[at::antigen + k];
  const double matures = antigens > 0 ? p.maturation_per_day * alarm * x[at::immature] : 0;
  for (std::size_t k = 0; k < at::classes; ++k) {
    const double antigen = x[at::antigen + k], maturing = x[at::maturing + k];
    rate[at::antigen + k] = -loss * antigen;
    rate[at::maturing + k] = (antigens > 0 ? matures * antigen / antigens : 0) -
                             (p.migration_per_day + p.mature_death_per_day) * maturing;
  }
  rate[at::danger] = -loss * x[at::danger];
  rate[at::immature] = p.dendritic_turnover_per_day * (at_rest - x[at::immature]) - matures;
}

/// Dendritic cells of any class activate CD4 cells, which license them in turn. Source of the structure: the
/// helper module of QSPIO-TNBC, with one pool and without its expansion.
void helpers(const CompartmentParameters& p, std::span<const double> x, std::span<double> rate) {
  double presenting = 0;
  for (std::size_t k = 0; k < at::classes; ++k) presenting += x[at::presenting + k];
  const double naive = x[at::naive_helper];
  const double activated =
      p.helper_activation_per_day * saturation(p.sites_per_dendritic_cell * presenting, naive) * naive;
  rate[at::naive_helper] = p.naive_turnover_per_day * (p.naive_helper_cells - naive) - activated;
  rate[at::helper] = activated - p.helper_loss_per_day * x[at::helper];
}

/// Priming and clonal expansion, class by class.
void lymph_node(const CompartmentParameters& p, const DrugLevels& drugs, std::span<const double> x,
                std::span<double> rate) {
  const double il2 = x[at::il2_nM] + drugs.il2_nM;
  const double n = generations(p, costimulation(p, x[at::treg], drugs.ctla4_blocked), il2);
  const double leave_division = p.proliferation_per_day / n;
  const double daughters = elementary::pow(2, n);
  const double licensed = p.needs_help() ? help(p, x[at::helper]) : 1;
  double dividing = 0;
  for (std::size_t k = 0; k < at::classes; ++k) {
    const double presenting = x[at::presenting + k], naive = x[at::naive + k],
                 activated = x[at::activated + k], effector = x[at::effector + k];
    const double contacts = p.sites_per_dendritic_cell * presenting;
    const double primed = p.activation_per_day * saturation(contacts, naive) * naive * licensed;
    rate[at::presenting + k] =
        p.migration_per_day * x[at::maturing + k] - p.mature_death_per_day * presenting;
    rate[at::naive + k] = p.naive_turnover_per_day * (p.naive_cells_per_class - naive) - primed;
    rate[at::activated + k] = primed - leave_division * activated;
    rate[at::effector + k] =
        leave_division * daughters * activated - (p.exit_per_day + p.effector_death_per_day) * effector;
    dividing += activated;
  }
  const double secreted_nM_per_day =
      p.il2_secretion_nmol_per_cell_per_h * hours_per_day * dividing / (p.lymph_node_ml * 1e-3);
  rate[at::il2_nM] = secreted_nM_per_day - p.il2_loss_per_min * minutes_per_day * x[at::il2_nM];
}

/// The pool from before the tumour keeps itself up.
void blood(const PatientRates& patient, const DrugLevels& drugs, std::span<const double> x,
           std::span<double> rate) {
  const CompartmentParameters& p = patient.rates;
  for (std::size_t k = 0; k < at::classes; ++k)
    rate[at::blood + k] = p.exit_per_day * x[at::effector + k] +
                          p.effector_death_per_day * (patient.blood_cells[k] - x[at::blood + k]);
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

void set_baseline(const PatientRates& patient, std::span<double> x) {
  for (double& value : x) value = 0;
  for (std::size_t k = 0; k < at::classes; ++k) {
    x[at::naive + k] = patient.rates.naive_cells_per_class;
    x[at::blood + k] = patient.blood_cells[k];
  }
  x[at::immature] = immature_at_rest(patient);
  x[at::treg] = patient.rates.treg_cells;
  if (patient.rates.needs_help()) x[at::naive_helper] = patient.rates.naive_helper_cells;
}

void rates_of_change(const PatientRates& patient, const DrugLevels& drugs, std::span<const double> x,
                     std::span<double> rate) {
  tumour(patient, x, rate);
  lymph_node(patient.rates, drugs, x, rate);
  if (patient.rates.needs_help()) helpers(patient.rates, x, rate);
  blood(patient, drugs, x, rate);
}

}  // namespace tilscape::compartments
