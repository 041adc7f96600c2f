// Treatments on the lattice: what a dose of radiation kills, what surgery takes, and each drug's effect on
// cells, switched on and off.
#include <cmath>

#include "tests/agents/still_tissue.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t side = 100;

/// 10,000 tumour cells that do nothing by themselves, each under a T cell that recognises nothing. Corpses
/// stay.
ModelParameters still_model() {
  ModelParameters m = tilscape::still_model(side);
  m.tumour.necrotic_clearance_per_day = 0, m.tumour.apoptotic_clearance_h = 1e6;
  return m;
}

InitialTissue full_lattice(bool with_t_cells) {
  InitialTissue cells;
  for (std::uint32_t s = 0; s < side * side; ++s) {
    cells.push_back({LocalSite{s}, CellType::tumour});
    if (with_t_cells) cells.push_back({LocalSite{s}, CellType::cd8_t_cell});
  }
  return cells;
}

TherapyItem item_of(Treatment treatment, double dose) {
  TherapyItem item;
  item.treatment = treatment, item.dose = dose;
  return item;
}

/// The binomial mean n(1 − p) within five standard deviations.
void check_survivors(std::uint64_t survivors, double n, double p) {
  CHECK(std::abs(static_cast<double>(survivors) - n * (1 - p)) < 5 * std::sqrt(n * p * (1 - p)));
}

}  // namespace

TEST_CASE("radiation leaves the share that the linear-quadratic law says, dose by dose",
          "[agents][treatment]") {
  ModelParameters m = still_model();
  TherapyItem radiation = item_of(Treatment::radiation, 2);
  radiation.doses = 2, radiation.every_days = 1.0 / 24;
  m.therapy = {radiation};
  const auto simulation = simulation_of(m, full_lattice(true));
  simulation->advance(10);
  const double felt = 2 * (3 * 38 + 3) / (3.0 * (38 + 3));  // Gy, at 38 mmHg
  const double p = 1 - std::exp(-0.3 * felt - 0.03 * felt * felt), lymphocyte = 1 - std::exp(-0.5 * 2);
  const CensusRow once = simulation->census()[0];
  check_survivors(once.tumour_cells(), side * side, p);
  check_survivors(once.cd8_cells(), side * side, lymphocyte);
  CHECK(events(once, Event::treatment_death) == side * side - once.tumour_cells());
  simulation->advance(60);
  const CensusRow twice = simulation->census()[0];
  check_survivors(twice.tumour_cells(), static_cast<double>(once.tumour_cells()), p);
  check_survivors(twice.cd8_cells(), static_cast<double>(once.cd8_cells()), lymphocyte);
}

TEST_CASE("cells feel the less of a dose the less oxygen they have", "[agents][treatment]") {
  ModelParameters m = still_model();
  m.therapy = {item_of(Treatment::radiation, 6)};
  for (const auto& [oxygen_mmHg, felt] : {std::pair{0.0, 2.0}, {3.0, 4.0}, {9.0, 5.0}}) {  // Gy
    m.fields[oxygen_field].initial = oxygen_mmHg;
    const auto simulation = simulation_of(m, full_lattice(false));
    simulation->advance(10);
    const double p = 1 - std::exp(-0.3 * felt - 0.03 * felt * felt);
    INFO(oxygen_mmHg << " mmHg");
    check_survivors(simulation->census()[0].tumour_cells(), side * side, p);
  }
}

TEST_CASE("macrophages outlive a dose that kills T cells", "[agents][treatment]") {
  ModelParameters m = still_model();
  m.therapy = {item_of(Treatment::radiation, 4)};
  InitialTissue cells;
  for (std::uint32_t s = 0; s < side * side; ++s)
    cells.push_back({LocalSite{s}, s % 2 ? CellType::macrophage : CellType::cd8_t_cell});
  const auto simulation = simulation_of(m, cells);
  simulation->advance(10);
  const CensusRow row = simulation->census()[0];
  constexpr double half = side * side / 2;
  check_survivors(row.immune[static_cast<std::size_t>(Immune::macrophage_m1)] +
                      row.immune[static_cast<std::size_t>(Immune::macrophage_m2)],
                  half, 1 - std::exp(-0.02 * 4));
  check_survivors(row.cd8_cells(), half, 1 - std::exp(-0.5 * 4));
}

TEST_CASE("surgery takes a sphere, and nothing beside it", "[agents][treatment]") {
  ModelParameters m = still_model();
  TherapyItem surgery = item_of(Treatment::surgery, 0);
  surgery.region.from_um = {750, 750, 0};
  surgery.region.to_um[0] = 200;
  m.therapy = {surgery};
  const auto simulation = simulation_of(m, full_lattice(true));
  simulation->advance(10);
  std::uint64_t inside = 0;
  for (std::uint32_t s = 0; s < side * side; ++s) {
    const double x = (s % side + 0.5) * 15 - 750, y = (s / side + 0.5) * 15 - 750;
    inside += x * x + y * y <= 200 * 200;
  }
  const CensusRow row = simulation->census()[0];
  CHECK(inside > 500);
  CHECK(events(row, Event::resected) == inside);
  CHECK(row.tumour_cells() == side * side - inside);
  CHECK(row.cd8_cells() == side * side - inside);
  simulation->advance(10);
  CHECK(events(simulation->census()[0], Event::resected) == 0);  // once
}

TEST_CASE("chemotherapy kills cycling cells at its rate, and nobody without a dose", "[agents][treatment]") {
  ModelParameters m = still_model();
  m.tumour.division_per_day = 1e-9;
  InitialTissue cells;  // every other site in both directions: all have room
  for (std::uint32_t s = 0; s < side * side; ++s)
    if (s % side % 2 == 0 && s / side % 2 == 0) cells.push_back({LocalSite{s}, CellType::tumour});
  const double n = static_cast<double>(cells.size());
  const auto after_a_day = [&] {
    const auto simulation = simulation_of(m, cells);
    simulation->advance(1440);
    return simulation->census()[0].tumour_cells();
  };
  CHECK(after_a_day() == cells.size());
  TherapyItem drug = item_of(Treatment::drug, 1e12);  // full effect, and it stays
  drug.drug = Drug::nab_paclitaxel;
  auto& kinetics = m.drugs[static_cast<std::size_t>(Drug::nab_paclitaxel)];
  kinetics.clearance_l_per_day = kinetics.exchange_l_per_day = 0;
  m.therapy = {drug};
  check_survivors(after_a_day(), n, 1 - std::exp(-0.06 * 24));
}

TEST_CASE("an antibody to CTLA-4 depletes Tregs at its rate, and no other cell", "[agents][treatment]") {
  ModelParameters m = still_model();
  for (WalkerParameters& cell : m.walkers) cell.death_per_day = cell.speed_um_per_min = 0;
  InitialTissue cells;
  for (std::uint32_t s = 0; s < side * side; ++s)
    cells.push_back({LocalSite{s}, s % 2 ? CellType::treg : CellType::cd8_t_cell});
  const auto after_five_days = [&] {
    const auto simulation = simulation_of(m, cells);
    simulation->advance(5 * 1440);
    return simulation->cells(0);
  };
  CHECK(sites_of(after_five_days(), CellType::treg).size() == side * side / 2);
  TherapyItem drug = item_of(Treatment::drug, 1e12);
  drug.drug = Drug::ipilimumab;
  m.therapy = {drug};
  const CellTable left = after_five_days();
  check_survivors(sites_of(left, CellType::treg).size(), side * side / 2, 1 - std::exp(-0.1 * 5));
  CHECK(sites_of(left, CellType::cd8_t_cell).size() == side * side / 2);
}

TEST_CASE("a targeted inhibitor stops division", "[agents][treatment]") {
  ModelParameters m = still_model();
  m.tumour.division_per_day = 2;
  TherapyItem drug = item_of(Treatment::drug, 1e12);
  drug.drug = Drug::targeted_inhibitor;
  const auto births = [&m] {
    const auto simulation = simulation_of(m, {{LocalSite{5050}, CellType::tumour}});
    simulation->advance(1440);
    return events(simulation->census()[0], Event::tumour_birth);
  };
  CHECK(births() > 0);
  m.therapy = {drug};
  CHECK(births() == 0);
}

TEST_CASE("an antibody to PD-1 lets exhausted pressure kill again", "[agents][treatment]") {
  ModelParameters m = still_model();
  m.t_cell.recognition_per_min = 10, m.t_cell.exhaustion_per_day = 0;
  m.t_cell.pd1_induction_per_h = 100;
  m.t_cell.pd1_complexes_per_um2 = 60;  // a brake of 99 %
  m.escape.mhc1_basal = 1;
  m.blood.cd8_cells[0] = 1e6;
  const auto kills = [&m] {
    const auto simulation = simulation_of(m, full_lattice(true));
    simulation->advance(240);
    return static_cast<double>(events(simulation->census()[0], Event::kill));
  };
  const double braked = kills();
  TherapyItem drug = item_of(Treatment::drug, 200);
  drug.drug = Drug::pembrolizumab;
  m.therapy = {drug};
  CHECK(kills() > 10 * (braked + 1));
}

TEST_CASE("CAR T cells come from their infusion and kill without MHC-I", "[agents][treatment]") {
  ModelParameters m = still_model();
  m.t_cell.recognition_per_min = 10;
  m.escape.mhc1_basal = 0;
  m.blood.entry_route = EntryRoute::anywhere;
  m.car_t.peak_copies_per_ug = 1e6;  // so many that some enter on the first day
  TherapyItem cells = item_of(Treatment::car_t_cells, 1e10);
  cells.classes = {0};  // the founders' class
  const auto kills = [&m] {
    const auto simulation = simulation_of(m, full_lattice(false));
    simulation->advance(600);
    CHECK(simulation->broken_invariants() == "");
    return events(simulation->census()[0], Event::kill);
  };
  CHECK(kills() == 0);
  m.therapy = {cells};
  CHECK(kills() > 0);
  m.therapy[0].classes = {9};  // an antigen that these cells do not have
  CHECK(kills() == 0);
}

TEST_CASE("dying cells tell the body what they carried", "[agents][treatment][body]") {
  ModelParameters m = still_model();
  m.compartments.enabled = true;
  m.antigens.founder_classes = {3, 40};
  m.therapy = {item_of(Treatment::radiation, 50)};  // kills all at the first update
  const auto simulation = simulation_of(m, full_lattice(false));
  simulation->advance(10);
  const std::vector<std::uint64_t> told = simulation->state(0).body.told;
  CHECK(simulation->census()[0].tumour_cells() == 0);
  CHECK(told[body_count::immunogenic_deaths] == side * side);
  CHECK(told[body_count::immunogenic_antigen + 3] == side * side);
  CHECK(told[body_count::immunogenic_antigen + 40] == side * side);
  CHECK(told[body_count::immunogenic_antigen + 4] == 0);
  CHECK(told[body_count::silent_deaths] == 0);
}
