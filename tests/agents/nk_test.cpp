// NK cells engage what shows less MHC-I than they are licensed on, at the rate that says so, and their hits
// count as T cells' do.
#include <algorithm>
#include <cmath>

#include "agents/rules/nk.hpp"
#include "tests/agents/clusters.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t update = 5;  // steps of 1 min

std::uint64_t engaged(const CensusRow& row) {
  return row.immune[static_cast<std::size_t>(Immune::nk_engaged)];
}

/// An NK cell on each of many tumour cells of this MHC-I level; the first hit kills, and comes within a step.
std::unique_ptr<Simulation> pairs(double mhc1, double licensed_mhc1, double recognition_per_min) {
  ModelParameters m = clusters::quiet_model();
  m.escape.mhc1_basal = mhc1;
  m.nk.licensed_mhc1 = licensed_mhc1;
  m.nk.recognition_per_min = recognition_per_min;
  m.nk.hits_per_h = 1e6;
  m.t_cell.lethal_hits = 1;
  return simulation_of(m, clusters::tissue_of([](LocalSite s, InitialTissue& cells) {
                         cells.push_back({s, CellType::tumour});
                         cells.push_back({s, CellType::nk});
                       }));
}

}  // namespace

TEST_CASE("self is MHC-I on the alleles that are left, and none without B2M", "[agents][nk]") {
  CHECK(self_shown(0.8f, 0) == 0.8f);
  CHECK(self_shown(0.9f, 0b000101) == Approx(0.6));
  CHECK(self_shown(1, genotype::hla_mask) == 0);
  CHECK(self_shown(1, genotype::b2m_lost) == 0);
  CHECK(self_shown(1, genotype::jak_lost | genotype::pdl1_amplified) == 1);
}

TEST_CASE("what is missing is relative to the MHC-I that NK cells are licensed on", "[agents][nk]") {
  NkRules r{};
  r.licensed_mhc1 = 0.5f;
  CHECK(missing_self(r, 0, 0) == 1);
  CHECK(missing_self(r, 0.25f, 0) == 0.5f);
  CHECK(missing_self(r, 0.5f, 0) == 0);
  CHECK(missing_self(r, 1, 0) == 0);  // IFN-γ hides a cell from NK cells
  CHECK(missing_self(r, 0.5f, 0b001000) == Approx(1.0 / 6));
  CHECK(missing_self(r, 1, genotype::b2m_lost) == 1);
  r.licensed_mhc1 = 0;
  CHECK(missing_self(r, 0, genotype::b2m_lost) == 0);
}

TEST_CASE("by default NK cells spare an intact tumour cell, with IFN-gamma and without", "[agents][nk]") {
  const ModelParameters m = default_parameters().model;
  const RuleParameters r = derive_rules(m, 1, 0);
  for (const float ifn_gamma_ng_per_ml : {0.0f, 0.01f, 10.0f})
    CHECK(missing_self(r.nk, r.escape.mhc1(ifn_gamma_ng_per_ml), 0) == 0);
  CHECK(missing_self(r.nk, r.escape.mhc1(0), genotype::b2m_lost) == 1);
}

TEST_CASE("NK cells engage and kill at a rate that falls with MHC-I", "[agents][nk]") {
  for (const double licensed : {1.0, 0.5})
    for (const double mhc1 : {0.0, 0.3, 0.75, 1.0}) {
      INFO("MHC-I " << mhc1 << ", licensed on " << licensed);
      const auto simulation = pairs(mhc1, licensed, 0.05);
      simulation->advance(update);
      const CensusRow first = simulation->census()[0];
      const std::uint64_t recognised = engaged(first) + events(first, Event::nk_kill);
      const double expected = -std::expm1(-0.05 * update * std::max(0.0, 1 - mhc1 / licensed));
      CHECK(clusters::share(recognised) == Approx(expected).margin(clusters::margin(expected) + 1e-6));
      simulation->advance(update);
      const CensusRow second = simulation->census()[0];
      CHECK(events(first, Event::nk_kill) + events(second, Event::nk_kill) >= recognised);
      CHECK(events(second, Event::kill) == events(second, Event::nk_kill));
      CHECK(second.tissue[static_cast<std::size_t>(Tissue::tumour_apoptotic)] ==
            events(first, Event::kill) + events(second, Event::kill));
    }
}

TEST_CASE("an NK cell leaves a target alone after its dwell time, and rests", "[agents][nk]") {
  ModelParameters m = clusters::quiet_model();
  m.escape.mhc1_basal = 0;
  m.nk = {.recognition_per_min = 1e6,
          .licensed_mhc1 = 1,
          .engagement_min = 20,
          .refractory_min = 15,
          .hits_per_h = 0};
  const auto simulation =
      simulation_of(m, {{LocalSite{805}, CellType::tumour}, {LocalSite{806}, CellType::nk}});
  for (std::uint32_t now = update; now <= 90; now += update) {
    simulation->advance(update);
    const std::uint32_t in_cycle = now % 35;  // engaged until 20, at rest until 35
    INFO("minute " << now);
    CHECK(engaged(simulation->census()[0]) == (in_cycle > 0 && in_cycle < 20 ? 1 : 0));
  }
}

TEST_CASE("hits of an NK cell and a T cell add up", "[agents][nk]") {
  ModelParameters m = clusters::quiet_model();
  m.escape.mhc1_basal = 0.5;
  m.nk.licensed_mhc1 = 1;
  m.nk.recognition_per_min = m.t_cell.recognition_per_min = 1e6;  // both engage at once
  m.nk.hits_per_h = m.t_cell.hits_per_h = 12;                     // one each is expected per update
  m.t_cell.pd1_complexes_per_um2 = 0;
  m.t_cell.lethal_hits = 2;
  const auto simulation = simulation_of(m, clusters::tissue_of([](LocalSite s, InitialTissue& cells) {
                                          cells.push_back({s, CellType::tumour});
                                          cells.push_back({s, CellType::cd8_t_cell});
                                          cells.push_back({clusters::beside(s, 4), CellType::nk});
                                        }));
  simulation->advance(update);
  const CensusRow row = simulation->census()[0];
  const double expected = 1 - 3 * std::exp(-2.0);  // two hits or more of a Poisson law of mean 2
  CHECK(clusters::share(events(row, Event::kill)) == Approx(expected).margin(clusters::margin(expected)));
  const std::uint64_t by_nk = events(row, Event::nk_kill), kills = events(row, Event::kill);
  const double half_of_kills = 0.5 * static_cast<double>(kills);
  CHECK(static_cast<double>(by_nk) == Approx(half_of_kills).margin(4 * std::sqrt(half_of_kills / 2)));
}

TEST_CASE("PD-1 brakes NK cells only where asked to", "[agents][nk]") {
  RuleParameters r = derive_rules(clusters::quiet_model(), 1, 0);
  const BodyLevels body;
  const float pd1 = 1, pdl1 = 3;  // half of the hits get through
  r.nk.pd1_brake = false;
  CHECK(nk_brake(r, body, pd1, pdl1) == 1);
  r.nk.pd1_brake = true;
  CHECK(nk_brake(r, body, pd1, pdl1) == Approx(0.5).epsilon(1e-6));
}
