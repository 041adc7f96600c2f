// Rows of the read-outs: which are made, and the thresholds of clinic and laboratory behind them.
#include "config/schema/rows.hpp"

namespace tilscape::rows {
namespace {

constexpr const char* project = "setting of this project";
using R = ReadoutParameters;

template <class Section>
void add_switches(Section& readouts) {
  readouts.boolean(
      "imaging", &R::imaging, true,
      {"1",
       "Volume and longest diameter of the tumour, with the immune cells among its cells, its response by "
       "RECIST and its fate.",
       S, project});
  readouts.boolean("killing", &R::killing, true,
                   {"1", "Effector-to-target ratio, and kills per CD8 T cell and day.", S, project});
  readouts.boolean("pdl1", &R::pdl1, true,
                   {"1", "PD-L1 scores: tumour proportion score and combined positive score.", S, project});
  readouts.boolean("infiltration", &R::infiltration, true,
                   {"1", "CD8 density of core and margin: desert, excluded or inflamed.", S, project});
  readouts.boolean("clones", &R::clones, true,
                   {"1",
                    "Diversity of clones, mutations per megabase, clonal and subclonal neoantigens, loss of "
                    "MHC-I.",
                    S, project});
  readouts.boolean("receptors", &R::receptors, true,
                   {"1", "Clonality of the receptors of CD8 T cells.", S, project});
  readouts.boolean(
      "recognition", &R::recognition, true,
      {"1",
       "CD8 T cells specific for what the tumour shows, and tumour cells that lost an antigen or "
       "that no receptor can see.",
       S, project});
  readouts.boolean(
      "spatial", &R::spatial, false,
      {"1",
       "Distances from CD8 T cells to tumour cells, and their cross pair correlation. Looks at every "
       "site within readouts.spatial_radius_um of every CD8 T cell.",
       S, project});
}

template <class Section>
void add_imaging(Section& readouts) {
  readouts.number(
      "resolution_um", &R::resolution_um, 50, above(0, 1e5),
      {"um",
       "Side of the scanner's voxels, rounded to whole sites. What is farther away from the tumour than a "
       "voxel does not count to its diameter, and a mass of a smaller diameter is not seen. In man CT "
       "measures from 10000 um on, which is larger than most lattices.",
       M, "assumption, as readouts.tile_um; 10 mm: Eisenhauer 2009, PMC2755245"});
  readouts.number("tumour_cell_um3", &R::tumour_cell_um3, 2527, {0, 1e6},
                  {"um3", "What a tumour cell or corpse adds to the imaged volume.", F,
                   "HanwenWang95/QSPIO-TNBC parameters_NSCLC.m: a ball of 16.9 um"});
  readouts.number("immune_cell_um3", &R::immune_cell_um3, 175, {0, 1e6},
                  {"um3", "What an immune cell in the tumour adds to the imaged volume, by itself.", F,
                   "HanwenWang95/QSPIO-TNBC parameters_NSCLC.m: a T cell, a ball of 6.94 um"});
  readouts.number(
      "oedema_um3_per_immune_cell", &R::oedema_um3_per_immune_cell, 0, {0, 1e6},
      {"um3",
       "Fluid that comes with each immune cell in the tumour and swells its imaged volume, as inflammation "
       "does in pseudoprogression. 0: none, because no measured value was found.",
       M, "assumption"});
}

template <class Section>
void add_course(Section& readouts) {
  readouts.number(
      "scan_every_days", &R::scan_every_days, 42, {0, 100000},
      {"day",
       "Time between scans, from the baseline on: RECIST is assessed at the first line of the census from "
       "each of them on. 0: at every line.",
       P, "every 6 to 8 weeks: Eisenhauer 2009, doi:10.1016/j.ejca.2008.10.026 (from memory)"});
  readouts.number(
      "recist_baseline_day", &R::recist_baseline_day, 0, {0, 100000},
      {"day",
       "No line of the census before this day is the baseline of RECIST: that is the last one before the "
       "first dose of the first treatment, without treatment the first one.",
       S, project});
  readouts.number(
      "recist_least_growth_mm", &R::recist_least_growth_mm, 0.025, {0, 1000},
      {"mm",
       "Progression also asks for at least this growth above the smallest diameter. In RECIST 1.1 it is "
       "5 mm, half of the 10 mm that CT measures at least; here it is half of readouts.resolution_um.",
       M, "assumption; 5 mm: Eisenhauer 2009, PMC2755245"});
  readouts.number(
      "confirmation_days", &R::confirmation_days, 28, {0, 100000},
      {"day", "A response is confirmed by a scan that is at least so much later and shows it too.", P,
       "4 weeks: Eisenhauer 2009, PMC2755245, table 3"});
  readouts.number(
      "fate_window_days", &R::fate_window_days, 7, above(0, 100000),
      {"day",
       "Elimination, equilibrium or escape is told from births, kills and the change of the number "
       "of live tumour cells over this time.",
       M, "assumption"});
  readouts.number("fate_change", &R::fate_change, 0.25, {0, 1000},
                  {"1",
                   "Equilibrium: the number grew by no more than this share, and fell by no more than the "
                   "reverse of it; and births exceed immune kills by no more than this share of them.",
                   M, "assumption"});
  readouts.number("fate_full_share", &R::fate_full_share, 0.9, above(0, 1),
                  {"1",
                   "A lattice is full when tumour cells and corpses hold this share of the sites that they "
                   "could have; a tumour that is steady then is held by the lattice, not in equilibrium.",
                   M, "assumption"});
}

template <class Section>
void add_cells(Section& readouts) {
  readouts.number("pdl1_positive_fold", &R::pdl1_positive_fold, 2, above(0, 1000),
                  {"1", "A cell at this multiple of baseline PD-L1 stains positive.", M, "assumption"});
  readouts.number("exome_mb", &R::exome_mb, 30, {1e-3, 1e5},
                  {"Mb", "Length of the coding genome in which mutation.passengers_per_daughter arise.", M,
                   "about 30 Mb: 0.015 mutations per division at 5e-10 per base, Bozic 2016 (from memory)"});
  readouts.number(
      "detectable_fraction", &R::detectable_fraction, 0.1, {0, 1},
      {"1",
       "A mutation or neoantigen counts when at least this share of the live tumour cells has it: an "
       "allele frequency of half of it.",
       M, "5 % allele frequency, usual for TMB (from memory)"});
  readouts.number("clonal_fraction", &R::clonal_fraction, 0.95, above(0, 1),
                  {"1", "A neoantigen of at least this share of the live tumour cells is clonal.", M,
                   "assumption, after cancer cell fractions whose interval reaches 1, McGranahan 2016"});
}

template <class Section>
void add_places(Section& readouts) {
  readouts.number(
      "tile_um", &R::tile_um, 50, above(0, 1e5),
      {"um",
       "Side of the tiles, rounded to whole sites, by which core and margin are told apart. The margin "
       "is one tile wide to each side of the border; the published one, 500 um, is wider than most "
       "tumours on a lattice.",
       M, "assumption; 1 mm in all: Galon 2014, PMC4255306"});
  readouts.number(
      "tumour_tile_share", &R::tumour_tile_share, 0.3, above(0, 1),
      {"1", "A tile is part of the tumour when tumour cells and corpses hold this share of its sites.", M,
       "assumption"});
  readouts.number(
      "cd8_per_mm2", &R::cd8_per_mm2, 80, above(0, 1e5),
      {"1/mm2", "Core or margin count as infiltrated from this density of CD8 T cells on.", P,
       "median of malignant melanoma, 81 cells/mm2, doi:10.1007/s13402-020-00496-7; that it divides "
       "deserts from others is an assumption"});
  readouts.number("excluded_core_to_margin", &R::excluded_core_to_margin, 0.5, {0, 1},
                  {"1",
                   "An infiltrated tumour whose core has less than this share of its margin's density is "
                   "excluded.",
                   M, "assumption"});
  readouts.number(
      "spatial_radius_um", &R::spatial_radius_um, 100, above(0, 1e5),
      {"um", "How far from a CD8 T cell tumour cells are looked for; at most 40 sites.", S, project});
}

}  // namespace

void add_readout_rows(std::vector<Row>& rows) {
  Section readouts(
      rows, "readouts.", [](auto& r) -> auto& { return r.output.readouts; });
  add_switches(readouts);
  add_imaging(readouts);
  add_course(readouts);
  add_cells(readouts);
  add_places(readouts);
}

}  // namespace tilscape::rows
