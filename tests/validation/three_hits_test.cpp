// The three-hit rule (row 14): a tumour cell dies of three hits, and hits more than 50 min apart hardly add
// up (Weigelin et al. 2021). Pairs of one tumour cell and its T cells, out of reach of each other; the T
// cells engage at once and are refractory ever after. What one engagement kills is compared with
// the chain of its updates, worked out separately: the number of hits that count and the time since the last.
#include <map>

#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t side = 200, gap = 4, pairs = (side / gap) * (side / gap);
constexpr double update_min = 5;

ModelParameters pair_model(double hits_per_h, double engagement_min, double memory_min) {
  ModelParameters m = quiet_model({side, side, 1});
  m.lattice.neighbourhood = Neighbourhood::moore;
  m.time.base_step_min = update_min;
  m.time.surveillance_min = update_min;
  m.time.tumour_turnover_min = 60;
  m.tumour.apoptotic_clearance_h = 1e6;
  m.escape.mhc1_basal = 1;
  m.t_cell.speed_um_per_min = 0;
  m.t_cell.recognition_per_min = 1000;
  m.t_cell.hits_per_h = hits_per_h;
  m.t_cell.engagement_min = engagement_min;
  m.t_cell.refractory_min = 1e5;
  m.t_cell.hit_memory_min = memory_min;
  m.t_cell.pd1_complexes_per_um2 = 0;  // no brake
  return m;
}

/// Share of targets killed by one engagement of `t_cells` T cells each.
double killed_share(const ModelParameters& m, std::uint32_t t_cells) {
  InitialTissue cells;
  for (std::uint32_t y = 1; y < side; y += gap)
    for (std::uint32_t x = 1; x < side; x += gap) {
      cells.push_back({LocalSite{x + side * y}, CellType::tumour});
      for (std::uint32_t k = 0; k < t_cells; ++k)
        cells.push_back({LocalSite{x + k % 2 + side * (y + k / 2)}, CellType::cd8_t_cell});
    }
  const auto simulation = make_host_simulation(start_of(m, cells, 41), 1);
  simulation->advance(static_cast<std::uint32_t>(m.t_cell.engagement_min / update_min) + 2);
  const CensusRow row = simulation->census()[0];
  return static_cast<double>(row.events[static_cast<std::size_t>(Event::kill)]) / pairs;
}

/// The same from the chain: hits of all T cells per update follow a Poisson law.
double kill_chance(const ModelParameters& m, std::uint32_t t_cells) {
  const double mean = t_cells * m.t_cell.hits_per_h / 60 * update_min;
  std::map<std::pair<int, int>, double> chance{{{0, 0}, 1.0}};  // (hits, updates since) → probability
  double killed = 0;
  const int updates = static_cast<int>(m.t_cell.engagement_min / update_min);
  for (int k = 0; k < updates; ++k) {
    std::map<std::pair<int, int>, double> next;
    for (const auto& [state, p] : chance) {
      const auto [hits, since] = state;
      const int kept =
          std::max(0, hits - static_cast<int>((since + 1) * update_min / m.t_cell.hit_memory_min));
      double here = p * std::exp(-mean), survives = 0;
      for (int n = 0; kept + n < 3; ++n) {
        next[n == 0 ? std::pair(hits, since + 1) : std::pair(kept + n, 0)] += here;
        survives += here;
        here *= mean / (n + 1);
      }
      killed += p - survives;
    }
    chance = next;
  }
  return killed;
}

void check_share(double found, double expected) {
  INFO("killed " << found << ", expected " << expected);
  CHECK(std::abs(found - expected) < 3 * std::sqrt(expected * (1 - expected) / pairs));
}

}  // namespace

TEST_CASE("One engagement kills as often as three hits within it can be", "[validation][three_hits]") {
  for (const double hits_per_h : {1.0, 4.0, 12.0}) {
    const ModelParameters m = pair_model(hits_per_h, 60, 50);
    check_share(killed_share(m, 1), kill_chance(m, 1));
  }
}

TEST_CASE("A single T cell with a hit per hour rarely kills, four together often do",
          "[validation][three_hits]") {
  const ModelParameters m = pair_model(1, 60, 50);
  const double alone = killed_share(m, 1), together = killed_share(m, 4);
  check_share(together, kill_chance(m, 4));
  CHECK(alone < 0.1);
  CHECK(together > 6 * alone);  // more than four times as many: hits add up
}

TEST_CASE("Hits more than 50 min apart hardly add up", "[validation][three_hits]") {
  // Twelve hours with a hit per 100 min: without forgetting most targets would die.
  const ModelParameters forgetting = pair_model(0.6, 720, 50), remembering = pair_model(0.6, 720, 1e5);
  const double forgotten = killed_share(forgetting, 1), remembered = killed_share(remembering, 1);
  check_share(forgotten, kill_chance(forgetting, 1));
  check_share(remembered, kill_chance(remembering, 1));
  CHECK(remembered > 0.9);
  CHECK(forgotten < 0.7 * remembered);
}
