// Who secretes and takes up what, by default: where every site holds the same cell, nothing diffuses and the
// level at rest is secretion / (decay + uptake).
#include <cmath>

#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t side = 8;

/// Nothing moves, divides or dies, on sites of the size that secretion is stated for; one field is on.
ModelParameters still_model(FieldIndex field) {
  ModelParameters m = model_without_fields({side, side, 1});
  REQUIRE(m.lattice.spacing_um == 15);
  m.fields[field].enabled = true;
  m.fields[oxygen_field].initial = 38;
  m.blood.cd8_cells = {};
  m.blood.cd8_cells[0] = 1;  // the class of all receptors
  m.blood.entry_per_min_per_cm3 = 0;
  m.tumour.division_per_day = m.tumour.death_per_day = m.tumour.hypoxic_death_per_day = 0;
  m.escape.mhc1_basal = 1;
  m.t_cell.speed_um_per_min = m.t_cell.death_per_day = m.t_cell.exhaustion_per_day = m.t_cell.hits_per_h = 0;
  m.t_cell.recognition_per_min = 1e6, m.t_cell.engagement_min = 1e6, m.t_cell.max_divisions = 0;
  for (WalkerParameters& cell : m.walkers) cell = {0, 0, 0, 0};
  return m;
}

using Site = std::vector<CellType>;

/// Level everywhere after some days on a lattice whose sites all hold these cells.
double level_of(const ModelParameters& m, FieldIndex field, const Site& site,
                std::uint32_t steps = 4 * 1440) {
  InitialTissue cells;
  for (std::uint32_t s = 0; s < side * side; ++s)
    for (const CellType type : site) cells.push_back({LocalSite{s}, type});
  const auto simulation = simulation_of(m, cells);
  simulation->advance(steps);
  const std::vector<float> values = simulation->field(field, 0);
  for (const float value : values) CHECK(value == Approx(values[0]).margin(1e-6));
  return static_cast<double>(values[0]);
}

void check_at_rest(const ModelParameters& m, FieldIndex field, const Site& site, double expected) {
  INFO(field_table[field].name << ", first cell " << static_cast<int>(site[0]));
  CHECK(level_of(m, field, site) == Approx(expected).epsilon(1e-3));
}

constexpr CellType tumour = CellType::tumour, stroma = CellType::stroma, vessel = CellType::vessel,
                   cd8 = CellType::cd8_t_cell, helper = CellType::cd4_helper, treg = CellType::treg,
                   nk = CellType::nk, macrophage = CellType::macrophage;

}  // namespace

TEST_CASE("CD4 helpers secrete IL-2, other cells at rest do not", "[agents][fields]") {
  const ModelParameters m = still_model(il2_field);
  check_at_rest(m, il2_field, {helper}, 3 / 0.2);
  for (const CellType type : {cd8, treg, nk, macrophage, stroma, tumour})
    check_at_rest(m, il2_field, {type}, 0);
}

TEST_CASE("Tregs take up five times the IL-2 that decays", "[agents][fields]") {
  // One update by backward Euler: 1 / (1 + period x (decay + uptake)).
  ModelParameters m = still_model(il2_field);
  m.fields[il2_field].initial = 10;
  const auto period = static_cast<std::uint32_t>(m.time.fields_min);
  const double without = level_of(m, il2_field, {nk}, period), with = level_of(m, il2_field, {treg}, period);
  CHECK(without == Approx(10 / (1 + 0.2 * period)).epsilon(1e-4));
  CHECK(with == Approx(10 / (1 + 1.2 * period)).epsilon(1e-4));
}

TEST_CASE("stroma, Tregs and M2 macrophages secrete TGF-beta, M1 do not", "[agents][fields]") {
  ModelParameters m = still_model(tgf_beta_field);
  m.macrophage.to_m2_per_day = 0;
  check_at_rest(m, tgf_beta_field, {stroma}, 1);
  check_at_rest(m, tgf_beta_field, {treg}, 1);
  check_at_rest(m, tgf_beta_field, {stroma, treg}, 2);
  check_at_rest(m, tgf_beta_field, {macrophage}, 0);
  check_at_rest(m, tgf_beta_field, {tumour}, 0);
  m.macrophage.to_m2_per_day = 1e9, m.macrophage.to_m1_per_day = 0, m.macrophage.contact_drive = 1;
  check_at_rest(m, tgf_beta_field, {tumour, macrophage}, 1);
}

TEST_CASE("hypoxic tumour cells secrete VEGF, others do not, and vessels take it up", "[agents][fields]") {
  ModelParameters m = still_model(vegf_field);
  check_at_rest(m, vegf_field, {tumour}, 0);
  check_at_rest(m, vegf_field, {stroma}, 0);
  m.fields[oxygen_field].initial = 1;
  check_at_rest(m, vegf_field, {tumour}, 1);
  check_at_rest(m, vegf_field, {stroma}, 0);
  m.fields[vegf_field].initial = 1;
  const auto period = static_cast<std::uint32_t>(m.time.fields_min);
  CHECK(level_of(m, vegf_field, {vessel}, period) == Approx(1 / (1 + 0.0145 * period)).epsilon(1e-4));
  CHECK(level_of(m, vegf_field, {stroma}, period) == Approx(1 / (1 + 0.0115 * period)).epsilon(1e-4));
}

TEST_CASE("T cells that recognise secrete IFN-gamma and chemokine, tumour cells chemokine alone",
          "[agents][fields]") {
  ModelParameters m = still_model(ifn_gamma_field);
  check_at_rest(m, ifn_gamma_field, {tumour, cd8}, 0.005 / 0.0036);
  check_at_rest(m, ifn_gamma_field, {tumour}, 0);
  check_at_rest(m, ifn_gamma_field, {cd8}, 0);
  m = still_model(chemokine_field);
  check_at_rest(m, chemokine_field, {tumour, cd8}, 0.1102 / 0.0102);
  check_at_rest(m, chemokine_field, {tumour}, 1);
  check_at_rest(m, chemokine_field, {cd8}, 0);
  m.antigens.founder_classes = {5};  // not what these T cells recognise
  check_at_rest(m, chemokine_field, {tumour, cd8}, 1);
}
