// Growth arrest by IFN-γ: a cell divides with the share 1 − a·c/(c + EC50) of its rate, a cell that lost
// JAK1/2 with all of it. Cells far apart, one update, so that divisions are binomial.
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t side = 240, gap = 4, founders = (side / gap) * (side / gap);
constexpr double chance = 0.3, arrest = 0.8, ec50_ng_per_ml = 0.5;

ModelParameters model_in(double ifn_gamma_ng_per_ml) {
  ModelParameters m = quiet_model({side, side, 1});
  m.fields[ifn_gamma_field].initial = ifn_gamma_ng_per_ml;
  m.tumour.ifn_gamma_arrest = arrest;
  m.tumour.ifn_gamma_arrest_ec50_ng_per_ml = ec50_ng_per_ml;
  return m;
}

InitialTissue grid_of_cells() {
  InitialTissue cells;
  for (std::uint32_t y = 0; y < side; y += gap)
    for (std::uint32_t x = 0; x < side; x += gap)
      cells.push_back({LocalSite{x + side * y}, CellType::tumour});
  return cells;
}

/// Cells after an update in which each divides with a chance, arrest aside.
std::unique_ptr<Simulation> divided(ModelParameters m, double division_chance,
                                    const ReplicateState* before = nullptr) {
  m.tumour.division_per_day = per_day(-std::log1p(-division_chance), 1);
  SimulationStart start = start_of(m, grid_of_cells(), 51);
  if (before) start.replicates[0].state = std::make_shared<const ReplicateState>(*before);
  auto simulation = make_host_simulation(start, 1);
  simulation->advance(1);
  return simulation;
}

/// Chance of a division whose rate IFN-γ leaves this share of.
double chance_at(double left) {
  return -std::expm1(left * std::log1p(-chance));
}

void check_births(double found, double cells, double expected_chance) {
  INFO("births " << found << " of " << cells << ", expected share " << expected_chance);
  CHECK(std::abs(found - cells * expected_chance) <
        3.5 * std::sqrt(cells * expected_chance * (1 - expected_chance)) + 1e-9 * cells);
}

}  // namespace

TEST_CASE("IFN-gamma slows growth as its law says", "[validation][ifn_gamma_arrest]") {
  for (const double c : {0.0, 0.1, 0.5, 5.0, 1e6}) {
    INFO("IFN-gamma " << c);
    const auto simulation = divided(model_in(c), chance);
    const double births = static_cast<double>(simulation->census()[0].tumour_cells()) - founders;
    check_births(births, founders, chance_at(1 - arrest * c / (c + ec50_ng_per_ml)));
  }
}

TEST_CASE("Growth of cells without JAK is not arrested", "[validation][ifn_gamma_arrest]") {
  // All divide once, and all daughters lose JAK or none does; then IFN-γ comes.
  for (const double loss : {1.0, 0.0}) {
    ModelParameters m = model_in(0);
    m.mutation.jak_loss_per_daughter = loss;
    const ReplicateState state = divided(m, 1 - 1e-12)->state(0);
    const auto cells = static_cast<double>(state.tumour.site.size());
    REQUIRE(cells == 2 * founders);
    const auto simulation = divided(model_in(1e6), chance, &state);
    const double births = static_cast<double>(simulation->census()[0].tumour_cells()) - cells;
    // Two cells of a pair stand side by side and sometimes want the same of their many free neighbours.
    const double share = births / cells, expected = chance_at(loss > 0 ? 1 : 1 - arrest);
    INFO("share " << share);
    CHECK(share == Approx(expected).epsilon(0.08));
  }
}
