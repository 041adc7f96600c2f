// Rows of the walkers, the immune cells other than CD8 T cells: how many the blood holds, how each walks and
// how long it lives.
#include "config/schema/rows.hpp"

namespace tilscape::rows {
namespace {

using O = WalkerParameters;

struct Sourced {
  double value;
  Status status;
  const char* source;
};

struct WalkerDefaults {
  Sourced speed_um_per_min, persistence_min, chemotaxis, death_per_day;
};

auto section_of(std::vector<Row>& rows, CellType type) {
  return Section(
      rows,
      record_of(type).section + std::string("."), [type](auto& r) -> auto& { return r.model.walkers[type]; });
}

template <class Lens>
void add_walker(Section<Lens>& cell, const WalkerDefaults& d) {
  const NumberRange rate{0, 1e6};
  const auto add = [&](const char* name, double O::*member, const Sourced& value, NumberRange range,
                       const char* unit, const char* doc) {
    cell.number(name, member, value.value, range, {unit, doc, value.status, value.source});
  };
  add("speed_um_per_min", &O::speed_um_per_min, d.speed_um_per_min, {0, 1000}, "um/min",
      "Speed of a free walk; at most one site per base step. Tissue and crowding slow it as they slow T "
      "cells.");
  add("persistence_min", &O::persistence_min, d.persistence_min, {0, 1e5}, "min",
      "Mean time on one heading; 0: a new heading at each move.");
  add("chemotaxis", &O::chemotaxis, d.chemotaxis, {0, 1}, "1",
      "Chance that a new heading follows the chemokine gradient; 0: none.");
  add("death_per_day", &O::death_per_day, d.death_per_day, rate, "1/day", "Death rate.");
}

constexpr Sourced t_cell_persistence{7, M, "assumption: as CD8 T cells"};
constexpr Sourced t_cell_life{0.1, F, "SPQSP_IO, SPQSP_HCC: T cells live 10 days"};

void add_cd4_helper(std::vector<Row>& rows) {
  auto cell = section_of(rows, CellType::cd4_helper);
  add_walker(cell, {{3.6, F, "SPQSP_PDAC: 64 steps of 20 um in 6 h, as its CD8 T cells"},
                    t_cell_persistence,
                    {0.126, F, "SPQSP_PDAC: 0.126, of T follicular helper cells"},
                    t_cell_life});
}

void add_treg(std::vector<Row>& rows) {
  auto cell = section_of(rows, CellType::treg);
  add_walker(cell, {{3.6, F, "SPQSP_PDAC: 64 steps of 20 um in 6 h, as its CD8 T cells"},
                    t_cell_persistence,
                    {0.13, F, "SPQSP_PDAC: 0.13"},
                    t_cell_life});
  Section treg(
      rows, "treg.", [](auto& r) -> auto& { return r.model.treg; });
  treg.number(
      "suppression", &TregParameters::suppression, 0.3, {0, 1},
      {"1",
       "Share of a CD8 T cell's hits and divisions that each Treg on a neighbouring site takes away: n of "
       "them leave (1 - this)^n.",
       M, "assumption; SPQSP_IO and QSPIO have a rate of suppression of 0.1 to 1 per day instead"});
}

void add_nk(std::vector<Row>& rows) {
  auto cell = section_of(rows, CellType::nk);
  add_walker(cell, {{4, M, "assumption: as CD8 T cells"},
                    t_cell_persistence,
                    {0.15, M, "assumption: as CD8 T cells"},
                    {0.1, M, "assumption: a life of 10 days"}});
  using N_ = NkParameters;
  Section nk(
      rows, "nk.", [](auto& r) -> auto& { return r.model.nk; });
  nk.number("recognition_per_min", &N_::recognition_per_min, 0.2, {0, 1e6},
            {"1/min",
             "Rate at which a searching NK cell engages a tumour cell in reach that shows no MHC-I. "
             "Otherwise x (1 - "
             "shown / nk.licensed_mhc1), where shown is MHC-I x share of HLA alleles kept; 0 where that is "
             "negative.",
             M, "assumption: as CD8 T cells"});
  nk.number(
      "licensed_mhc1", &N_::licensed_mhc1, 0.5, {0, 1},
      {"1",
       "MHC-I of the host's own cells, on which NK cells are licensed; they spare what shows as much. 0: "
       "unlicensed, they spare everything.",
       M,
       "licensing by self-MHC class I: Yokoyama & Kim 2006, doi:10.1111/j.1600-065X.2006.00458.x; the value "
       "is "
       "an assumption: cells without IFN-gamma, as escape.mhc1_basal by default"});
  nk.number("engagement_min", &N_::engagement_min, 60, above(0, 1e5),
            {"min", "Dwell at a target without a kill.", M, "assumption: as CD8 T cells"});
  nk.number(
      "refractory_min", &N_::refractory_min, 35, {0, 1e5},
      {"min", "Time after an engagement in which there is no new one.", M, "assumption: as CD8 T cells"});
  nk.number("hits_per_h", &N_::hits_per_h, 4, {0, 1e6},
            {"1/h", "Hits of an engaged cell; they add up with those of T cells.", M,
             "assumption: as CD8 T cells"});
  nk.boolean("pd1_brake", &N_::pd1_brake, false,
             {"1", "Do PD-1 and PD-L1 brake its hits as those of CD8 T cells?", M,
              "assumption: no; whether NK cells in tumours have PD-1 is disputed"});
}

void add_macrophage(std::vector<Row>& rows) {
  auto cell = section_of(rows, CellType::macrophage);
  add_walker(cell, {{1.6, F, "SPQSP_PDAC: 30 steps of 20 um in 6 h"},
                    {7, M, "assumption: as CD8 T cells"},
                    {0.106, F, "SPQSP_PDAC: 0.106 (M1), 0.276 (M2)"},
                    {0.02, M, "assumption: a life of 50 days"}});
  using M_ = MacrophageParameters;
  Section macrophage(
      rows, "macrophage.", [](auto& r) -> auto& { return r.model.macrophage; });
  const NumberRange rate{0, 1e6}, share{0, 1};
  macrophage.number(
      "to_m1_per_day", &M_::to_m1_per_day, 0.02, rate,
      {"1/day", "Rate from M2 to M1 at saturating IFN-gamma.", F, "QSPIO, virtual patients: median 0.02"});
  macrophage.number("ifn_gamma_ec50_ng_per_ml", &M_::ifn_gamma_ec50_ng_per_ml, 0.11, above(0, 1e6),
                    {"ng/mL", "IFN-gamma of half that rate.", M, "assumption: as the induction of PD-L1"});
  macrophage.number("to_m2_per_day", &M_::to_m2_per_day, 0.25, rate,
                    {"1/day",
                     "Rate from M1 to M2 under the full drive, 1 - (1 - TGF-beta / (TGF-beta + EC50)) x (1 - "
                     "contact_drive) x (1 - hypoxia_drive).",
                     F, "QSPIO, virtual patients: median 0.25"});
  macrophage.number("tgf_beta_ec50_ng_per_ml", &M_::tgf_beta_ec50_ng_per_ml, 1, above(0, 1e6),
                    {"ng/mL", "TGF-beta of half that drive.", M, "assumption: the level in dense sources"});
  macrophage.number("contact_drive", &M_::contact_drive, 0.5, share,
                    {"1", "Drive towards M2 of a live tumour cell in reach.", M, "assumption"});
  macrophage.number("hypoxia_drive", &M_::hypoxia_drive, 0.75, share,
                    {"1", "Drive towards M2 at or below tumour.oxygen_hypoxia_mmHg.", F,
                     "SPQSP_PDAC: strength of the bias of 0.75"});
  macrophage.number(
      "phagocytosis_per_h", &M_::phagocytosis_per_h, 0.2, rate,
      {"1/h", "Corpses that a macrophage with one in reach clears, M1 or M2.", M, "assumption"});
  macrophage.number(
      "m2_pdl1", &M_::m2_pdl1, 0.5, rate,
      {"1",
       "PD-L1, relative to a tumour cell's baseline, that each M2 on a neighbouring site adds to what "
       "brakes an engaged CD8 T cell.",
       M, "assumption"});
}

}  // namespace

/// None by default: a run has the players that it asks for.
void add_walkers_in_blood(std::vector<Row>& rows) {
  const auto row = [&rows](CellType type, const char* key, const char* help, const char* source) {
    Section(
        rows, "blood.", [type](auto& r) -> auto& { return r.model.blood.walkers[type]; })
        .element(key, 0, {0, 1e13}, {"cells", help, S, source});
  };
  row(CellType::cd4_helper, "cd4_helper_cells", "CD4 helper T cells in the blood that may enter, as CD8 do.",
      "setting of this project");
  row(CellType::treg, "treg_cells",
      "Regulatory T cells in the blood that may enter. With compartments their share of "
      "compartments.treg_cells stays so, and those that enter leave that pool.",
      "setting of this project");
  row(CellType::nk, "nk_cells", "NK cells in the blood that may enter.", "setting of this project");
  row(CellType::macrophage, "monocytes",
      "Monocytes in the blood that may enter; on the lattice they are macrophages, unpolarised.",
      "setting of this project");
}

void add_walker_rows(std::vector<Row>& rows) {
  add_cd4_helper(rows);
  add_treg(rows);
  add_nk(rows);
  add_macrophage(rows);
}

}  // namespace tilscape::rows
