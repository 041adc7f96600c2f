// How tumour cells die of hypoxia, how long their corpses stay, and which deaths alarm dendritic cells.
#include <cmath>

#include "agents/body/body.hpp"
#include "tests/agents/clusters.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t update = 30;  // steps of 1 min

ModelParameters model_at(double oxygen_mmHg) {
  ModelParameters m = clusters::quiet_model();
  m.fields[oxygen_field].initial = oxygen_mmHg;
  m.tumour.oxygen_necrosis_mmHg = 2, m.tumour.oxygen_hypoxia_mmHg = 6, m.tumour.oxygen_full_mmHg = 20;
  m.tumour.apoptotic_clearance_h = 1e12, m.tumour.necrotic_clearance_per_day = 0;
  m.antigens.founder_classes = {9};
  return m;
}

/// Tumour cells, each alone.
std::unique_ptr<Simulation> lone_cells(const ModelParameters& m) {
  return simulation_of(m, clusters::tissue_of([](LocalSite s, InitialTissue& cells) {
                         cells.push_back({s, CellType::tumour});
                       }));
}

void check_share(std::uint64_t found, double expected) {
  CHECK(clusters::share(found) == Approx(expected).margin(clusters::margin(expected) + 1e-9));
}

std::uint64_t sites_with(const CensusRow& row, Tissue tissue) {
  return row.tissue[static_cast<std::size_t>(tissue)];
}

/// What the body was told of the deaths in the first turnover.
std::vector<std::uint64_t> told_of(ModelParameters m) {
  m.compartments.enabled = true;
  const auto simulation = lone_cells(m);
  simulation->advance(update);
  CHECK(simulation->census()[0].tumour_cells() == 0);
  simulation->advance(static_cast<std::uint32_t>(m.time.entry_min));
  return simulation->state(0).body.told;
}

}  // namespace

TEST_CASE("tumour cells starve at a rate that rises from hypoxia down", "[agents][tumour_death]") {
  const double starved = 1 - std::exp(-4.8 / 48);  // in half an hour at the full rate
  for (const auto& [oxygen, share] : {std::pair(1.0, 1.0), std::pair(2.0, 1.0), std::pair(4.0, 0.5),
                                      std::pair(5.0, 0.25), std::pair(6.0, 0.0), std::pair(38.0, 0.0)}) {
    INFO("oxygen " << oxygen);
    ModelParameters m = model_at(oxygen);
    m.tumour.hypoxic_death_per_day = 4.8;
    const auto simulation = lone_cells(m);
    simulation->advance(10 * update);
    const CensusRow row = simulation->census()[0];
    check_share(row.tumour_cells(), std::pow(1 - share * starved, 10));
    CHECK(events(row, Event::necrosis) == clusters::count - row.tumour_cells());
    CHECK(sites_with(row, Tissue::tumour_necrotic) == events(row, Event::necrosis));
  }
}

TEST_CASE("corpses are cleared at the rate of their kind", "[agents][tumour_death]") {
  ModelParameters apoptotic = model_at(38), necrotic = model_at(1);
  apoptotic.tumour.death_per_day = necrotic.tumour.hypoxic_death_per_day = 1e9;  // all in the first turnover
  apoptotic.tumour.apoptotic_clearance_h = 8;
  necrotic.tumour.necrotic_clearance_per_day = 6;
  const auto corpses_left = [](const ModelParameters& m, Tissue corpse) {
    const auto simulation = lone_cells(m);
    simulation->advance(update);
    CHECK(sites_with(simulation->census()[0], corpse) == clusters::count);
    simulation->advance(8 * update);
    const CensusRow row = simulation->census()[0];
    CHECK(sites_with(row, corpse) + events(row, Event::corpse_cleared) == clusters::count);
    return sites_with(row, corpse);
  };
  check_share(corpses_left(apoptotic, Tissue::tumour_apoptotic), std::exp(-4.0 / 8));
  check_share(corpses_left(necrotic, Tissue::tumour_necrotic), std::exp(-6.0 * 4 / 24));
  apoptotic.tumour.apoptotic_clearance_h = 1e12, necrotic.tumour.necrotic_clearance_per_day = 0;
  CHECK(corpses_left(apoptotic, Tissue::tumour_apoptotic) == clusters::count);
  CHECK(corpses_left(necrotic, Tissue::tumour_necrotic) == clusters::count);
}

TEST_CASE("apoptosis is silent, necrosis and chemotherapy are not", "[agents][tumour_death][body]") {
  ModelParameters apoptosis = model_at(38), necrosis = model_at(1), chemotherapy = model_at(38);
  apoptosis.tumour.death_per_day = necrosis.tumour.hypoxic_death_per_day = 1e9;
  chemotherapy.treatment.cytotoxic_kill_per_h = 1e6;
  TherapyItem drug;
  drug.drug = Drug::nab_paclitaxel, drug.dose = 1e12;
  chemotherapy.therapy = {drug};
  const auto silent = told_of(apoptosis);
  CHECK(silent[body_count::silent_deaths] == clusters::count);
  CHECK(silent[body_count::silent_antigen + 9] == clusters::count);
  CHECK(silent[body_count::silent_antigen + 8] == 0);
  CHECK(silent[body_count::immunogenic_deaths] == 0);
  for (const ModelParameters& m : {necrosis, chemotherapy}) {
    const auto told = told_of(m);
    CHECK(told[body_count::silent_deaths] == 0);
    CHECK(told[body_count::immunogenic_deaths] == clusters::count);
    CHECK(told[body_count::immunogenic_antigen + 9] == clusters::count);
    CHECK(told[body_count::immunogenic_antigen + 8] == 0);
  }
}

TEST_CASE("radiation primes T cells of the antigens that it releases", "[agents][tumour_death][body]") {
  // The abscopal chain: deaths, alarm, dendritic cells, priming, blood. Nobody has such T cells before.
  ModelParameters m = model_at(38);
  m.compartments.enabled = true;
  m.antigens.founder_classes = {3};
  m.blood.entry_per_min_per_cm3 = 0;
  const auto in_blood_after_ten_days = [&m](std::uint32_t receptor) {
    const auto simulation = lone_cells(m);
    simulation->advance(14400);
    const Body body(m, 1, 0, 0);
    return body.blood_cells(body.restored(simulation->state(0).body).state, receptor);
  };
  CHECK(in_blood_after_ten_days(3) == 0);
  TherapyItem radiation;
  radiation.treatment = Treatment::radiation, radiation.dose = 8;
  m.therapy = {radiation};
  CHECK(in_blood_after_ten_days(3) > 1e4);
  CHECK(in_blood_after_ten_days(4) == 0);
}
