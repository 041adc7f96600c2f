// Tregs beside a CD8 T cell take away a share of its hits and of its divisions: n of them leave (1 − share)ⁿ.
#include <algorithm>
#include <cmath>

#include "tests/agents/clusters.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t update = 5;  // steps of 1 min

/// T cells that engage at the first update the tumour cell they stand on, with so many Tregs around them.
std::unique_ptr<Simulation> pairs(const ModelParameters& m, std::uint32_t tregs) {
  return simulation_of(m, clusters::tissue_of([tregs](LocalSite s, InitialTissue& cells) {
                         cells.push_back({s, CellType::tumour});
                         cells.push_back({s, CellType::cd8_t_cell});
                         for (std::uint32_t d = 0; d < tregs; ++d)
                           cells.push_back({clusters::beside(s, d), CellType::treg});
                       }));
}

ModelParameters suppressed_model(double suppression) {
  ModelParameters m = clusters::quiet_model();
  m.escape.mhc1_basal = 1;
  m.t_cell.recognition_per_min = 1e6;
  m.t_cell.pd1_complexes_per_um2 = 0;
  m.t_cell.lethal_hits = 100;
  m.treg.suppression = suppression;
  return m;
}

}  // namespace

TEST_CASE("each Treg beside a T cell takes its share of the hits", "[agents][treg]") {
  ModelParameters m = suppressed_model(0.3);
  m.t_cell.hits_per_h = 10;
  for (const std::uint32_t tregs : {0u, 1u, 2u, 5u, 8u}) {
    INFO(tregs << " Tregs");
    const auto simulation = pairs(m, tregs);
    simulation->advance(update);
    const std::vector<std::uint8_t> hits = simulation->cells(0).hits;
    const double expected = -std::expm1(-10.0 * update / 60 * std::pow(0.7, tregs));
    const auto hit = static_cast<std::uint64_t>(
        std::count_if(hits.begin(), hits.end(), [](std::uint8_t n) { return n > 0; }));
    CHECK(clusters::share(hit) == Approx(expected).margin(clusters::margin(expected)));
  }
}

TEST_CASE("each Treg beside a T cell takes its share of the divisions", "[agents][treg]") {
  ModelParameters m = suppressed_model(0.4);
  m.t_cell.hits_per_h = 0;
  m.t_cell.division_interval_h = 1;
  for (const std::uint32_t tregs : {0u, 3u}) {
    INFO(tregs << " Tregs");
    const auto simulation = pairs(m, tregs);
    simulation->advance(120);  // engaged at minute 5, so the first division may be at minute 120
    const double expected = std::pow(0.6, tregs);
    CHECK(clusters::share(events(simulation->census()[0], Event::cd8_birth)) ==
          Approx(expected).margin(clusters::margin(expected) + 1e-9));
  }
}

TEST_CASE("Tregs without suppression change nothing", "[agents][treg]") {
  ModelParameters m = suppressed_model(0);
  m.t_cell.hits_per_h = 10;
  const auto hits = [&](std::uint32_t tregs) {
    const auto simulation = pairs(m, tregs);
    simulation->advance(update);
    const std::vector<std::uint8_t> all = simulation->cells(0).hits;
    return std::count_if(all.begin(), all.end(), [](std::uint8_t n) { return n > 0; });
  };
  CHECK(hits(0) == hits(4));
}

TEST_CASE("divisions that need IL-2 follow its level", "[agents][il2]") {
  ModelParameters m = suppressed_model(0);
  m.t_cell.hits_per_h = 0;
  m.t_cell.division_interval_h = 1;
  m.t_cell.il2_dependence = 0.8;
  double last = 0;
  for (const double nM : {0.0, 0.16, 0.32, 3.2}) {  // EC50 0.32 nM
    INFO(nM << " nM");
    m.fields[il2_field].initial = nM;
    const auto simulation = pairs(m, 0);
    simulation->advance(120);  // engaged at minute 5, so the first division may be at minute 120
    const double expected = 0.2 + 0.8 * nM / (nM + 0.32);
    const double divided = clusters::share(events(simulation->census()[0], Event::cd8_birth));
    CHECK(divided == Approx(expected).margin(clusters::margin(expected)));
    CHECK(divided > last);
    last = divided;
  }
}
