// What a model with every mechanism on has in common wherever it runs, and the pace of short runs.
#include "tools/bench/everything.hpp"

#include <utility>

namespace tilscape {

namespace {

constexpr double minute = 1.0 / 1440;  // in days

/// A treatment of every kind, and a drug of every kind of effect, three times each within an hour.
Therapy treatments_within(const ShortRun& run) {
  Therapy therapy{dose_of(Drug::pembrolizumab, 0.01, 5 * minute),
                  dose_of(Drug::ipilimumab, 200, 5 * minute),
                  dose_of(Drug::aldesleukin, 10, 10 * minute),
                  dose_of(Drug::nab_paclitaxel, 200, 12 * minute),
                  dose_of(Drug::targeted_inhibitor, 100, 20 * minute),
                  dose_of(Treatment::adoptive_t_cells, run.given_t_cells, 5 * minute, {run.classes.front()}),
                  dose_of(Treatment::car_t_cells, run.given_t_cells, 5 * minute, {run.classes.back()}),
                  dose_of(Treatment::vaccine, 1e7, 5 * minute, run.classes),
                  dose_of(Treatment::radiation, 1, 15 * minute),
                  dose_of(Treatment::surgery, 0, 30 * minute),
                  dose_of(Treatment::stroma_depletion, 0.2, 10 * minute),
                  dose_of(Treatment::stroma_depletion, 0.3, 10 * minute)};
  for (TherapyItem& item : therapy) {
    item.doses = 3, item.every_days = 15 * minute;
    if (item.treatment == Treatment::surgery) item.region.to_um[0] = run.surgery_um;
  }
  therapy.front().start_volume_mm3 = 1e-4;
  return therapy;
}

}  // namespace

Everything everything_within(const ShortRun& run) {
  ByWalker<double> fraction, blood;
  fraction.fill(0.06);
  blood.fill(run.blood_walkers);
  return {.walker_fraction = fraction,
          .blood_walkers = blood,
          .walker_death_per_day = 8,
          .adhesion = 0.3,
          .progenitor_at = 0.4,
          .memory_after_h = 0.3,
          .il2_dependence = 0.8,
          .stroma_speed_factor = 0.4,
          .ifn_gamma_arrest = 0.5,
          .resistance_per_daughter = 0.2,
          .unhelped_priming = 0.3,
          .therapy = treatments_within(run)};
}

void switch_on_cells(ModelParameters& m, const Everything& all) {
  for (FieldSpec& field : m.fields) field.enabled = true;
  m.initial.walker_fraction = all.walker_fraction;
  m.blood.walkers = all.blood_walkers;
  for (WalkerParameters& walker : m.walkers) walker.death_per_day = all.walker_death_per_day;
  m.blood.adhesion = all.adhesion;
  m.t_cell.progenitor_at = all.progenitor_at;
  m.t_cell.memory_after_h = all.memory_after_h;
  m.t_cell.il2_dependence = all.il2_dependence;
  m.immune.stroma_speed_factor = all.stroma_speed_factor;
}

void switch_on_treatments(ModelParameters& m, const Everything& all) {
  m.compartments.enabled = true;
  m.mutation.resistance_per_daughter = all.resistance_per_daughter;
  m.therapy = all.therapy;
  m.car_t.peak_copies_per_ug = 1e9;  // all CAR T cells that are given circulate: no run sees them expand
}

void switch_on_vessels(ModelParameters& m) {
  m.fields[vegf_field].enabled = true;
  m.vessels.collapse = m.vessels.sprouting = true;
}

void switch_everything_on(ModelParameters& m, const Everything& all) {
  switch_on_cells(m, all);
  switch_on_treatments(m, all);
  switch_on_vessels(m);
  m.tumour.ifn_gamma_arrest = all.ifn_gamma_arrest;
  m.compartments.unhelped_priming = all.unhelped_priming;
}

void quicken_cells(ModelParameters& m) {
  m.nk = {.recognition_per_min = 2,
          .licensed_mhc1 = 1,
          .engagement_min = 10,
          .refractory_min = 3,
          .hits_per_h = 20,
          .pd1_brake = m.lattice.size[2] > 1};
  m.macrophage = {.to_m1_per_day = 100,
                  .ifn_gamma_ec50_ng_per_ml = 0.01,
                  .to_m2_per_day = 100,
                  .tgf_beta_ec50_ng_per_ml = 0.2,
                  .contact_drive = 0.5,
                  .hypoxia_drive = 0.7,
                  .phagocytosis_per_h = 10,
                  .m2_pdl1 = 0.5};
  m.t_cell.progenitor_hit_factor = 0.5;
  m.t_cell.memory_death_per_day = 5;
}

void quicken_vessels(ModelParameters& m) {
  m.fields[vegf_field].initial = 0.02;
  m.time.vessels_min = 7;
  m.vessels.collapse_share = 0.6;
  m.vessels.collapse_per_day = 60;
  m.vessels.sprout_um_per_day = 2000;
  m.vessels.vegf_half_ng_per_ml = 0.05;
  m.vessels.spacing_um = 30;
}

TherapyItem dose_of(Drug drug, double dose, double start_day) {
  TherapyItem item;
  item.drug = drug, item.dose = dose, item.start_day = start_day;
  return item;
}

TherapyItem dose_of(Treatment treatment, double dose, double start_day, std::vector<std::uint32_t> classes) {
  TherapyItem item = dose_of(Drug::count, dose, start_day);
  item.treatment = treatment, item.classes = std::move(classes);
  return item;
}

}  // namespace tilscape
