// The peers' benchmarks in our parameters: chances per step, the start, balance, and the rate of kills.
#include <algorithm>
#include <cmath>

#include "agents/parameters/derive.hpp"
#include "agents/simulation.hpp"
#include "config/schema/check.hpp"
#include "tests/catch.hpp"
#include "tools/bench/peer_cases.hpp"

using namespace tilscape;

namespace {

constexpr double word_values = 4294967296.0;

/// A threshold of 32 bits is off by half of one at most, and by rounding in the rate it was derived from.
void check_chance(const Chance& found, double p) {
  CHECK_FALSE(found.rare);
  CHECK(std::abs(static_cast<double>(found.threshold) - p * word_values) <= 1);
}

SimulationStart alone(const ModelParameters& m, const InitialTissue& tissue) {
  SimulationStart start;
  start.execution.host_block = 256;
  start.replicates.push_back({m, 3, 0, tissue});
  return start;
}

std::uint64_t kills(const CensusRow& row) {
  return row.events[static_cast<std::size_t>(Event::kill)];
}

}  // namespace

TEST_CASE("peer-lattice has its peers' chances in every step", "[bench]") {
  for (const std::array<std::uint32_t, 3> size : {std::array{160u, 160u, 160u}, {2048u, 2048u, 1u}}) {
    const RunParameters run = peer_lattice(size);
    CHECK(find_conflicts(run).empty());
    const RuleParameters r = derive_rules(run.model, run.seed, 0);
    check_chance(r.turnover.apoptosis, 0.01);
    CHECK(0.99 * chance_of_any(r.turnover.divisions[0]) == Approx(0.04).epsilon(1e-7));
    CHECK(r.turnover.apoptotic_clearance.threshold == std::uint64_t{1} << 32);  // certain
    check_chance(r.immune_turnover.death[1], 0.02);
    CHECK(r.surveillance.pace.recognitions == 0.25f);
    CHECK(chance_of_any(r.surveillance.pace.hits) == 1);
    CHECK(r.surveillance.brake(0) == 1);
    CHECK(r.surveillance.antigenicity[0] == 1);
    CHECK(r.surveillance.pace.engagement_steps == 1);
    CHECK(r.surveillance.pace.refractory_steps == 0);
    CHECK(r.walk.gait[1].move_chance[1] == 1);
    CHECK(r.walk.gait[1].keeps_heading.threshold == 0);
    const double sites = 1.0 * size[0] * size[1] * size[2],
                 flow = entering_per_min(run.model) * run.model.time.entry_min;
    CHECK(flow == Approx(0.02 * (0.05 * sites + flow)).epsilon(1e-9));  // as many as die after them
    const PhasePeriods every = derive_periods(run.model.time);
    CHECK(every.surveillance + every.tumour_turnover + every.immune_turnover + every.entry == 4);
  }
}

TEST_CASE("peer-lattice starts with 50 % tumour and 5 % T cells, and T cells stay in balance", "[bench]") {
  const RunParameters run = peer_lattice({40, 40, 40});
  const auto simulation = make_host_simulation(make_start(run, nullptr), 1);
  const CensusRow start = simulation->census()[0];
  const double n = 64000;
  CHECK(std::abs(static_cast<double>(start.tumour_cells()) - n / 2) < 4 * std::sqrt(n / 4));
  CHECK(std::abs(static_cast<double>(start.cd8_cells()) - n / 20) < 4 * std::sqrt(n / 20));
  simulation->advance(60);
  const CensusRow row = simulation->census()[0];
  // Deaths are a Poisson process around n/20 cells, remembered for 50 steps: a variance of about n/20.
  CHECK(std::abs(static_cast<double>(row.cd8_cells()) - n / 20) < 5 * std::sqrt(n / 20));
  CHECK(row.tissue[static_cast<std::size_t>(Tissue::tumour_apoptotic)] == 0);  // cleared at once
  CHECK(row.tumour_cells() + row.cd8_cells() > 8 * n / 10);
  CHECK(simulation->broken_invariants() == "");
}

TEST_CASE("a T cell of peer-lattice that sees tumour kills 0.2 of it per step", "[bench]") {
  // Every fourth site along each axis holds a T cell, the others a tumour cell: no two T cells see the same
  // one, and nobody can walk before a kill. Nothing else dies or divides.
  constexpr std::uint32_t side = 48;
  ModelParameters m = peer_lattice({side, side, side}).model;
  m.tumour.death_per_day = m.tumour.division_per_day = m.t_cell.death_per_day = 0;
  m.t_cell.speed_um_per_min = 0;
  m.blood.cd8_cells.fill(0);
  InitialTissue cells;
  for (std::uint32_t s = 0; s < side * side * side; ++s) {
    const bool t_cell = s % 4 == 0 && s / side % 4 == 0 && s / (side * side) % 4 == 0;
    cells.push_back({LocalSite{s}, t_cell ? CellType::cd8_t_cell : CellType::tumour});
  }
  const auto simulation = make_host_simulation(alone(m, cells), 1);
  // Free cells recognise with the chance p in a step, of which `left` is left then, on average: with that
  // chance they kill in it, and in the next one otherwise.
  const double rate = 0.25, p = -std::expm1(-rate), left = 1 - (1 / rate - 1 / std::expm1(rate));
  double engaged = 0, expected = 0;
  for (int step = 0; step < 40; ++step) {
    expected += engaged + p * left * (1 - engaged);
    engaged = p * (1 - left) * (1 - engaged);
  }
  simulation->advance(40);
  const double t_cells = 12 * 12 * 12, found = static_cast<double>(kills(simulation->census()[0])) / t_cells;
  // Kills are a renewal process: 5 steps apart, with a variance of (1 − p)/p² + left (1 − left) = 16.2, so
  // that their number in 40 steps has one of about 40 · 16.2 / 5³ = 5.2.
  INFO(found << " kills per T cell, expected " << expected);
  CHECK(expected == Approx(40 * 0.2).epsilon(0.03));
  CHECK(std::abs(found - expected) < 4 * std::sqrt(5.2 / t_cells));
}

TEST_CASE("peer-day is a ball of 450 um of 107,000 cells under attack for a day", "[bench]") {
  const RunParameters run = peer_day();
  const ModelParameters& m = run.model;
  CHECK(find_conflicts(run).empty());
  CHECK(run.duration_days == 1);
  CHECK(std::count_if(m.fields.begin(), m.fields.end(), [](const FieldSpec& f) { return f.enabled; }) == 2);
  const InitialTissue cells = make_start(run, nullptr).replicates[0].tissue;
  const double middle = (75 - 1) / 2.0;
  double tumour = 0, t_cells = 0, farthest_um = 0;
  for (const PlacedCell& c : cells) {
    t_cells += c.type == CellType::cd8_t_cell;
    if (c.type != CellType::tumour) continue;
    ++tumour;
    const double x = c.site.value % 75 - middle, y = c.site.value / 75 % 75 - middle;
    const double z = c.site.value / (75 * 75) - middle;
    farthest_um = std::max(farthest_um, std::sqrt(x * x + y * y + z * z) * m.lattice.spacing_um);
  }
  CHECK(tumour == 107000);
  CHECK(std::abs(t_cells - 7500) < 4 * std::sqrt(7500));
  CHECK(farthest_um == Approx(450).epsilon(0.01));
}
