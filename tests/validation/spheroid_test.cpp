// An oxygen-limited spheroid with placement `push` in a medium whose oxygen is given 540 µm from the centre
// (row 7 of the validation table, as far as twelve days show it): once oxygen does not reach the centre, the
// radius grows linearly around a necrotic core, and in a medium of 20 mmHg the viable rim is 100–200 µm thick
// (Grimes et al. 2014). There is no plateau: nothing draws the rim after a core that is cleared.
//
// The rim is as thick as oxygen reaches. Live tissue takes up 10 /min at 1e5 µm²/min: a length λ of 100 µm.
// Necrosis begins at 5 mmHg and has its full rate, 4 per day, at 2.5: where half of the cells are dead,
// oxygen lies between the two. From there, r_i, to the outer face r_o, without flux into the core, the
// solution in a sphere is p_o/p_i = r_i/r_o·(cosh x + λ/r_i·sinh x), x = (r_o − r_i)/λ. A shell of 15 µm more
// or less in either radius changes that by 15 %.
#include <array>

#include "agents/parameters/derive.hpp"
#include "agents/start/synthetic_tissue.hpp"
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr double spacing_um = 15;
constexpr std::uint32_t side = 72, step_min = 60;

ModelParameters spheroid_model(double medium_mmHg) {
  ModelParameters m = default_parameters().model;
  m.lattice = {{side, side, side}, spacing_um, Boundary::closed, Neighbourhood::moore};
  m.time = {step_min, step_min, 10 * step_min, step_min, step_min, 10 * step_min, step_min};
  m.fields[ifn_gamma_field].enabled = m.fields[chemokine_field].enabled = false;
  m.fields[oxygen_field].border = FieldBorder::fixed_value;
  m.fields[oxygen_field].border_value = m.fields[oxygen_field].initial = medium_mmHg;
  m.tumour.placement = Placement::push;
  m.mutation = {};
  m.blood.cd8_cells.fill(0);
  m.initial = {};
  m.initial.tumour_radius_um = 60;
  m.initial.tumour_fraction = 1;
  return m;
}

/// By distance from the centre, in shells of one site: shares of sites that hold a tumour cell or corpse, and
/// a live cell; mean oxygen.
struct Shells {
  static constexpr std::size_t count = side / 2;
  std::array<double, count> sites{}, filled{}, live{}, oxygen_mmHg{};
};

Shells shells_of(Simulation& simulation) {
  Shells shells;
  const auto shell_of = [](std::uint32_t s) {
    const auto off = [](std::uint32_t at) { return at + 0.5 - side / 2.0; };
    const double x = off(s % side), y = off(s / side % side), z = off(s / side / side);
    return static_cast<std::size_t>(std::sqrt(x * x + y * y + z * z));
  };
  const auto oxygen = simulation.field(oxygen_field, 0);
  for (std::uint32_t s = 0; s < oxygen.size(); ++s) {
    const std::size_t k = shell_of(s);
    if (k >= Shells::count) continue;
    shells.sites[k] += 1;
    shells.oxygen_mmHg[k] += oxygen[s];
  }
  const CellTable cells = simulation.cells(0);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const std::size_t k = shell_of(cells.site[c]);
    if (k >= Shells::count) continue;
    shells.filled[k] += 1;
    shells.live[k] += is_live_tumour(static_cast<Tissue>(cells.state[c]));
  }
  for (std::size_t k = 0; k < Shells::count; ++k)
    for (auto* sum : {&shells.filled, &shells.live, &shells.oxygen_mmHg}) (*sum)[k] /= shells.sites[k];
  return shells;
}

/// Where a share that is above one half inside falls below it, µm; linear between the middles of shells.
double outer_radius_um(const std::array<double, Shells::count>& share) {
  std::size_t k = Shells::count - 1;
  while (share[k] < 0.5) --k;
  return spacing_um * (static_cast<double>(k) + 0.5 + (share[k] - 0.5) / (share[k] - share.at(k + 1)));
}

/// Where the share of live ones among cells and corpses rises above one half, µm.
double inner_radius_um(const Shells& s) {
  std::size_t k = 0;
  while (s.live[k] < 0.5 * s.filled[k]) ++k;
  return spacing_um * static_cast<double>(k);
}

double oxygen_at(const Shells& s, double radius_um) {
  return s.oxygen_mmHg.at(static_cast<std::size_t>(radius_um / spacing_um));
}

/// Oxygen falls through the rim as it must, and ends between the thresholds of necrosis. @return its
/// thickness
double check_rim(const Shells& s) {
  const double outer = outer_radius_um(s.filled), inner = inner_radius_um(s), rim = outer - inner;
  const double lambda_um = 100, x = rim / lambda_um;
  const double fall = inner / outer * (std::cosh(x) + lambda_um / inner * std::sinh(x));
  INFO("rim from " << inner << " to " << outer << " um, oxygen from " << oxygen_at(s, inner) << " to "
                   << oxygen_at(s, outer) << " mmHg, " << fall << " times as much expected");
  CHECK(inner > 100);
  CHECK(oxygen_at(s, outer) / oxygen_at(s, inner) == Approx(fall).epsilon(0.15));
  CHECK((oxygen_at(s, inner) > 2.5 && oxygen_at(s, inner) < 5));
  return rim;
}

double effective_radius_um(const CensusRow& row) {
  const auto corpses = row.tissue[static_cast<std::size_t>(Tissue::tumour_apoptotic)] +
                       row.tissue[static_cast<std::size_t>(Tissue::tumour_necrotic)];
  const double sites = static_cast<double>(row.tumour_cells() + corpses);
  return spacing_um * std::cbrt(0.75 / 3.14159265 * sites);
}

}  // namespace

constexpr std::uint32_t day = 1440 / step_min;

TEST_CASE("A spheroid that pushes grows linearly once its centre is out of reach of oxygen",
          "[validation][spheroid]") {
  const ModelParameters m = spheroid_model(38);
  const auto simulation = make_host_simulation(start_of(m, synthetic_tissue(m, 1, 0), 1), 1);
  simulation->advance(5 * day);
  std::vector<double> radii{effective_radius_um(simulation->census()[0])};
  for (int k = 0; k < 5; ++k) {
    simulation->advance(day);
    radii.push_back(effective_radius_um(simulation->census()[0]));
  }
  const double um_per_day = (radii.back() - radii.front()) / 5;
  for (std::size_t k = 1; k < radii.size(); ++k)
    CHECK(radii[k] - radii[k - 1] == Approx(um_per_day).epsilon(0.05));
  check_rim(shells_of(*simulation));
}

TEST_CASE("A spheroid in a medium of 20 mmHg has a viable rim of 100-200 um", "[validation][spheroid]") {
  const ModelParameters m = spheroid_model(20);
  const auto simulation = make_host_simulation(start_of(m, synthetic_tissue(m, 1, 0), 1), 1);
  simulation->advance(12 * day);
  const double rim = check_rim(shells_of(*simulation));
  CHECK((rim > 100 && rim < 200));
}
