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
       "Dendritic cells, lymph node and blood as ordinary differential equations of the whole patient. Off: "
       "the blood T cells of blood.cd8_cells stay as they are.",
       S, "setting of this project"});
  body.number("tumour_fraction", &C::tumour_fraction, 1e-3, {1e-9, 1},
              {"1",
               "Share of the patient's tumour that the lattice represents: antigen released and cells that "
               "enter count "
               "1 / this in the patient.",
               M, "assumption: a lattice of about 1 mm3 of a tumour of 1 cm3"});
  body.number("antigen_uptake_per_day", &C::antigen_uptake_per_day, 10, rate,
              {"1/day", "Uptake of released antigen by the dendritic cells of a tumour at rest.", M,
               "assumption: within hours"});
  body.number("antigen_decay_per_day", &C::antigen_decay_per_day, 2, rate,
              {"1/day", "Loss of antigen that nobody takes up.", M, "assumption: within half a day"});
  body.number(
      "silent_danger", &C::silent_danger, 0.1, {0, 1},
      {"1", "Danger signal of apoptosis by itself, relative to a kill, necrosis, chemotherapy or radiation.",
       M, "assumption"});
  body.number("danger_half_per_dendritic_cell", &C::danger_half_per_dendritic_cell, 10, {1e-9, 1e9},
              {"1",
               "Immunogenic deaths not yet taken up, per dendritic cell of a tumour at rest, that halve the "
               "maturation rate.",
               M, "assumption"});
  body.number("dendritic_cells_per_mm3", &C::dendritic_cells_per_mm3, 1000, {0, 1e9},
              {"1/mm3", "Immature dendritic cells in the tumour at rest.", M,
               "assumption: a thousandth of its cells"});
  body.number("dendritic_turnover_per_day", &C::dendritic_turnover_per_day, 0.1, rate,
              {"1/day", "Rate at which immature dendritic cells come back to their number at rest.", M,
               "assumption: 10 days"});
  body.number("maturation_per_day", &C::maturation_per_day, 1.5, rate,
              {"1/day", "Greatest rate of maturation of dendritic cells that have antigen.", F, qspio});
  body.number("migration_per_day", &C::migration_per_day, 4, rate,
              {"1/day", "Departure of mature dendritic cells to the lymph node.", F, qspio});
  body.number("mature_death_per_day", &C::mature_death_per_day, 0.02, rate,
              {"1/day", "Death of mature dendritic cells.", F, qspio});
}

void add_priming(std::vector<Row>& rows) {
  using C = CompartmentParameters;
  auto body = compartment_section(rows);
  body.number("naive_cells_per_class", &C::naive_cells_per_class, 1e5, {0, 1e12},
              {"cells", "Naive CD8 T cells per antigen class.", M,
               "from memory: one in a million of about 1e11 naive CD8 T cells"});
  body.number(
      "naive_turnover_per_day", &C::naive_turnover_per_day, 0.002, rate,
      {"1/day", "Renewal of the naive pool.", M, "from memory: naive T cells live for a year or more"});
  body.number("activation_per_day", &C::activation_per_day, 23, rate,
              {"1/day", "Greatest rate of activation of a naive T cell.", F, qspio});
  body.number(
      "sites_per_dendritic_cell", &C::sites_per_dendritic_cell, 10, {0, 1e6},
      {"1", "T cells that a dendritic cell can hold; activation saturates where naive cells outnumber sites.",
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
              {"1/day", "Departure of effectors from the lymph node to the blood.", F, qspio});
  body.number("effector_death_per_day", &C::effector_death_per_day, 0.01, rate,
              {"1/day", "Death of effectors in lymph node and blood.", F, qspio});
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
  body.number(
      "il2_secretion_nmol_per_cell_per_h", &C::il2_secretion_nmol_per_cell_per_h, 1.8e-10, {0, 1},
      {"nmol/h", "IL-2 released by an activated T cell in the lymph node.", M,
       "from memory: about 30 molecules per second; QSPIO-TNBC's 3e-5 nmol/h would be 5e6 per second"});
  body.number("il2_loss_per_min", &C::il2_loss_per_min, 0.2, {1e-6, 1}, {"1/min", "Loss of IL-2.", F, qspio});
  body.number("il2_half_nM", &C::il2_half_nM, 0.32, {1e-9, 1e6},
              {"nM", "IL-2 that gives half of generations_il2.", F, qspio});
  body.number("lymph_node_ml", &C::lymph_node_ml, 1, {1e-3, 1e6},
              {"mL", "Volume of the lymph nodes that drain the tumour.", M, "from memory: a node of 1 cm"});
}

void add_car_t(std::vector<Row>& rows) {
  using C = CarTParameters;
  constexpr const char* stein = "Stein 2019 (tisagenlecleucel), nlmixr2lib";
  Section car(
      rows, "car_t.", [](auto& r) -> auto& { return r.model.car_t; });
  car.number("expansion_fold", &C::expansion_fold, 3900, {1, 1e9},
             {"1", "Growth of infused CAR T cells in the blood.", F, stein});
  car.number("expansion_days", &C::expansion_days, 9.3, {0.1, 1e4}, {"day", "… within this time.", F, stein});
  car.number(
      "most_cells", &C::most_cells, 1e12, {1, 1e14},
      {"cells", "Growth slows as they approach this many, by the logistic law; what is above it dies back.",
       M, "from memory: about all T cells of a body"});
  car.number(
      "memory_fraction", &C::memory_fraction, 0.008, {0, 1},
      {"1", "Share of the daughters that become memory cells.", M, "from memory: about 1 % of the peak"});
  car.number("contraction_per_day", &C::contraction_per_day, 0.16, rate,
             {"1/day", "Loss of the others after expansion.", F, stein});
  car.number("memory_decay_per_day", &C::memory_decay_per_day, 0.0032, rate,
             {"1/day", "Loss of memory cells.", F, stein});
}

}  // namespace

void add_body_rows(std::vector<Row>& rows) {
  add_tissue_side(rows);
  add_priming(rows);
  add_help(rows);
  add_regulation(rows);
  add_car_t(rows);
}

}  // namespace tilscape::rows
