// A treatment that dissolves stroma: what each dose leaves, and what the tissue makes of the room.
#include <cmath>

#include "tests/agents/still_tissue.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t side = 100;

TherapyItem depletion(double share, std::uint32_t doses = 1) {
  TherapyItem item;
  item.treatment = Treatment::stroma_depletion, item.unit = TherapyItem::Unit::share, item.dose = share;
  item.doses = doses, item.every_days = 1.0 / 24;
  return item;
}

/// Stroma at every site but for a column of vessels and a column of tumour cells; T cells walk on top.
InitialTissue mixed_tissue() {
  InitialTissue cells;
  for (std::uint32_t s = 0; s < side * side; ++s) {
    const CellType type = s % side == 3   ? CellType::vessel
                          : s % side == 8 ? CellType::tumour
                                          : CellType::stroma;
    cells.push_back({LocalSite{s}, type});
    if (s % 2) cells.push_back({LocalSite{s}, CellType::cd8_t_cell});
  }
  return cells;
}

std::uint64_t stroma(const CensusRow& row) {
  return row.tissue[static_cast<std::size_t>(Tissue::stroma)];
}

/// Within five standard deviations of the binomial law.
void check_binomial(std::uint64_t found, double n, double p) {
  INFO(found << " of " << n << ", expected share " << p);
  CHECK(std::abs(static_cast<double>(found) - n * p) < 5 * std::sqrt(n * p * (1 - p)));
}

/// A nest of radius 10 in the middle of stroma that brakes T cells to a thousandth, and T cells around it.
InitialTissue walled_nest() {
  InitialTissue cells;
  for (std::uint32_t s = 0; s < side * side; ++s) {
    const int x = static_cast<int>(s % side) - 50, y = static_cast<int>(s / side) - 50,
              square = x * x + y * y;
    cells.push_back({LocalSite{s}, square <= 100 ? CellType::tumour : CellType::stroma});
    if (square > 15 * 15 && square <= 20 * 20) cells.push_back({LocalSite{s}, CellType::cd8_t_cell});
  }
  return cells;
}

std::uint64_t t_cells_in_nest(Simulation& simulation) {
  std::uint64_t inside = 0;
  const auto tumour = sites_of(simulation.cells(0), CellType::tumour);
  for (const std::uint32_t s : sites_of(simulation.cells(0), CellType::cd8_t_cell)) inside += tumour.count(s);
  return inside;
}

}  // namespace

TEST_CASE("n doses leave (1 - share)^n of the stroma and everything else", "[agents][treatment]") {
  ModelParameters m = still_model(side);
  m.therapy = {depletion(0.3, 3)};
  const auto simulation = simulation_of(m, mixed_tissue());
  const CensusRow start = simulation->census()[0];
  std::uint64_t left = stroma(start);
  REQUIRE(left == side * (side - 2));
  for (int dose = 0; dose < 3; ++dose) {  // at 15, 60 and 120 min
    simulation->advance(dose == 0 ? 30 : 60);
    const CensusRow row = simulation->census()[0];
    check_binomial(stroma(row), static_cast<double>(left), 0.7);
    CHECK(events(row, Event::stroma_depleted) == left - stroma(row));
    left = stroma(row);
  }
  check_binomial(left, side * (side - 2.0), 0.7 * 0.7 * 0.7);
  simulation->advance(60);
  const CensusRow end = simulation->census()[0];
  CHECK(stroma(end) == left);
  CHECK(end.tissue[static_cast<std::size_t>(Tissue::vessel)] == side);
  CHECK(end.tumour_cells() == side);
  CHECK(end.cd8_cells() == start.cd8_cells());
}

TEST_CASE("a share of 1 takes all stroma", "[agents][treatment]") {
  ModelParameters m = still_model(side);
  m.therapy = {depletion(1)};
  const auto simulation = simulation_of(m, mixed_tissue());
  simulation->advance(15);
  CHECK(stroma(simulation->census()[0]) == 0);
}

TEST_CASE("two doses in one update are two doses, with draws of their own", "[agents][treatment]") {
  ModelParameters m = still_model(side);
  m.therapy = {depletion(0.5), depletion(0.5)};
  const auto simulation = simulation_of(m, mixed_tissue());
  simulation->advance(15);
  check_binomial(stroma(simulation->census()[0]), side * (side - 2.0), 0.25);

  TherapyItem radiation;
  radiation.treatment = Treatment::radiation, radiation.dose = 2;
  m.therapy = {radiation, radiation};
  InitialTissue tumour;
  for (std::uint32_t s = 0; s < side * side; ++s) tumour.push_back({LocalSite{s}, CellType::tumour});
  const auto irradiated = simulation_of(m, tumour);
  irradiated->advance(15);
  check_binomial(irradiated->census()[0].tumour_cells(), side * side, std::exp(-2 * (0.3 * 2 + 0.03 * 4)));
}

TEST_CASE("T cells reach an excluded nest once its stroma is dissolved", "[agents][treatment]") {
  ModelParameters m = still_model(side);
  m.t_cell.speed_um_per_min = 15, m.t_cell.crowding_slowdown = 0;
  m.immune.stroma_speed_factor = 0.001;
  const auto after_a_day = [&m] {
    const auto simulation = simulation_of(m, walled_nest());
    simulation->advance(1440);
    return t_cells_in_nest(*simulation);
  };
  CHECK(after_a_day() == 0);
  m.therapy = {depletion(0.9)};
  CHECK(after_a_day() > 10);
}

TEST_CASE("a tumour grows into the room that stroma leaves", "[agents][treatment]") {
  ModelParameters m = still_model(side);
  m.tumour.division_per_day = 5;
  const auto births = [&m] {
    const auto simulation = simulation_of(m, walled_nest());
    simulation->advance(600);
    return events(simulation->census()[0], Event::tumour_birth);
  };
  CHECK(births() == 0);
  m.therapy = {depletion(0.5)};
  CHECK(births() > 10);
}

TEST_CASE("TGF-beta falls as the stroma that secretes it", "[agents][treatment]") {
  // At rest the mean level is secretion / decay x the share of sites that secrete: 1 ng/mL x that share.
  ModelParameters m = still_model(side);
  FieldSpec& tgf_beta = m.fields[tgf_beta_field];
  tgf_beta.enabled = true;
  m.therapy = {depletion(0.5)};
  m.therapy[0].start_day = 0.5;
  const auto simulation = simulation_of(m, mixed_tissue());
  REQUIRE(m.lattice.spacing_um == tgf_beta.source_spacing_um);
  const double per_site =
      tgf_beta.tissue_source_per_min[static_cast<std::size_t>(Tissue::stroma)] / tgf_beta.decay_per_min;
  for (const std::uint32_t steps : {700u, 700u}) {
    simulation->advance(steps);
    const CensusRow row = simulation->census()[0];
    const double share = static_cast<double>(stroma(row)) / (side * side);
    CHECK(row.field_mean[tgf_beta_field] == Approx(per_site * share).epsilon(1e-3));
  }
}
