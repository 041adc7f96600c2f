// Rows of the CD8 T cell: walk, recognition and killing, PD-1 and exhaustion, life and division; blood.
#include "config/schema/rows.hpp"

namespace tilscape::rows {
namespace {

using T = TCellParameters;
const NumberRange rate{0, 1e6};
const NumberRange share{0, 1};

auto t_cell_section(std::vector<Row>& rows) {
  return Section(
      rows, "t_cell.", [](auto& r) -> auto& { return r.model.t_cell; });
}

void add_walk(std::vector<Row>& rows) {
  auto t_cell = t_cell_section(rows);
  t_cell.number("speed_um_per_min", &T::speed_um_per_min, 4, {0, 1000},
                {"um/min", "Speed of a free walk; at most one site per base step.", F,
                 "between 1 to 3.6 (SPQSP_PDAC, PhysiCell, pc4covid19) and 5 to 10 (tumor-tcell)"});
  t_cell.number("persistence_min", &T::persistence_min, 7, {0, 1e5},
                {"min", "Mean time on one heading; 0: a new heading at each move.", F,
                 "immunoABM3D, PhysiCell, pc4covid19: 5 to 10"});
  t_cell.number("chemotaxis", &T::chemotaxis, 0.15, share,
                {"1", "Chance that a new heading follows the chemokine gradient; 0: none.", F,
                 "published chemotaxis indices: 0.13 to 0.17"});
  t_cell.number(
      "tissue_speed_factor", &T::tissue_speed_factor, 0.5, share,
      {"1", "Speed into a site that holds tumour or stroma, relative to a free one.", M, "assumption"});
  t_cell.number(
      "crowding_slowdown", &T::crowding_slowdown, 0.5, share,
      {"1", "Speed is multiplied by 1 - this x share of occupied tissue neighbours.", M, "assumption"});
}

void add_killing(std::vector<Row>& rows) {
  auto t_cell = t_cell_section(rows);
  t_cell.number("recognition_per_min", &T::recognition_per_min, 0.2, rate,
                {"1/min", "Rate at which a searching cell beside its antigen at full MHC-I engages.", M,
                 "assumption: within about 5 min"});
  t_cell.number("engagement_min", &T::engagement_min, 60, above(0, 1e5),
                {"min", "Dwell at a target without a kill.", M,
                 "assumption, between 25 min (tumor-tcell) and 6 h (immunoABM3D)"});
  t_cell.number("refractory_min", &T::refractory_min, 35, {0, 1e5},
                {"min", "Time after an engagement in which there is no new one.", F,
                 "tumor-tcell: 35 (PD-1 low), 20 (PD-1 high)"});
  t_cell.integer("max_kills", &T::max_kills, 0, {0, 1000000000},
                 {"1", "Kills in a T cell's life; 0: no limit.", M,
                  "assumption: no limit; immunoABM3D has 5 per engagement"});
  t_cell.number("hits_per_h", &T::hits_per_h, 4, rate,
                {"1/h", "Hits of an engaged cell, without the PD-1 brake.", M,
                 "free: to calibrate to 2 to 16 kills per cell and day (Halle 2016)"});
  t_cell.integer("lethal_hits", &T::lethal_hits, 3, {1, 100},
                 {"1", "Accumulated hits that kill.", P, "Weigelin 2021: at least 3"});
  t_cell.number("hit_memory_min", &T::hit_memory_min, 50, above(0, 1e6),
                {"min", "One accumulated hit is forgotten for each of these intervals since the last hit.", P,
                 "Weigelin 2021: hits more than 50 min apart hardly add"});
}

void add_checkpoint(std::vector<Row>& rows) {
  auto t_cell = t_cell_section(rows);
  t_cell.number("pd1_half_complexes_per_um2", &T::pd1_half_complexes_per_um2, 6, above(0, 1e6),
                {"1/um2", "PD-1 bound to PD-L1 that halves the rate of hits.", F, "QSPIO: 6"});
  t_cell.number("pd1_brake_hill", &T::pd1_brake_hill, 2, above(0, 20),
                {"1", "Hill exponent of that brake.", F, "QSPIO: 2"});
  t_cell.number("pd1_complexes_per_um2", &T::pd1_complexes_per_um2, 2, {0, 1e6},
                {"1/um2", "PD-1 bound to PD-L1 where PD-1 is 1 and PD-L1 at its baseline.", M,
                 "assumption: 10 % brake at baseline PD-L1, 80 % at six-fold"});
  t_cell.number("pd1_induction_per_h", &T::pd1_induction_per_h, 0.1, rate,
                {"1/h", "Rate of approach of PD-1 to 1 while engaged.", M, "assumption: within about 10 h"});
  t_cell.number("pd1_decay_per_day", &T::pd1_decay_per_day, 0.2, rate,
                {"1/day", "Rate at which PD-1 falls otherwise.", M, "assumption: within about 5 days"});
  t_cell.number(
      "exhaustion_per_day", &T::exhaustion_per_day, 0.4, rate,
      {"1/day", "Exhaustion gained while engaged; the cell is exhausted at 1.", M,
       "assumption: 2.5 days of engagement; SPQSP_IO and QSPIO have 0.05 to 0.1 per day as a hazard of all T "
       "cells beside cancer cells, engaged or not"});
}

void add_life(std::vector<Row>& rows) {
  auto t_cell = t_cell_section(rows);
  t_cell.number("secretion_h", &T::secretion_h, 8, {0, 1e5},
                {"h", "Time after the last recognition in which IFN-gamma is released.", F,
                 "published models: 6 to 10 h"});
  t_cell.number("death_per_day", &T::death_per_day, 0.1, rate,
                {"1/day", "Death rate.", F, "SPQSP: life of 10 +- 1.5 days"});
  t_cell.number("division_interval_h", &T::division_interval_h, 12, above(0, 1e5),
                {"h", "Least time between two divisions, and between recognition and the first.", F,
                 "SPQSP: 12 h apart"});
  t_cell.number("division_window_h", &T::division_window_h, 24, {0, 1e5},
                {"h", "A cell divides only this long after its last recognition.", M, "assumption"});
  t_cell.integer("max_divisions", &T::max_divisions, 4, {0, 255},
                 {"1", "Divisions from entry on.", F, "SPQSP: at most 4 to 7"});
  t_cell.number(
      "progenitor_at", &T::progenitor_at, 1, share,
      {"1",
       "Exhaustion from which on a cell is progenitor-exhausted: it kills weakly, and divides after "
       "recognition without limit. 1: there are none.",
       S, "setting of this project"});
  t_cell.number("progenitor_hit_factor", &T::progenitor_hit_factor, 0.3, share,
                {"1", "Hits of a progenitor-exhausted cell, relative.", M, "assumption"});
  t_cell.number("memory_after_h", &T::memory_after_h, 0, {0, 1e5},
                {"h",
                 "A searching cell becomes a memory cell this long after its last recognition; the next one "
                 "reactivates it. 0: never.",
                 S, "setting of this project"});
  t_cell.number("memory_death_per_day", &T::memory_death_per_day, 0.01, rate,
                {"1/day", "Death rate of memory cells.", M, "assumption: a life of 100 days"});
  t_cell.number(
      "il2_dependence", &T::il2_dependence, 0, share,
      {"1",
       "Share of the divisions that need IL-2: one that is due happens with the chance 1 - this + this x "
       "IL-2 / (IL-2 + EC50). Fields.il2 must be on, or its level stands for it.",
       S, "setting of this project"});
  t_cell.number("il2_ec50_nM", &T::il2_ec50_nM, 0.32, above(0, 1e6),
                {"nM", "Half of that effect.", F, "QSPIO: 0.32"});
}

void add_behaviour(std::vector<Row>& rows) {
  using I = ImmuneParameters;
  Section immune(
      rows, "immune.", [](auto& r) -> auto& { return r.model.immune; });
  immune.choice("mixing", &I::mixing, Mixing::walk, {{"walk", Mixing::walk}, {"shuffle", Mixing::shuffle}},
                {"1", "walk: persistent, chemotactic walk. shuffle: a random site at each move (well mixed).",
                 S, "setting of this project"});
  immune.boolean("shares_site", &I::shares_site, true,
                 {"1", "May an immune cell share a site with a tumour or stroma cell?", M,
                  "assumption: immune cells squeeze in; real tissue is denser than one cell per site"});
  immune.boolean(
      "shares_target", &I::shares_target, true,
      {"1",
       "May several T and NK cells engage one tumour cell, so that their hits add up? If not, a tumour cell "
       "belongs to the one that engaged it (monogamous killing).",
       P, "Weigelin 2021: several T cells attack one target; Gadhamsetty 2014: monogamous killing"});
  immune.number("stroma_speed_factor", &I::stroma_speed_factor, 1, share,
                {"1",
                 "Dense collagen: speed of every immune cell into a site that holds stroma, x "
                 "t_cell.tissue_speed_factor.",
                 S, "setting of this project; 1: as into tumour"});
}

/// Blood counts: a map from the antigen class that the cells recognise to their number.
Row blood_row() {
  Row row =
      describe("blood.cd8_cells", Kind::number_map,
               {"cells",
                "CD8 T cells in the blood per antigen class (0 to 63) that they recognise; T cells of "
                "the start have the same shares.",
                M,
                "assumption: 1e7 cells, one in ten of the founder's specificity and the rest bystanders, "
                "which are common in tumours (Simoni 2018)"});
  row.numbers = {0, 1e13};
  for (int k = 0; k < antigen_classes; ++k) row.words.push_back(std::to_string(k));
  row.default_value = NumberMap{{"0", 1e6}, {"63", 9e6}};
  row.get = [words = row.words](const RunParameters& r) -> Value {
    NumberMap map;
    for (std::size_t k = 0; k < words.size(); ++k)
      if (r.model.blood.cd8_cells[k] != 0) map.emplace_back(words[k], r.model.blood.cd8_cells[k]);
    return map;
  };
  row.set = [](RunParameters& r, const Value& value) {
    r.model.blood.cd8_cells.fill(0);
    for (const auto& [name, cells] : std::get<NumberMap>(value))
      r.model.blood.cd8_cells[std::stoul(name)] = cells;
  };
  return row;
}

void add_blood(std::vector<Row>& rows) {
  using B = BloodParameters;
  Section blood(
      rows, "blood.", [](auto& r) -> auto& { return r.model.blood; });
  blood.add(blood_row());
  add_walkers_in_blood(rows);
  blood.number("entry_per_min_per_cm3", &B::entry_per_min_per_cm3, 1.45e-4, rate,
               {"1/min/cm3", "Entries per blood cell and volume of the whole lattice, by blood.entry_route.",
                F, "QSPIO-TNBC parameters_NSCLC: 1.45e-4"});
  blood.number("adhesion", &B::adhesion, 1, {0, 1},
               {"1",
                "Chance that a cell adheres to the vessel where it tries to leave the blood, without "
                "chemokine; below "
                "1 entry is gated by inflammation. Route vessels.",
                M, "assumption: the entry rate was measured with it"});
  blood.number("adhesion_half_chemokine", &B::adhesion_half_chemokine, 1, above(0, 1e9),
               {"1", "Chemokine, relative, at which half of the others adhere too.", M, "assumption"});
  blood.choice(
      "entry_route", &B::entry_route, EntryRoute::vessels,
      {{"vessels", EntryRoute::vessels}, {"anywhere", EntryRoute::anywhere}},
      {"1",
       "Where immune cells leave the blood, in every update as many whole cells as the rate says, fractions "
       "carried over. vessels: each at a random vessel site, where it must adhere; none without vessels. "
       "anywhere: at random free sites of the whole lattice. A cell that finds its vessel taken, or no "
       "free site in 64 tries, stays in the blood.",
       F, "vessels: SPQSP; anywhere: immunoABM3D, whose lymphocytes appear at random free sites"});
}

}  // namespace

void add_immune_rows(std::vector<Row>& rows) {
  add_walk(rows);
  add_killing(rows);
  add_checkpoint(rows);
  add_life(rows);
  add_behaviour(rows);
  add_blood(rows);
}

}  // namespace tilscape::rows
