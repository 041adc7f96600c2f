// Rows of the tumour cell: division, death and corpses; regulation of PD-L1 and MHC-I.
#include "config/schema/rows.hpp"

namespace tilscape::rows {
namespace {

const NumberRange rate{0, 1e6};
const NumberRange oxygen{0, 760};

void add_oxygen_response(std::vector<Row>& rows) {
  using T = TumourParameters;
  Section tumour(
      rows, "tumour.", [](auto& r) -> auto& { return r.model.tumour; });
  tumour.number(
      "oxygen_full_mmHg", &T::oxygen_full_mmHg, 15, oxygen,
      {"mmHg", "At or above: full division rate; between this and oxygen_hypoxia_mmHg it falls linearly.", M,
       "assumption: full rate from the half point of HIF on (PhysiCell cancer_immune: 15)"});
  tumour.number("oxygen_hypoxia_mmHg", &T::oxygen_hypoxia_mmHg, 5, oxygen,
                {"mmHg", "At or below: no division, and necrosis begins.", F, "PhysiCell cancer_immune: 5"});
  tumour.number("oxygen_necrosis_mmHg", &T::oxygen_necrosis_mmHg, 2.5, oxygen,
                {"mmHg", "At or below: full rate of necrosis.", F, "PhysiCell cancer_immune: 2.5"});
}

void add_turnover(std::vector<Row>& rows) {
  using T = TumourParameters;
  Section tumour(
      rows, "tumour.", [](auto& r) -> auto& { return r.model.tumour; });
  tumour.number("division_per_day", &T::division_per_day, 1.043, rate,
                {"1/day", "Division rate of a cycling cell with a free site and enough oxygen.", F,
                 "PhysiCell cancer_immune: mean 23 h"});
  tumour.number("death_per_day", &T::death_per_day, 0.08, rate,
                {"1/day", "Rate of apoptosis, whatever the oxygen.", M,
                 "from memory: PhysiCell's default, 5.3e-5 /min"});
  tumour.number("hypoxic_death_per_day", &T::hypoxic_death_per_day, 4, rate,
                {"1/day", "Rate of necrosis at or below oxygen_necrosis_mmHg.", M,
                 "from memory: PhysiCell's default, mean 6 h"});
  add_oxygen_response(rows);
  tumour.number(
      "apoptotic_clearance_h", &T::apoptotic_clearance_h, 8.6, {0, 1e6},
      {"h",
       "Mean time until an apoptotic corpse is gone; 0: at once, and at the next turnover if a T cell "
       "killed it.",
       F, "PhysiCell cancer_immune: 8.6 h"});
  tumour.number(
      "necrotic_clearance_per_day", &T::necrotic_clearance_per_day, 0.1, rate,
      {"1/day", "Rate at which a necrotic corpse is cleared.", F, "QSPIO-TNBC parameters_NSCLC: 0.1"});
  tumour.choice(
      "division.placement", &T::placement, Placement::free_neighbour,
      {{"free_neighbour", Placement::free_neighbour},
       {"random_neighbour", Placement::random_neighbour},
       {"per_bond", Placement::per_bond},
       {"anywhere", Placement::anywhere},
       {"push", Placement::push}},
      {"1",
       "Where a daughter goes. free_neighbour: a free neighbouring site, none means no division. "
       "random_neighbour: any neighbour, no division if it is full. per_bond: the rate holds for each "
       "bond to a free neighbour. anywhere: any free site of the lattice, no crowding. push: a neighbouring "
       "site, whose cell and those behind it, corpses too, are pushed on a straight line into the nearest "
       "free site within push_reach; stroma, vessels and borders are not pushed.",
       S, "setting of this project"});
  tumour.integer("division.push_reach", &T::push_reach, 10, {1, 60},
                 {"sites",
                  "With placement push: how far a free site may be (diagonals count by their length; a free "
                  "neighbour is always in reach). Cells deeper than that in a tumour are quiescent; 1: the "
                  "tumour grows at its surface only.",
                  M, "assumption: as deep as the viable rim of a spheroid, 100-200 um"});
  tumour.boolean(
      "necrotic_core_shrinks", &T::necrotic_core_shrinks, false,
      {"1",
       "With placement push: when a necrotic corpse is cleared, the cells between it and the "
       "edge of the tumour move one site inward, so that the core shrinks and a tumour may come to "
       "a plateau. Otherwise it leaves a hole.",
       S, "Greenspan 1972 (from memory): the core loses volume, adhesion keeps the tumour compact"});
}

void add_ifn_gamma_arrest(std::vector<Row>& rows) {
  using T = TumourParameters;
  Section tumour(
      rows, "tumour.", [](auto& r) -> auto& { return r.model.tumour; });
  tumour.number(
      "ifn_gamma_arrest", &T::ifn_gamma_arrest, 0, {0, 1},
      {"1",
       "Share of the division rate that saturating IFN-gamma takes from a cell with JAK1/2; 0: IFN-gamma "
       "does not slow growth.",
       M, "assumption: off; Gao 2016 (from memory): loss of IFN-gamma signalling lets tumours grow"});
  tumour.number(
      "ifn_gamma_arrest_ec50_ng_per_ml", &T::ifn_gamma_arrest_ec50_ng_per_ml, 0.11, above(0, 1e6),
      {"ng/mL", "IFN-gamma for half of that.", M, "assumption: as for PD-L1, both follow JAK and STAT1"});
}

void add_pdl1(std::vector<Row>& rows) {
  using E = EscapeParameters;
  Section escape(
      rows, "escape.", [](auto& r) -> auto& { return r.model.escape; });
  escape.number(
      "pdl1_max_fold", &E::pdl1_max_fold, 6, {1, 1000},
      {"1", "PD-L1 relative to its baseline at saturating IFN-gamma.", F, "SPQSP_IO, QSPIO: up to 6-fold"});
  escape.number("pdl1_ec50_ng_per_ml", &E::pdl1_ec50_ng_per_ml, 0.11, above(0, 1e6),
                {"ng/mL", "IFN-gamma for half of the induction of PD-L1.", F, "SPQSP_IO, QSPIO: 0.11"});
  escape.number("pdl1_hill", &E::pdl1_hill, 1.26, above(0, 20),
                {"1", "Hill exponent of that induction.", F, "SPQSP_IO, QSPIO: 1.26"});
  escape.number("pdl1_induction_per_h", &E::pdl1_induction_per_h, 0.1, rate,
                {"1/h", "Rate of approach to the induced level when it rises.", M,
                 "assumption: protein follows within about 10 h"});
  escape.number("pdl1_decay_per_day", &E::pdl1_decay_per_day, 0.1, rate,
                {"1/day", "Rate of approach when it falls.", F, "SPQSP_IO, QSPIO: 0.1"});
  escape.number("pdl1_amplified_fold", &E::pdl1_amplified_fold, 6, {1, 1000},
                {"1", "Constitutive PD-L1 of a cell with the amplification.", M,
                 "assumption: as high as IFN-gamma can drive it"});
}

void add_mhc1(std::vector<Row>& rows) {
  using E = EscapeParameters;
  Section escape(
      rows, "escape.", [](auto& r) -> auto& { return r.model.escape; });
  escape.number("mhc1_basal", &E::mhc1_basal, 0.5, {0, 1},
                {"1", "MHC-I without IFN-gamma, relative to the most a cell can show.", M, "assumption"});
  escape.number("mhc1_ec50_ng_per_ml", &E::mhc1_ec50_ng_per_ml, 0.11, above(0, 1e6),
                {"ng/mL", "IFN-gamma for half of the rise of MHC-I to 1.", M,
                 "assumption: as for PD-L1, both follow JAK and STAT1"});
  escape.number("mhc1_rate_per_h", &E::mhc1_rate_per_h, 0.05, rate,
                {"1/h", "Rate of approach of MHC-I to its level.", M, "assumption: within about a day"});
}

}  // namespace

void add_tumour_rows(std::vector<Row>& rows) {
  add_turnover(rows);
  add_ifn_gamma_arrest(rows);
  add_pdl1(rows);
  add_mhc1(rows);
}

}  // namespace tilscape::rows
