// Macrophages polarise between two states at rates that their surroundings set, and clear corpses in reach.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "agents/rules/macrophage.hpp"
#include "tests/agents/clusters.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t update = 60;  // steps of 1 min

std::uint64_t m1(const CensusRow& row) {
  return row.immune[static_cast<std::size_t>(Immune::macrophage_m1)];
}

/// Share of M1 after a day among macrophages that stand alone.
double share_of_m1(const ModelParameters& m) {
  const auto simulation = simulation_of(m, clusters::tissue_of([](LocalSite s, InitialTissue& cells) {
                                          cells.push_back({s, CellType::macrophage});
                                        }));
  simulation->advance(24 * update);
  return clusters::share(m1(simulation->census()[0]));
}

/// Corpses that nothing clears but macrophages, so many beside each. Turnover kills all tumour cells at
/// minute 30.
std::unique_ptr<Simulation> corpses(std::uint32_t macrophages, double phagocytosis_per_h) {
  ModelParameters m = clusters::quiet_model();
  m.tumour.death_per_day = 1e9;
  m.tumour.apoptotic_clearance_h = 1e12;
  m.macrophage.phagocytosis_per_h = phagocytosis_per_h;
  return simulation_of(m, clusters::tissue_of([macrophages](LocalSite s, InitialTissue& cells) {
                         cells.push_back({s, CellType::tumour});
                         for (std::uint32_t d = 0; d < macrophages; ++d)
                           cells.push_back({clusters::beside(s, d), CellType::macrophage});
                       }));
}

}  // namespace

TEST_CASE("macrophages settle where polarisation to and fro are equal", "[agents][macrophage]") {
  ModelParameters m = clusters::quiet_model();
  m.macrophage.to_m1_per_day = 20;
  m.macrophage.to_m2_per_day = 12;
  m.macrophage.hypoxia_drive = 0.75;
  m.fields[oxygen_field].initial = 1;  // hypoxic
  const double down = -std::expm1(-12 / 24.0 * 0.75);
  double last = 0;
  for (const double ifn_gamma : {0.02, 0.11, 5.0}) {  // EC50 0.11 ng/mL
    INFO("IFN-gamma " << ifn_gamma);
    m.fields[ifn_gamma_field].initial = ifn_gamma;
    const double to_m1 = -std::expm1(-20 / 24.0 * ifn_gamma / (ifn_gamma + 0.11)),
                 expected = to_m1 / (to_m1 + down);
    const double share = share_of_m1(m);
    CHECK(share == Approx(expected).margin(clusters::margin(expected) + 1e-3));
    CHECK(share > last);
    last = share;
  }
}

TEST_CASE("nothing drives a macrophage away from M1 where there is no reason to", "[agents][macrophage]") {
  ModelParameters m = clusters::quiet_model();
  m.macrophage.to_m2_per_day = 12;
  CHECK(share_of_m1(m) == 1);
  m.fields[tgf_beta_field].initial = 1;  // its EC50
  const double stays = 1 - (1 - std::exp(-12 / 24.0)) / 2;
  CHECK(share_of_m1(m) == Approx(std::pow(stays, 24)).margin(0.01));
}

TEST_CASE("what drives macrophages to M2 acts independently", "[agents][macrophage]") {
  ModelParameters m = clusters::quiet_model();
  m.macrophage.contact_drive = 0.5;
  m.macrophage.hypoxia_drive = 0.75;
  m.macrophage.tgf_beta_ec50_ng_per_ml = 2;
  const MacrophageRules r = derive_rules(m, 1, 0).macrophage;
  CHECK(m2_drive(r, {0, 0, 38, false}) == 0);
  CHECK(m2_drive(r, {0, 0, 38, true}) == Approx(0.5));
  CHECK(m2_drive(r, {0, 0, 5, false}) == Approx(0.75));
  CHECK(m2_drive(r, {0, 2, 38, false}) == Approx(0.5));
  CHECK(m2_drive(r, {0, 2, 1, true}) == Approx(1 - 0.5 * 0.5 * 0.25));
}

TEST_CASE("a corpse lives as long as the macrophages beside it allow", "[agents][macrophage]") {
  const double left = std::exp(-0.3);  // after an hour beside one
  for (const std::uint32_t macrophages : {0u, 1u, 2u}) {
    INFO(macrophages << " macrophages");
    const auto simulation = corpses(macrophages, 0.3);
    simulation->advance(4 * update);
    const CensusRow row = simulation->census()[0];
    const std::uint64_t there = row.tissue[static_cast<std::size_t>(Tissue::tumour_apoptotic)];
    const double expected = std::pow(left, 4 * macrophages);
    CHECK(clusters::share(there) == Approx(expected).margin(clusters::margin(expected) + 1e-9));
    CHECK(events(row, Event::phagocytosis) == clusters::count - there);
    CHECK(events(row, Event::corpse_cleared) == clusters::count - there);
    CHECK(simulation->broken_invariants() == "");
  }
}

TEST_CASE("one corpse is eaten once, however many macrophages want it", "[agents][macrophage]") {
  const auto simulation = corpses(8, 1e6);
  simulation->advance(update);
  const CensusRow row = simulation->census()[0];
  CHECK(events(row, Event::phagocytosis) == clusters::count);
  CHECK(row.tissue[static_cast<std::size_t>(Tissue::tumour_apoptotic)] == 0);
  CHECK(simulation->broken_invariants() == "");
}

TEST_CASE("M2 macrophages beside a T cell brake it with their PD-L1", "[agents][macrophage]") {
  ModelParameters m = clusters::quiet_model();
  m.escape.mhc1_basal = 1;
  m.t_cell.recognition_per_min = 1e6, m.t_cell.hits_per_h = 60;
  m.t_cell.engagement_min = 1e4, m.t_cell.lethal_hits = 1000;
  m.t_cell.pd1_complexes_per_um2 = 6;  // at PD-1 1 and baseline PD-L1 half of the hits are left
  m.t_cell.pd1_induction_per_h = 1e6;  // PD-1 is 1 once engaged
  m.macrophage.to_m2_per_day = 1e6;
  m.macrophage.contact_drive = 1;
  m.macrophage.m2_pdl1 = 1;
  m.time.immune_turnover_min = 5;
  const auto simulation = simulation_of(m, clusters::tissue_of([](LocalSite s, InitialTissue& cells) {
                                          cells.push_back({s, CellType::tumour});
                                          cells.push_back({s, CellType::cd8_t_cell});
                                          for (std::uint32_t d = 0; d < 2; ++d)
                                            cells.push_back({clusters::beside(s, d), CellType::macrophage});
                                        }));
  const auto hits = [&simulation] {
    const std::vector<std::uint8_t> all = simulation->cells(0).hits;
    return std::accumulate(all.begin(), all.end(), 0.0) / clusters::count;
  };
  simulation->advance(5);  // engaged, with PD-1, and polarised from now on
  const double before = hits();
  simulation->advance(5);
  const double expected = 5 / (1 + 3.0 * 3.0);  // of 5: three times the PD-L1, Hill exponent 2
  CHECK(hits() - before == Approx(expected).margin(4 * std::sqrt(expected / clusters::count)));
}
