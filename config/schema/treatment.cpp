// Rows of treatments: each drug's way through the body and its effect, and what a dose does to cells.
#include "config/schema/rows.hpp"

namespace tilscape::rows {
namespace {

/// Defaults of a drug with their sources.
struct DrugDefaults {
  Drug drug;
  double clearance_l_per_day, central_l, peripheral_l, exchange_l_per_day;
  double clearance_change, clearance_half_days, clearance_hill;
  Status kinetics;
  const char* kinetics_source;
  double molar_mass_g_per_mol, half_effect_nM;
  Status effect;
  const char* effect_source;
  double tumour_to_plasma;
};

constexpr const char* library = "nlmixr2lib specificDrugs";
constexpr double antibody = 0.3;  // interstitium relative to plasma

const std::vector<DrugDefaults>& drug_defaults() {
  static const std::vector<DrugDefaults> defaults{
      {Drug::pembrolizumab, 0.22, 3.48, 4.06, 0.795, 0, 1, 1, F, library, 149000, 0.029, P,
       "product label: 29 pM; molar mass from memory", antibody},
      {Drug::nivolumab, 0.2256, 3.63, 2.78, 0.770, -0.295, 58.75, 3.15, F, library, 143600, 3.06, M,
       "from memory: product label, 3.06 nM", antibody},
      {Drug::atezolizumab, 0.200, 3.28, 3.63, 0.546, 0, 1, 1, F, library, 145000, 0.4, M,
       "from memory: 0.4 nM", antibody},
      {Drug::ipilimumab, 0.36, 4.15, 3.11, 0.986, 0, 1, 1, F, library, 148000, 18.2, F,
       "QSPIO-TNBC parameters_NSCLC: 18.2 nM", antibody},
      // k10 = 64.9, k12 = 10.2, k21 = 14 per day.
      {Drug::aldesleukin, 389.4, 6, 4.379, 61.31, 0, 1, 1, N,
       "computed to give the label's half-lives, 12.9 and 85 min; volumes from memory", 15600, 0.32, F,
       "QSPIO-TNBC parameters_NSCLC: EC50 0.32 nM", 1},
      {Drug::nab_paclitaxel, 506, 15.8, 550, 1200, 0, 1, 1, M, "from memory: label, clearance 21 L/h", 853.9,
       92, F, "QSPIO-TNBC parameters_NSCLC: IC50 92 nM", 1},
      {Drug::targeted_inhibitor, 350, 200, 100, 500, 0, 1, 1, M,
       "assumption: an oral kinase inhibitor with a half-life of half a day", 500, 50, M, "assumption", 1},
  };
  return defaults;
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
  const auto index = static_cast<std::size_t>(d.drug);
  Section drug(rows, std::string("drugs.") + drug_names[index] + ".", DrugLens{index});
  const auto kinetics = [&d](const char* unit, const char* doc) {
    return About{unit, doc, d.kinetics, d.kinetics_source};
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
              {"g/mol", "Molar mass.", d.effect, d.effect_source});
  drug.number("half_effect_nM", &D::half_effect_nM, d.half_effect_nM, {1e-9, 1e9},
              {"nM", "Concentration of half the effect: the dissociation constant of an antibody.", d.effect,
               d.effect_source});
  drug.number(
      "tumour_to_plasma", &D::tumour_to_plasma, d.tumour_to_plasma, {0, 1e3},
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
                   {"1", "A hypoxic tumour cell feels the dose divided by this.", M, textbook});
  treatment.number("radiation_lymphocyte_alpha_per_gray", &T::radiation_lymphocyte_alpha_per_gray, 0.5,
                   {0, 100},
                   {"1/Gy", "Survival of an immune cell of any kind is exp(-this d).", M, textbook});
}

}  // namespace

void add_treatment_rows(std::vector<Row>& rows) {
  for (const DrugDefaults& drug : drug_defaults()) add_drug(rows, drug);
  add_effects(rows);
}

}  // namespace tilscape::rows
