// PD-1 and exhaustion of a T cell rise while it is engaged, by their rates.
#include <cmath>

#include "tests/agents/clusters.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

struct Levels {
  double pd1, exhaustion;
};

/// Of a T cell that engages at once, lets go at minute 60 and then rests.
Levels levels_after(const ModelParameters& m, std::uint32_t minutes) {
  const auto simulation = simulation_of(
      m, {{clusters::site_of(55), CellType::tumour}, {clusters::site_of(55), CellType::cd8_t_cell}});
  simulation->advance(minutes);
  const CellTable cells = simulation->cells(0);
  for (std::size_t k = 0; k < cells.size(); ++k)
    if (cells.cell_type[k] == static_cast<std::uint8_t>(CellType::cd8_t_cell))
      return {static_cast<double>(cells.pd1[k]), static_cast<double>(cells.exhaustion[k])};
  return {-1, -1};
}

ModelParameters engaging() {
  ModelParameters m = clusters::quiet_model();
  m.escape.mhc1_basal = 1;
  m.t_cell.recognition_per_min = 1e6, m.t_cell.hits_per_h = 0;
  m.t_cell.engagement_min = 60, m.t_cell.refractory_min = 1e5, m.t_cell.max_divisions = 0;
  m.t_cell.pd1_induction_per_h = 0.7, m.t_cell.pd1_decay_per_day = 0.4;
  m.t_cell.exhaustion_per_day = 6;
  return m;
}

}  // namespace

TEST_CASE("PD-1 rises while engaged and falls afterwards at its rates", "[agents][t_cell_levels]") {
  const ModelParameters m = engaging();
  const auto rise = [](double h) { return 1 - std::exp(-0.7 * h); };
  CHECK(levels_after(m, 4).pd1 == 0);
  CHECK(levels_after(m, 30).pd1 == Approx(rise(0.5)).epsilon(1e-5));
  CHECK(levels_after(m, 60).pd1 == Approx(rise(1)).epsilon(1e-5));
  CHECK(levels_after(m, 60 + 2880).pd1 == Approx(rise(1) * std::exp(-0.4 * 2)).epsilon(1e-4));
}

TEST_CASE("exhaustion is the time engaged times its rate, and none without it", "[agents][t_cell_levels]") {
  ModelParameters m = engaging();
  CHECK(levels_after(m, 4).exhaustion == 0);
  CHECK(levels_after(m, 30).exhaustion == Approx(6.0 * 30 / 1440).epsilon(1e-5));
  CHECK(levels_after(m, 60).exhaustion == Approx(6.0 * 60 / 1440).epsilon(1e-5));
  CHECK(levels_after(m, 1000).exhaustion == Approx(6.0 * 60 / 1440).epsilon(1e-5));  // it stays
  m.t_cell.exhaustion_per_day = 0;
  CHECK(levels_after(m, 1000).exhaustion == 0);
}
