// Rows of vessels that come and go: what presses them shut, what makes them sprout.
#include "config/schema/rows.hpp"

namespace tilscape::rows {

void add_vessel_rows(std::vector<Row>& rows) {
  using V = VesselParameters;
  Section vessels(
      rows, "vessels.", [](auto& r) -> auto& { return r.model.vessels; });
  vessels.boolean("collapse", &V::collapse, false,
                  {"1",
                   "Do vessels collapse where tumour cells press on them? The site is then free: no supply, "
                   "no way in for immune cells.",
                   S, "setting of this project; Padera 2004 shows the collapse"});
  vessels.number("collapse_share", &V::collapse_share, 0.9, above(0, 1),
                 {"1",
                  "Share of a vessel's neighbouring sites without vessels that hold tumour cells or corpses, "
                  "from which on it may collapse: the measure of solid stress.",
                  M, "assumption: in dense tumour alone, as solid stress (Stylianopoulos 2013)"});
  vessels.number("collapse_per_day", &V::collapse_per_day, 2.4, {0, 1e6},
                 {"1/day", "Rate of collapse from that share on.", F,
                  "tumorcode (Welter, Fredrich and Rieger): chance of 0.1 per hour, of tumour vessels with "
                  "little flow"});
  vessels.boolean("sprouting", &V::sprouting, false,
                  {"1",
                   "Do vessels grow into free sites beside them where there is VEGF (fields.vegf)? A site "
                   "that two vessel sites face stays free.",
                   S, "setting of this project"});
  vessels.number(
      "sprout_um_per_day", &V::sprout_um_per_day, 120, {0, 1e6},
      {"um/day", "Speed at which a vessel grows into each free site beside it at saturating VEGF.", F,
       "tumorcode: 2 h per segment of 10 um; Qutub and Popel 2009: tip cells 29 to 150 um/day"});
  vessels.number("vegf_half_ng_per_ml", &V::vegf_half_ng_per_ml, 0.5, above(0, 1e6),
                 {"ng/mL", "VEGF of half that speed.", P,
                  "Qutub and Popel 2009: tip cells are activated above 0.5 ng/mL"});
  vessels.number("spacing_um", &V::spacing_um, 80, {0, 1e5},
                 {"um",
                  "Reach of the space that vessels leave each other: no site sprouts with more vessel sites "
                  "than three times the reach, in sites, up to so far from it along every axis.",
                  F, "tumorcode: at least 8 sites of 10 um between sprouts"});
}

}  // namespace tilscape::rows
