// Rows of the patient around the tissue: compartments of the cancer-immunity cycle, and CAR T cells in the
// blood.
#include "config/schema/rows.hpp"

namespace tilscape::rows {
namespace {

// What a step of a minute integrates: faster rates would not be seen, and blow up.
const NumberRange rate{0, 400};
constexpr const char* qspio = "QSPIO-TNBC parameters_NSCLC";

auto compartment_section(std::vector<Row>& rows) {
  return Section(
      rows, "compartments.", [](auto& r) -> auto& { return r.model.compartments; });
}

void add_tissue_side(std::vector<Row>& rows) {
  using C = CompartmentParameters;
  auto body = compartment_section(rows);
  body.boolean(
      "enabled", &C::enabled, false,
      {"1",
       "Dendritic cells, lymph nodes, blood and periphery as ordinary differential equations of the whole "
       "patient. Off: "
       "the blood T cells of blood.cd8_cells stay as they are.",
       S, "setting of this project"});
  body.number(
      "tumour_diameter_mm", &C::tumour_diameter_mm, 37, {0.1, 1000},
      {"mm",
       "Diameter of the patient's tumour, a ball. What the lattice holds of it counts in the patient: "
       "antigen released and cells that enter are multiplied by its volume over that of the lattice.",
       F, "QSPIO-TNBC parameters_NSCLC: 3.7 cm at diagnosis (Rittmeyer 2017)"});
  body.number("tumour_fraction", &C::tumour_fraction, 0, {0, 1},
              {"1",
               "Share of the patient's tumour that the lattice represents, in place of what "
               "compartments.tumour_diameter_mm says. 0: as that says.",
               S, "setting of this project: the diameter is what a patient's record has"});
}

void add_antigen(std::vector<Row>& rows) {
  using C = CompartmentParameters;
  auto body = compartment_section(rows);
  body.number("antigen_uptake_per_day", &C::antigen_uptake_per_day, 14.4, rate,
              {"1/day", "Uptake of released antigen by the dendritic cells of a tumour at rest.", F,
               "QSPIO-TNBC parameters_NSCLC: 14.4 (Chen 2014), there of each cell"});
  body.number(
      "antigen_decay_per_day", &C::antigen_decay_per_day, 2, rate,
      {"1/day", "Loss of antigen that nobody takes up.", F, "QSPIO-TNBC parameters_NSCLC: 2 (Palsson 2013)"});
  body.number("antigen_degradation_per_day", &C::antigen_degradation_per_day, 17.28, rate,
              {"1/day", "Loss of antigen in immature dendritic cells, which show none.", F,
               "QSPIO-TNBC parameters_NSCLC: 17.28 (Chen 2014)"});
  body.number("presentation_loss_per_day", &C::presentation_loss_per_day, 1, rate,
              {"1/day", "Loss of complexes of peptide and MHC-I from mature dendritic cells.", P,
               "half-lives of 16 to 35 h of ligands of HLA-C*07:01 against which mice make T cells, "
               "J. Immunol.; that stable ones are the immunogenic ones: Harndahl 2012, "
               "doi:10.1002/eji.201141774"});
  body.number(
      "antigen_half_per_dendritic_cell", &C::antigen_half_per_dendritic_cell, 1, {1e-9, 1e9},
      {"1",
       "Dead cells' worth of an antigen per mature dendritic cell of the nodes at which its class is "
       "primed at half of the full rate, by the law x / (x + this).",
       M,
       "assumption: what a dendritic cell shows of one dead cell. QSPIO-TNBC's half is some 26 complexes "
       "per cell, and one in thousands of a dead cell's 1e5 copies is shown"});
  body.number(
      "silent_danger", &C::silent_danger, 0.1, {0, 1},
      {"1", "Danger signal of apoptosis by itself, relative to a kill, necrosis, chemotherapy or radiation.",
       M, "assumption"});
  body.number(
      "danger_half_per_mm3", &C::danger_half_per_mm3, 0.075, {1e-9, 1e9},
      {"1/mm3",
       "Immunogenic deaths whose signal still lasts, per volume of the patient's tumour, that halve the "
       "maturation rate of dendritic cells.",
       N, "computed from QSPIO-TNBC parameters_NSCLC: 1 nM (Chen 2014) over 1.34e-14 mol per dying cell"});
  body.number("danger_decay_per_day", &C::danger_decay_per_day, 2, rate,
              {"1/day", "Decay of that signal.", F, "QSPIO-TNBC parameters_NSCLC: 2 (Chen 2014)"});
}

void add_dendritic_cells(std::vector<Row>& rows) {
  using C = CompartmentParameters;
  auto body = compartment_section(rows);
  body.number("dendritic_cells_per_mm3", &C::dendritic_cells_per_mm3, 400, {0, 1e9},
              {"1/mm3", "Immature dendritic cells in the tumour at rest.", F,
               "QSPIO-TNBC parameters_NSCLC: 4e5 per mL (Lavin 2017)"});
  body.number("dendritic_turnover_per_day", &C::dendritic_turnover_per_day, 0.1, rate,
              {"1/day", "Rate at which immature dendritic cells come back to their number at rest.", P,
               "a half-life of a week: days to a few weeks, Merad & Manz 2009, "
               "doi:10.1182/blood-2008-12-180646. QSPIO-TNBC has 0.01, from a model of tuberculosis"});
  body.number("maturation_per_day", &C::maturation_per_day, 1.5, rate,
              {"1/day", "Greatest rate of maturation of dendritic cells.", F, qspio});
  body.number("migration_per_day", &C::migration_per_day, 4, rate,
              {"1/day", "Departure of mature dendritic cells to the lymph nodes.", F, qspio});
  body.number(
      "mature_death_per_day", &C::mature_death_per_day, 0.2, rate,
      {"1/day", "Death of mature dendritic cells.", P,
       "a life of five days, between the 3 of Kamath 2002 (doi:10.1182/blood.V100.5.1734) and the two "
       "weeks of Garg 2003 (doi:10.1038/ni962), in mice. QSPIO-TNBC has 0.02, from a model of "
       "tuberculosis"});
}

void add_naive_cells(std::vector<Row>& rows) {
  using C = CompartmentParameters;
  auto body = compartment_section(rows);
  const NumberRange exchange = above(0, 1e6);
  body.number("naive_cells_per_class", &C::naive_cells_per_class, 1.39e5, {0, 1e12},
              {"cells",
               "Naive CD8 T cells per antigen class in the body: 136 in the lymph nodes, 2,730 in the blood, "
               "the rest elsewhere, as the rates of exchange have it.",
               F, "QSPIO-TNBC parameters_NSCLC: 505 per uL of 6 L, 51 times in all, of 1.11e6 clones"});
  body.number("naive_turnover_per_day", &C::naive_turnover_per_day, 0.002, rate,
              {"1/day", "Death of naive cells; as many are made where nothing primes them.", F,
               "QSPIO-TNBC parameters_NSCLC: 0.002 (den Braber 2012)"});
  body.number(
      "naive_node_entry_per_day", &C::naive_node_entry_per_day, 0.076, rate,
      {"1/day", "Passage of a naive cell from the blood to the lymph nodes of the tumour.", F, qspio});
  body.number(
      "naive_node_exit_per_day", &C::naive_node_exit_per_day, 1.8, above(0, 400),
      {"1/day", "… from there back to the blood.", F, "QSPIO-TNBC parameters_NSCLC: 1.8 (Mandl 2012)"});
  body.number("naive_node_division_per_day", &C::naive_node_division_per_day, 0.28, rate,
              {"1/day", "Division of a naive cell there.", N,
               "computed from QSPIO-TNBC parameters_NSCLC: 3.2e8 per day of all clones, over the number that "
               "halves it, 1e9, and the 1.5e8 that are there"});
  body.number("naive_to_periphery_per_min", &C::naive_to_periphery_per_min, 0.1764, {0, 1e3},
              {"1/min", "Passage of a naive cell from the blood to the rest of the body.", F,
               "QSPIO-TNBC parameters_NSCLC: 4.2e-13 per min and cell, 5e8 per mL, of 0.014 x 60 L"});
  body.number("naive_from_periphery_per_day", &C::naive_from_periphery_per_day, 5.1, exchange,
              {"1/day", "… from there back to the blood.", F, qspio});
  body.number(
      "effector_to_periphery_per_min", &C::effector_to_periphery_per_min, 2.436, {0, 1e3},
      {"1/min",
       "Passage of an effector from the blood to the rest of the body. Of the effectors 0.68 % are in "
       "the blood. 0: all of them are.",
       F, "QSPIO-TNBC parameters_NSCLC: 5.8e-12 per min and cell, 5e8 per mL, of 0.014 x 60 L"});
  body.number("effector_from_periphery_per_day", &C::effector_from_periphery_per_day, 24, exchange,
              {"1/day", "… from there back to the blood.", F, qspio});
}

void add_priming(std::vector<Row>& rows) {
  using C = CompartmentParameters;
  auto body = compartment_section(rows);
  body.number(
      "activation_per_day", &C::activation_per_day, 23, rate,
      {"1/day",
       "Greatest rate of activation of a naive T cell, where dendritic cells show much antigen and have "
       "free sites.",
       F, qspio});
  body.number("sites_per_dendritic_cell", &C::sites_per_dendritic_cell, 10, {0, 1e6},
              {"1",
               "T cells that a dendritic cell can hold; activation saturates where naive cells that "
               "recognise what it "
               "shows outnumber sites.",
               F, qspio});
  body.number("proliferation_per_day", &C::proliferation_per_day, 1, above(0, 400),
              {"1/day", "Divisions per day of an activated T cell.", F, qspio});
  body.number("generations", &C::generations, 2, {1, 20},
              {"1", "Divisions of an activated T cell without co-stimulation and IL-2.", F, qspio});
  body.number("generations_costimulation", &C::generations_costimulation, 3, {0, 10},
              {"1", "Further divisions at full co-stimulation.", F, qspio});
  body.number("generations_il2", &C::generations_il2, 11, {0, 20},
              {"1", "Further divisions at saturating IL-2.", F, qspio});
  body.number("exit_per_day", &C::exit_per_day, 24, rate,
              {"1/day", "Departure of effectors from the lymph nodes to the blood.", F, qspio});
  body.number("effector_death_per_day", &C::effector_death_per_day, 0.01, rate,
              {"1/day", "Death of effectors in lymph nodes, blood and periphery.", F, qspio});
}

void add_help(std::vector<Row>& rows) {
  using C = CompartmentParameters;
  auto body = compartment_section(rows);
  body.number(
      "unhelped_priming", &C::unhelped_priming, 1, {0, 1},
      {"1",
       "Priming of CD8 T cells by dendritic cells that no CD4 helper has licensed, relative to licensed "
       "ones. 1: helpers are not modelled. The rest of priming is x / (x + helper_half_cells) of x "
       "activated helpers.",
       S,
       "setting of this project, off; Bennett, Ridge and Schoenberger 1998, Janssen 2003: little of it "
       "without inflammation"});
  body.number(
      "naive_helper_cells", &C::naive_helper_cells, 1e5, {0, 1e12},
      {"cells", "Naive CD4 T cells that know an antigen of the tumour; 0: depleted.", M,
       "assumption: as CD8 T cells of a class; QSPIO-TNBC has about as many CD4 clones as CD8 clones"});
  body.number(
      "helper_activation_per_day", &C::helper_activation_per_day, 10, rate,
      {"1/day",
       "Greatest rate of activation of a naive CD4 T cell; it saturates with dendritic cells as that of "
       "CD8 T cells.",
       F, qspio});
  body.number(
      "helper_loss_per_day", &C::helper_loss_per_day, 0.2, rate,
      {"1/day", "Rate at which activated helpers leave, die or come to rest.", M, "assumption: 5 days"});
  body.number("helper_half_cells", &C::helper_half_cells, 1e4, {1e-9, 1e12},
              {"cells", "Activated helpers that license half of the dendritic cells.", M,
               "assumption: a tenth of the naive pool"});
}

void add_regulation(std::vector<Row>& rows) {
  using C = CompartmentParameters;
  auto body = compartment_section(rows);
  body.number(
      "ctla4_inhibition", &C::ctla4_inhibition, 1, {0, 1e6},
      {"1",
       "Co-stimulation is 1 / (1 + this x regulatory T cells relative to treg_cells x CTLA-4 left free).", M,
       "assumption: half of it at rest"});
  body.number("treg_cells", &C::treg_cells, 1e8, {1, 1e13},
              {"cells", "Regulatory T cells in blood and lymph nodes at rest.", M,
               "from memory: 5 % of CD4 T cells"});
  body.number("treg_turnover_per_day", &C::treg_turnover_per_day, 0.05, rate,
              {"1/day", "Renewal of that pool.", M, "assumption: 20 days"});
  body.number("treg_depletion_per_day", &C::treg_depletion_per_day, 0.1, rate,
              {"1/day", "Death of regulatory T cells where anti-CTLA-4 holds all CTLA-4.", F, qspio});
  constexpr const char* well_mixed =
      "QSPIO-TNBC parameters_NSCLC. As molecules of one cell both are thousands of times what is measured: "
      "cells share IL-2 with their neighbours, and the nodes are taken as well mixed";
  body.number("il2_secretion_nmol_per_cell_per_h", &C::il2_secretion_nmol_per_cell_per_h, 3e-5, {0, 1},
              {"nmol/h", "IL-2 released by an activated T cell in the lymph nodes.", F, well_mixed});
  body.number(
      "il2_consumption_nmol_per_cell_per_h", &C::il2_consumption_nmol_per_cell_per_h, 6e-6, {0, 1},
      {"nmol/h", "IL-2 taken up by an effector in the lymph nodes, at most; half of it at il2_half_nM.", F,
       well_mixed});
  body.number("il2_loss_per_min", &C::il2_loss_per_min, 0.2, {1e-6, 1}, {"1/min", "Loss of IL-2.", F, qspio});
  body.number("il2_half_nM", &C::il2_half_nM, 0.32, {1e-9, 1e6},
              {"nM", "IL-2 that gives half of generations_il2.", F, qspio});
  body.number("lymph_node_ml", &C::lymph_node_ml, 1.37, {1e-3, 1e6},
              {"mL", "Volume of the lymph nodes that drain the tumour.", F,
               "QSPIO-TNBC parameters_NSCLC: 21 nodes of 5 mm"});
}

void add_car_t(std::vector<Row>& rows) {
  using C = CarTParameters;
  constexpr const char* stein = "Stein 2019 (tisagenlecleucel), nlmixr2lib";
  Section car(
      rows, "car_t.", [](auto& r) -> auto& { return r.model.car_t; });
  car.number("expansion_fold", &C::expansion_fold, 3900, {1, 1e9},
             {"1",
              "Growth of the CAR T cells that circulate first, by the end of their expansion; also the most "
              "that each cell given can become.",
              F, stein});
  car.number("expansion_days", &C::expansion_days, 9.3, {0.1, 1e4},
             {"day", "Length of the expansion.", F, stein});
  car.number("peak_copies_per_ug", &C::peak_copies_per_ug, 24000, {0, 1e9},
             {"1/ug", "Transgene per DNA of the blood at the end of the expansion, after the reference dose.",
              F, stein});
  car.number("blood_cells_per_copy_per_ug", &C::blood_cells_per_copy_per_ug, 83000, {0, 1e9},
             {"cells ug",
              "CAR T cells in the blood per copy of transgene in a ug of its DNA: its leukocytes over their "
              "number in a ug.",
              M,
              "from memory: 6.6 pg of DNA per cell, 5 L with 2.5e9 leukocytes per L while they recover from "
              "lymphodepletion, one copy per CAR T cell"});
  car.number("reference_dose_cells", &C::reference_dose_cells, 1e8, {1, 1e14},
             {"cells", "Dose of that peak.", F, "nlmixr2lib: median of patients above 50 kg"});
  car.number("dose_exponent", &C::dose_exponent, 0.093, {0, 1},
             {"1", "The peak is proportional to the cells given, of all doses together, to this power.", P,
              "Stein 2019, doi:10.1002/psp4.12388"});
  car.number("memory_fraction", &C::memory_fraction, 0.0079, {0, 1},
             {"1", "Share of the peak that the slow decline starts from.", F, stein});
  car.number("contraction_per_day", &C::contraction_per_day, 0.16, rate,
             {"1/day", "Loss of the others after expansion.", F, stein});
  car.number("memory_decay_per_day", &C::memory_decay_per_day, 0.0032, rate,
             {"1/day", "Loss of memory cells.", F, stein});
  car.number(
      "share_in_blood", &C::share_in_blood, 0.0068, {1e-9, 1},
      {"1",
       "Share of the CAR T cells that is in the blood, where they are counted; those that leave it for the "
       "tumour are of all of them.",
       N, "computed from QSPIO-TNBC's exchange of effectors: 24 / (24 + 2.436 x 1440)"});
}

}  // namespace

void add_body_rows(std::vector<Row>& rows) {
  add_tissue_side(rows);
  add_antigen(rows);
  add_dendritic_cells(rows);
  add_naive_cells(rows);
  add_priming(rows);
  add_help(rows);
  add_regulation(rows);
  add_car_t(rows);
}

}  // namespace tilscape::rows
