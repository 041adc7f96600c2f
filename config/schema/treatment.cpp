// Rows of treatments: each drug's way through the body and its effect, and what a dose does to cells.
#include "config/schema/rows.hpp"

namespace tilscape::rows {
namespace {

struct Origin {
  Status status;
  const char* source;
};

/// Defaults of a drug with their sources: a row each, in the order of drug_records.
struct DrugDefaults {
  Drug drug;
  double clearance_l_per_day, central_l, peripheral_l, exchange_l_per_day;
  double clearance_change = 0, clearance_half_days = 1, clearance_hill = 1;  // 0: it stays what it is
  Origin kinetics;
  double molar_mass_g_per_mol, half_effect_nM;
  Origin effect;
};

constexpr const char* library = "nlmixr2lib specificDrugs";

constexpr DrugDefaults drug_defaults[] = {
    {.drug = Drug::pembrolizumab,
     .clearance_l_per_day = 0.22,
     .central_l = 3.48,
     .peripheral_l = 4.06,
     .exchange_l_per_day = 0.795,
     .kinetics = {F, library},
     .molar_mass_g_per_mol = 149000,
     .half_effect_nM = 0.029,
     .effect = {P, "product label: 29 pM; molar mass from memory"}},
    {.drug = Drug::nivolumab,
     .clearance_l_per_day = 0.2256,
     .central_l = 3.63,
     .peripheral_l = 2.78,
     .exchange_l_per_day = 0.770,
     .clearance_change = -0.295,
     .clearance_half_days = 58.75,
     .clearance_hill = 3.15,
     .kinetics = {F, library},
     .molar_mass_g_per_mol = 143600,
     .half_effect_nM = 3.06,
     .effect = {M, "from memory: product label, 3.06 nM"}},
    {.drug = Drug::atezolizumab,
     .clearance_l_per_day = 0.200,
     .central_l = 3.28,
     .peripheral_l = 3.63,
     .exchange_l_per_day = 0.546,
     .kinetics = {F, library},
     .molar_mass_g_per_mol = 145000,
     .half_effect_nM = 0.4,
     .effect = {M, "from memory: 0.4 nM"}},
    {.drug = Drug::ipilimumab,
     .clearance_l_per_day = 0.36,
     .central_l = 4.15,
     .peripheral_l = 3.11,
     .exchange_l_per_day = 0.986,
     .kinetics = {F, library},
     .molar_mass_g_per_mol = 148000,
     .half_effect_nM = 18.2,
     .effect = {F, "QSPIO-TNBC parameters_NSCLC: 18.2 nM"}},
    {.drug = Drug::aldesleukin,  // k10 = 64.9, k12 = 10.2, k21 = 14 per day
     .clearance_l_per_day = 389.4,
     .central_l = 6,
     .peripheral_l = 4.379,
     .exchange_l_per_day = 61.31,
     .kinetics = {N, "computed to give the label's half-lives, 12.9 and 85 min; volumes from memory"},
     .molar_mass_g_per_mol = 15600,
     .half_effect_nM = 0.32,
     .effect = {F, "QSPIO-TNBC parameters_NSCLC: EC50 0.32 nM"}},
    {.drug = Drug::nab_paclitaxel,
     .clearance_l_per_day = 506,
     .central_l = 15.8,
     .peripheral_l = 550,
     .exchange_l_per_day = 1200,
     .kinetics = {M, "from memory: label, clearance 21 L/h"},
     .molar_mass_g_per_mol = 853.9,
     .half_effect_nM = 92,
     .effect = {F, "QSPIO-TNBC parameters_NSCLC: IC50 92 nM"}},
    {.drug = Drug::targeted_inhibitor,
     .clearance_l_per_day = 350,
     .central_l = 200,
     .peripheral_l = 100,
     .exchange_l_per_day = 500,
     .kinetics = {M, "assumption: an oral kinase inhibitor with a half-life of half a day"},
     .molar_mass_g_per_mol = 500,
     .half_effect_nM = 50,
     .effect = {M, "assumption"}},
};
static_assert(has_each_drug(drug_defaults));

/// Interstitium relative to plasma.
constexpr double tumour_to_plasma(DrugClass drug_class) {
  return drug_class == DrugClass::antibody ? 0.3 : 1;
}

struct DrugLens {
  std::size_t drug;
  template <class Run>
  auto& operator()(Run& run) const {
    return run.model.drugs[drug];
  }
};

void add_drug(std::vector<Row>& rows, const DrugDefaults& d) {
  using D = DrugParameters;
  const DrugRecord& record = record_of(d.drug);
  Section drug(rows, std::string("drugs.") + record.name + ".", DrugLens{index_of(d.drug)});
  const auto kinetics = [&d](const char* unit, const char* doc) {
    return About{unit, doc, d.kinetics.status, d.kinetics.source};
  };
  drug.number("clearance_L_per_day", &D::clearance_l_per_day, d.clearance_l_per_day, {0, 1e6},
              kinetics("L/day", "Clearance from the central compartment."));
  drug.number("central_L", &D::central_l, d.central_l, {0.01, 1e6},
              kinetics("L", "Volume of the central compartment."));
  drug.number("peripheral_L", &D::peripheral_l, d.peripheral_l, {0.01, 1e6},
              kinetics("L", "Volume of the peripheral compartment."));
  drug.number("exchange_L_per_day", &D::exchange_l_per_day, d.exchange_l_per_day, {0, 1e6},
              kinetics("L/day", "Exchange between the two."));
  drug.number(
      "clearance_change", &D::clearance_change, d.clearance_change, {-10, 10},
      kinetics("1", "Clearance changes by exp(this x t^n / (half^n + t^n)), t days after the first dose."));
  drug.number("clearance_half_days", &D::clearance_half_days, d.clearance_half_days, {1e-3, 1e5},
              kinetics("day", "Time of half of that change."));
  drug.number("clearance_hill", &D::clearance_hill, d.clearance_hill, above(0, 20),
              kinetics("1", "Its exponent n."));
  drug.number("molar_mass_g_per_mol", &D::molar_mass_g_per_mol, d.molar_mass_g_per_mol, {1, 1e7},
              {"g/mol", "Molar mass.", d.effect.status, d.effect.source});
  const std::string half_effect = std::string("Concentration of half the effect on ") + record.target +
                                  ": the dissociation constant of an antibody.";
  drug.number("half_effect_nM", &D::half_effect_nM, d.half_effect_nM, {1e-9, 1e9},
              {"nM", half_effect.c_str(), d.effect.status, d.effect.source});
  drug.number(
      "tumour_to_plasma", &D::tumour_to_plasma, tumour_to_plasma(record.drug_class), {0, 1e3},
      {"1",
       "Concentration in the tumour relative to plasma, where the drug is well mixed: its class's field in "
       "fields.*_penetration is off.",
       M, "assumption: antibodies reach a third of it, small molecules all"});
}

void add_effects(std::vector<Row>& rows) {
  using T = TreatmentParameters;
  constexpr const char* textbook = "from memory: textbook radiobiology";
  Section treatment(
      rows, "treatment.", [](auto& r) -> auto& { return r.model.treatment; });
  treatment.number("body_mass_kg", &T::body_mass_kg, 70, above(0, 1000),
                   {"kg", "For doses per kg.", S, "setting of this project"});
  treatment.number("il2_million_iu_per_mg", &T::il2_million_iu_per_mg, 16.4, {1e-3, 1e3},
                   {"1e6 IU/mg", "Activity of aldesleukin.", M, "from memory: 18 million IU are 1.1 mg"});
  treatment.number("vaccine_antigen_per_cell", &T::vaccine_antigen_per_cell, 10, {0, 1e6},
                   {"1",
                    "Dead cells' worth of each antigen of a vaccine on each of its dendritic cells; see "
                    "compartments.antigen_half_per_dendritic_cell.",
                    M, "assumption: pulsed until little more is shown"});
  treatment.number(
      "cytotoxic_kill_per_h", &T::cytotoxic_kill_per_h, 0.06, {0, 1e3},
      {"1/h", "Death rate of cycling tumour cells and dividing T cells at full effect of chemotherapy.", F,
       "QSPIO-TNBC parameters_NSCLC: 0.06"});
  treatment.number(
      "targeted_inhibition", &T::targeted_inhibition, 1, {0, 1},
      {"1", "Share of the division rate that the targeted inhibitor takes at full effect.", M, "assumption"});
  treatment.number("radiation_alpha_per_gray", &T::radiation_alpha_per_gray, 0.3, {0, 100},
                   {"1/Gy", "Survival of a tumour cell is exp(-alpha d - beta d^2).", M, textbook});
  treatment.number("radiation_beta_per_gray2", &T::radiation_beta_per_gray2, 0.03, {0, 100},
                   {"1/Gy2", "See radiation_alpha_per_gray; alpha / beta = 10 Gy.", M, textbook});
  treatment.number("radiation_hypoxia_ratio", &T::radiation_hypoxia_ratio, 3, {1, 10},
                   {"1",
                    "A tumour cell without oxygen feels the dose divided by this, m; one at p mmHg the share "
                    "(m p + K) / (m (p + K)), where K is radiation_half_oxygen_mmHg.",
                    M, "from memory: Alper and Howard-Flanders 1956, m = 3 and K = 3 mmHg"});
  treatment.number("radiation_half_oxygen_mmHg", &T::radiation_half_oxygen_mmHg, 3, above(0, 760),
                   {"mmHg", "Oxygen at which half of the difference is felt: see radiation_hypoxia_ratio.", M,
                    "from memory: as radiation_hypoxia_ratio"});
  treatment.number(
      "radiation_lymphocyte_alpha_per_gray", &T::radiation_lymphocyte_alpha_per_gray, 0.5, {0, 100},
      {"1/Gy", "Survival of an immune cell other than a macrophage is exp(-this d).", M, textbook});
  treatment.number("radiation_macrophage_alpha_per_gray", &T::radiation_macrophage_alpha_per_gray, 0.02,
                   {0, 100},
                   {"1/Gy", "Survival of a macrophage is exp(-this d).", M,
                    "from memory: macrophages outlive doses that kill lymphocytes"});
}

}  // namespace

void add_treatment_rows(std::vector<Row>& rows) {
  for (const DrugDefaults& drug : drug_defaults) add_drug(rows, drug);
  add_effects(rows);
}

}  // namespace tilscape::rows
