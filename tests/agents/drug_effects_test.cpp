// What each drug does beyond its way through the body, on and off, and by the formula of its effect. Drugs
// here stay where they are given: without clearance and exchange their effect is constant.
#include <cmath>

#include "agents/body/body.hpp"
#include "tests/agents/clusters.hpp"
#include "tests/catch.hpp"

using namespace tilscape;
namespace c = compartments::at;

namespace {

constexpr std::uint32_t antigen_class = 7;

DrugParameters& kinetics(ModelParameters& m, Drug drug) {
  return m.drugs[static_cast<std::size_t>(drug)];
}

/// A dose at the start that stays in the plasma.
TherapyItem lasting(ModelParameters& m, Drug drug, double mg) {
  kinetics(m, drug).clearance_l_per_day = kinetics(m, drug).exchange_l_per_day = 0;
  TherapyItem item;
  item.drug = drug, item.dose = mg, item.unit = TherapyItem::Unit::mg;
  return item;
}

double mg_of(const DrugParameters& p, double plasma_nM) {
  return plasma_nM * 1e-6 * p.molar_mass_g_per_mol * p.central_l;
}

/// Half of the target is held in the tumour.
double half_effect_mg(const DrugParameters& p) {
  return mg_of(p, p.half_effect_nM / p.tumour_to_plasma);
}

TherapyItem cells_of_class(Treatment treatment, double cells) {
  TherapyItem item;
  item.treatment = treatment, item.dose = cells, item.unit = TherapyItem::Unit::cells;
  item.classes = {antigen_class};
  return item;
}

/// A body whose effectors live on, and that nobody leaves for the tissue.
ModelParameters body_model() {
  ModelParameters m = default_parameters().model;
  m.compartments.enabled = true;
  m.compartments.effector_death_per_day = m.compartments.il2_secretion_nmol_per_cell_per_h = 0;
  m.compartments.mature_death_per_day = 2;  // all priming is over within days
  m.blood.cd8_cells = {};
  m.blood.entry_per_min_per_cm3 = 0;
  m.time.entry_min = 60;
  return m;
}

BodyState after(const ModelParameters& m, std::uint32_t updates) {
  const Body body(m, 1, 0, 10);
  BodyState state = body.start();
  for (std::uint32_t update = 1; update <= updates; ++update) state = body.next(state, update, 0);
  return state;
}

/// Effectors in the blood sixty days after a vaccine, once all that it primed have divided.
double primed_with(ModelParameters m) {
  m.therapy.push_back(cells_of_class(Treatment::vaccine, 1e3));
  return Body(m, 1, 0, 10).blood_cells(after(m, 60 * 24), antigen_class);
}

double level(const ModelParameters& m, const BodyState& state, std::size_t place) {
  return state.levels[LevelPlaces(m).compartments + place];
}

}  // namespace

TEST_CASE("each antibody to PD-1 or PD-L1 frees half of the brake where it holds half of its target",
          "[agents][drugs]") {
  ModelParameters m = default_parameters().model;
  const auto checkpoint_free = [&m] { return Body(m, 1, 0, 10).levels(after(m, 1)).checkpoint_free; };
  CHECK(checkpoint_free() == 1);
  Therapy all;
  for (const DrugRecord& record : drug_records) {
    if (record.effect != DrugEffect::pd1_blockade) continue;
    INFO(record.name);
    const Drug drug = record.drug;
    all.push_back(lasting(m, drug, half_effect_mg(kinetics(m, drug))));
    m.therapy = {all.back()};
    CHECK(checkpoint_free() == Approx(0.5));
    m.therapy[0].dose *= 3;
    CHECK(checkpoint_free() == Approx(0.25));
  }
  m.therapy = all;
  CHECK(checkpoint_free() == Approx(std::pow(0.5, all.size())));
}

TEST_CASE("drugs of one effect act together, each on what the others leave", "[agents][drugs]") {
  CHECK(joint_effect(0, 0.7) == 0.7);  // one alone, to the bit
  CHECK(joint_effect(0.7, 0) == 0.7);
  CHECK(joint_effect(0.5, 0.5) == 0.75);
  CHECK(joint_effect(1, 0.3) == 1);
  const auto count = [](double so_far, std::size_t) { return so_far + 1; };
  std::size_t acting = 0;
  for (const DrugRecord& record : drug_records) acting += record.effect == DrugEffect::pd1_blockade;
  CHECK(over_drugs<DrugEffect::pd1_blockade>(0, count) == static_cast<double>(acting));
}

TEST_CASE("an antibody to CTLA-4 adds the divisions that co-stimulation gives", "[agents][drugs]") {
  // Half of the co-stimulation is there without it, all of it with it: 1.5 of 3 divisions more.
  ModelParameters m = body_model();
  REQUIRE(m.compartments.ctla4_inhibition == 1);
  REQUIRE(m.compartments.generations_costimulation == 3);
  const double without = primed_with(m);
  CHECK(without > 10);
  m.therapy = {lasting(m, Drug::ipilimumab, 1e12)};
  CHECK(primed_with(m) / without == Approx(std::pow(2, 1.5)).epsilon(1e-3));
}

TEST_CASE("aldesleukin adds the divisions that IL-2 gives", "[agents][drugs]") {
  // At a tenth of its half-effect 1/11 of 11 divisions, one: twice as many cells.
  ModelParameters m = body_model();
  REQUIRE(m.compartments.generations_il2 == 11);
  const double without = primed_with(m);
  m.therapy = {
      lasting(m, Drug::aldesleukin, mg_of(kinetics(m, Drug::aldesleukin), m.compartments.il2_half_nM / 10))};
  CHECK(primed_with(m) / without == Approx(2).epsilon(2e-3));
}

TEST_CASE("a vaccine adds its dendritic cells with their antigens, and adoptive T cells their number",
          "[agents][drugs]") {
  ModelParameters m = body_model();
  m.therapy = {cells_of_class(Treatment::vaccine, 1e6), cells_of_class(Treatment::adoptive_t_cells, 4e7)};
  m.therapy[0].classes = {antigen_class, 11};
  REQUIRE(m.treatment.vaccine_antigen_per_cell == 10);
  const BodyState state = after(m, 1);
  CHECK(level(m, state, c::presenting) == 1e6);
  for (std::size_t k = 0; k < antigen_classes; ++k) {
    CHECK(level(m, state, c::presented + k) == (k == antigen_class || k == 11 ? 1e7 : 0));
    CHECK(level(m, state, c::blood + k) == (k == antigen_class ? 4e7 : 0));
  }
}

TEST_CASE("adoptive T cells enter by their number in the blood, and kill what shows their antigen",
          "[agents][drugs]") {
  ModelParameters m = clusters::quiet_model();
  m.lattice.size = {40, 40, 1};
  m.compartments.enabled = true;
  m.compartments.tumour_fraction = 1e-3;
  m.compartments.effector_death_per_day = m.compartments.effector_to_periphery_per_min = 0;
  m.escape.mhc1_basal = 1;
  m.t_cell.recognition_per_min = m.t_cell.hits_per_h = 1e6;
  m.antigens.founder_classes = {antigen_class};
  m.blood.entry_route = EntryRoute::anywhere;
  m.therapy = {cells_of_class(Treatment::adoptive_t_cells, 1e9)};
  m.blood.entry_per_min_per_cm3 = 20.5 / (1e9 * lattice_mm3(m) * 1e-3 * m.time.entry_min);
  InitialTissue cells;
  for (std::uint32_t s = 0; s < 1600; ++s) cells.push_back({LocalSite{s}, CellType::tumour});
  const auto after_two_hours = [&] {
    const auto simulation = simulation_of(m, cells);
    simulation->advance(120);
    return simulation->census()[0];
  };
  const CensusRow treated = after_two_hours();
  // In the update of the dose and each of the eleven after it 20.5; the pool loses 1e-4 of itself meanwhile.
  const auto updates = static_cast<double>(120 / static_cast<std::uint32_t>(m.time.entry_min));
  CHECK(static_cast<double>(events(treated, Event::cd8_entry)) == Approx(20.5 * updates).margin(1.5));
  CHECK(events(treated, Event::kill) > 0);
  m.therapy[0].classes = {antigen_class + 1};  // an antigen that these cells do not have
  const CensusRow other = after_two_hours();
  CHECK(events(other, Event::cd8_entry) > 200);
  CHECK(events(other, Event::kill) == 0);
  m.therapy = {};
  CHECK(events(after_two_hours(), Event::cd8_entry) == 0);
}

TEST_CASE("chemotherapy kills T cells that are about to divide at its rate, and no others",
          "[agents][drugs]") {
  // Engaged at minute 5, so that the first division is due at the turnover of minute 120.
  ModelParameters m = clusters::quiet_model();
  m.escape.mhc1_basal = 1;
  m.t_cell.recognition_per_min = 1e6, m.t_cell.hits_per_h = 0, m.t_cell.division_interval_h = 1;
  m.treatment.cytotoxic_kill_per_h = 0.7;
  m.blood.cd8_cells[0] = 1;  // the class of all receptors
  const auto after_two_hours = [&m](bool with_antigen) {
    m.antigens.founder_classes = {with_antigen ? 0u : 3u};
    const auto simulation = simulation_of(m, clusters::tissue_of([](LocalSite s, InitialTissue& cells) {
                                            cells.push_back({s, CellType::tumour});
                                            cells.push_back({s, CellType::cd8_t_cell});
                                          }));
    simulation->advance(120);
    return simulation->census()[0];
  };
  const CensusRow untreated = after_two_hours(true);
  CHECK(events(untreated, Event::cd8_death) == 0);
  CHECK(events(untreated, Event::cd8_birth) == clusters::count);
  m.therapy = {lasting(m, Drug::nab_paclitaxel, 1e12)};
  const CensusRow treated = after_two_hours(true);
  const double dies = 1 - std::exp(-0.7);
  CHECK(clusters::share(events(treated, Event::cd8_death)) == Approx(dies).margin(clusters::margin(dies)));
  CHECK(events(treated, Event::cd8_birth) == clusters::count - events(treated, Event::cd8_death));
  CHECK(events(after_two_hours(false), Event::cd8_death) == 0);
}
