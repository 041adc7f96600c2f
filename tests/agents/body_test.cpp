// The update of a body: what it hears, which doses it gives, whom it sends, and what it shows.
#include "agents/body/body.hpp"

#include <cmath>
#include <vector>

#include "agents/parameters/derive.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;
namespace c = compartments::at;

namespace {

/// A model whose body is on.
ModelParameters model() {
  ModelParameters m = default_parameters().model;
  m.compartments.enabled = true;
  m.compartments.tumour_fraction = 0.5;
  m.compartments.effector_to_periphery_per_min = 0;  // all are in the blood
  m.lattice.size = {50, 50, 50};
  return m;
}

double level(const Body& body, const BodyState& state, std::size_t place) {
  return state.levels[body.places().compartments + place];
}

}  // namespace

TEST_CASE("what the lattice tells is antigen and danger of the whole patient", "[agents][body]") {
  ModelParameters m = model();
  m.compartments.antigen_decay_per_day = m.compartments.antigen_uptake_per_day = 0;
  m.compartments.danger_decay_per_day = 0;
  m.compartments.silent_danger = 0.25;
  const Body body(m, 1, 0, 10);
  BodyState state = body.start();
  state.told[body_count::immunogenic_antigen + 5] = 30;
  state.told[body_count::silent_antigen + 5] = 10;
  state.told[body_count::immunogenic_deaths] = 30;
  state.told[body_count::silent_deaths] = 20;
  state = body.next(state, 1, 0);
  CHECK(level(body, state, c::antigen + 5) == Approx(2 * 40));
  CHECK(level(body, state, c::danger) == Approx(2 * (30 + 5)));
  CHECK(state.told == std::vector<std::uint64_t>(body_count::count, 0));
}

TEST_CASE("cells that enter leave the blood, and those that find no room come back", "[agents][body]") {
  ModelParameters m = model();
  m.compartments.effector_death_per_day = 0;
  m.blood.cd8_cells = {};
  m.blood.cd8_cells[5] = 1e6;
  m.blood.entry_per_min_per_cm3 =
      10 / (lattice_mm3(m) * 1e-3 * 1e6 * m.time.entry_min);  // 10 cells per update
  const Body body(m, 1, 0, 10);
  BodyState state = body.next(body.start(), 1, 0);
  const std::uint64_t sent = state.table[entry_row::cd8 + 5];
  CHECK((sent == 10 || sent == 11));
  CHECK(body.blood_cells(state, 5) == Approx(1e6 - 2.0 * static_cast<double>(sent)));
  state.told[body_count::entered(5)] = sent - 4;
  const double before = body.blood_cells(state, 5);
  state = body.next(state, 2, 0);
  CHECK(body.blood_cells(state, 5) == Approx(before + 2 * 4.0 - 2.0 * static_cast<double>(state.table[5])));
}

TEST_CASE("where more would come than there are doors, each row has its share of them", "[agents][body]") {
  ModelParameters m = default_parameters().model;
  m.blood.cd8_cells = {};
  m.blood.cd8_cells[2] = 6e6, m.blood.cd8_cells[9] = 3e6;
  m.blood.walkers[CellType::nk] = 1e6;
  m.blood.entry_per_min_per_cm3 = 1e3;
  const Body body(m, 1, 0, 100);
  BodyState state = body.start();
  std::array<std::uint64_t, 3> sent{};
  for (std::uint32_t update = 1; update <= 50; ++update) {
    state = body.next(state, update, 0);
    sent[0] += state.table[2], sent[1] += state.table[9];
    sent[2] += state.table[entry_row::walker + walker_index(CellType::nk)];
  }
  CHECK((sent[0] >= 2990 && sent[0] <= 3001));  // 60, 30 and 10 of a hundred, but for the last doors
  CHECK((sent[1] >= 1490 && sent[1] <= 1501));
  CHECK((sent[2] >= 450 && sent[2] <= 501));  // the last row gives way where fractions add up to a cell more
}

TEST_CASE("regulatory T cells that enter leave their pool, and a smaller pool sends fewer",
          "[agents][body]") {
  ModelParameters m = model();
  m.compartments.treg_turnover_per_day = 0;
  m.compartments.treg_cells = 1e6;
  m.blood.cd8_cells = {};
  m.blood.walkers[CellType::treg] = 4e5;
  m.blood.entry_per_min_per_cm3 = 10 / (lattice_mm3(m) * 1e-3 * 4e5 * m.time.entry_min);
  const Body body(m, 1, 0, 1000);
  constexpr std::uint32_t row = entry_row::walker + walker_index(CellType::treg);
  BodyState state = body.next(body.start(), 1, 0);
  const std::uint64_t sent = state.table[row];
  CHECK((sent == 10 || sent == 11));
  CHECK(level(body, state, c::treg) == Approx(1e6 - 2.0 * static_cast<double>(sent)));
  state.told[body_count::entered(row)] = sent - 4;
  const double before = level(body, state, c::treg);
  state = body.next(state, 2, 0);
  CHECK(level(body, state, c::treg) ==
        Approx(before + 2 * 4.0 - 2.0 * static_cast<double>(state.table[row])));
  state.levels[body.places().compartments + c::treg] = 5e4;  // a twentieth: one cell in two updates
  std::uint64_t few = 0;
  for (std::uint32_t update = 3; update < 23; ++update) {
    state.told[body_count::entered(row)] = 0;  // nobody finds room: the pool stays
    state = body.next(state, update, 0);
    few += state.table[row];
  }
  CHECK((few >= 9 && few <= 11));
}

TEST_CASE("a flow is exact over time, and stops where the blood has no whole cell", "[agents][body]") {
  ModelParameters m = default_parameters().model;
  m.blood.cd8_cells = {};
  m.blood.cd8_cells[1] = 1, m.blood.cd8_cells[2] = 2.5;
  m.blood.entry_per_min_per_cm3 = 1 / (lattice_mm3(m) * 1e-3 * m.time.entry_min);  // one per cell and update
  const Body body(m, 1, 0, 10);
  BodyState state = body.start();
  std::uint64_t ones = 0, others = 0;
  for (std::uint32_t update = 1; update <= 1000; ++update) {
    state = body.next(state, update, 0);
    ones += state.table[1], others += state.table[2];
  }
  CHECK(ones == 1000);
  CHECK((others == 2500 || others == 2501));
  CHECK(Body(m, 1, 0, 0).next(body.start(), 1, 0).table[1] == 0);  // no vessels, nobody
  m.compartments.enabled = true;
  m.compartments.tumour_fraction = 0.5;  // one on the lattice is two in the patient
  m.compartments.effector_to_periphery_per_min = 0;
  const Body poor(m, 1, 0, 10);
  CHECK(poor.next(poor.start(), 1, 0).table[1] == 0);
}

TEST_CASE("doses are given at the first update that reaches their time", "[agents][body]") {
  ModelParameters m = default_parameters().model;
  m.time.entry_min = 360;
  TherapyItem item;
  item.drug = Drug::nivolumab, item.dose = 100, item.start_day = 0.3, item.every_days = 0.5, item.doses = 3;
  m.drugs[index_of(Drug::nivolumab)].clearance_l_per_day = 0;
  m.therapy = {item};
  const Body body(m, 1, 0, 10);
  BodyState state = body.start();
  std::vector<double> mg;
  for (std::uint32_t update = 1; update <= 8; ++update) {
    state = body.next(state, update, 0);
    const std::size_t amount = body.places().drug[index_of(Drug::nivolumab)].central_mg;
    mg.push_back(state.levels[amount] + state.levels[amount + 1]);
  }
  const double expected[] = {0, 100, 100, 200, 200, 300, 300, 300};  // after 0.25, 0.5 … days
  for (int k = 0; k < 8; ++k) CHECK(mg[static_cast<std::size_t>(k)] == Approx(expected[k]));
}

TEST_CASE("a treatment may wait for the tumour's volume", "[agents][body]") {
  ModelParameters m = default_parameters().model;
  TherapyItem item;
  item.drug = Drug::nivolumab, item.dose = 100, item.start_volume_mm3 = 0.5;
  m.therapy = {item};
  const Body body(m, 1, 0, 10);
  BodyState state = body.start();
  CHECK(body.awaits_volume(state));
  state = body.next(state, 1, 0.49);
  CHECK(body.plasma_nM(state, Drug::nivolumab) == 0);
  state = body.next(state, 2, 0.5);
  CHECK(body.plasma_nM(state, Drug::nivolumab) > 0);
  CHECK_FALSE(body.awaits_volume(state));
}

TEST_CASE("antibodies free the brake, drugs act by their concentration", "[agents][body]") {
  ModelParameters m = default_parameters().model;
  m.treatment.cytotoxic_kill_per_h = 0.06;
  const auto levels = [&m](Drug drug, double mg) {
    const Body body(m, 1, 0, 10);
    BodyState state = body.start();
    if (!state.levels.empty()) state.levels[body.places().drug[index_of(drug)].central_mg] = mg;
    return body.levels(state);
  };
  CHECK(levels(Drug::count, 0).checkpoint_free == 1);  // no therapy at all
  TherapyItem item;
  item.dose = 1, item.start_day = 1000;
  m.therapy = {item};
  const DrugParameters& p = m.drugs[index_of(Drug::pembrolizumab)];
  const double half_mg = p.half_effect_nM / p.tumour_to_plasma * 1e-6 * p.molar_mass_g_per_mol * p.central_l;
  CHECK(levels(Drug::pembrolizumab, half_mg).checkpoint_free == Approx(0.5));
  CHECK(levels(Drug::pembrolizumab, 1e9).checkpoint_free == Approx(0).margin(1e-6));
  CHECK(levels(Drug::ipilimumab, 1e9).checkpoint_free == 1);
  CHECK(levels(Drug::nab_paclitaxel, 1e9).cytotoxic_chance ==
        Approx(1 - std::exp(-0.03)).epsilon(1e-4));  // 30 min
  CHECK(levels(Drug::targeted_inhibitor, 1e9).division_factor == Approx(0).margin(1e-6));
  CHECK(levels(Drug::nivolumab, 0).cytotoxic_chance == 0);
}

TEST_CASE("the census shows the drugs of the therapy and the compartments that are on", "[agents][body]") {
  ModelParameters m = default_parameters().model;
  const auto names = [&m] {
    const Body body(m, 1, 0, 10);
    std::string all;
    for (const BodyReading& r : body.readings(body.start())) all += r.name + " ";
    return all;
  };
  CHECK(names() == "");
  TherapyItem drug, cells;
  drug.drug = Drug::ipilimumab;
  cells.treatment = Treatment::car_t_cells, cells.classes = {1}, cells.dose = 1;
  m.therapy = {drug, cells, drug};
  CHECK(names() == "ipilimumab_plasma_nM car_t_blood doses_given ");
  m.therapy = {};
  m.compartments.enabled = true;
  CHECK(names() ==
        "lymph_node_dendritic lymph_node_activated_cd8 blood_cd8 blood_cd8_founder_classes "
        "patient_cd8_founder_classes lymphoid_treg ");
  m.compartments.unhelped_priming = 0.5;
  CHECK(names().ends_with("lymphoid_treg lymph_node_cd4_helper priming_help "));
  m.antigens.founder_classes = {0};
  const Body body(m, 1, 0, 10);
  CHECK(body.readings(body.start())[3].value == m.blood.cd8_cells[0]);
}
