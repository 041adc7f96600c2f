// Necrotic cores that shrink: cells draw in where a corpse of the core is cleared.
//
// By itself: the corpses of a core are cleared at rate c and nothing else happens. Their number falls as
// e^(−ct); one that meets another's ray waits, which holds up at most one in fifty here. Free sites are only
// ever added next to free ones, so that none is ever enclosed; where the core does not shrink each cleared
// corpse leaves a hole.
//
// With growth (row 7 of the validation table, in two dimensions): a disc whose rim divides and whose core is
// cleared comes to a plateau (Greenspan 1972). There, births in the rim replace what the core loses,
//   b ∫ f(p) 2πr dr = c π r_i²,
// f the share of the division rate that oxygen p allows, and apoptosis 0. Live cells take up oxygen, so that
// in the rim p = A·I0(r/λ) + B·K0(r/λ) without flux into the core at r_i, where half of the cells are dead: p
// there lies between the thresholds of necrosis, 2.5 and 5 mmHg, say at 3.75. The medium around is stirred,
// and the front is rough: the medium reaches the middle of the site beside a smooth front, and at most a site
// deep into a rough one. The radius must lie between those of the two. Without shrinking the medium also
// fills the holes in the core, and the tumour goes on growing.
#include <algorithm>
#include <set>

#include "agents/observe/state_of.hpp"
#include "agents/parameters/derive.hpp"
#include "agents/start/synthetic_tissue.hpp"
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr double pi = 3.14159265358979;

std::uint64_t necrotic(const CensusRow& row) {
  return row.tissue[static_cast<std::size_t>(Tissue::tumour_necrotic)];
}

// --- A core that is cleared ------------------------------------------------------------------------------

constexpr std::uint32_t side = 81;
constexpr double chance_of_clearance = 1.0 / 2000;  // per update

double squared_distance(std::uint32_t site) {
  const double x = site % side - side / 2.0 + 0.5, y = site / side - side / 2.0 + 0.5;
  return x * x + y * y;
}

/// A disc of live cells of radius 34 around a core of necrotic corpses of radius 22, on which nothing but
/// clearance happens.
SimulationStart cored_disc(bool shrinks, std::uint64_t seed) {
  ModelParameters m = quiet_model({side, side, 1});
  m.lattice.boundary = Boundary::closed;
  m.tumour.placement = Placement::push;
  m.tumour.necrotic_core_shrinks = shrinks;
  m.tumour.necrotic_clearance_per_day = -std::log1p(-chance_of_clearance) * 1440;
  InitialTissue cells;
  for (std::uint32_t s = 0; s < side * side; ++s)
    if (squared_distance(s) < 34 * 34) cells.push_back({LocalSite{s}, CellType::tumour});
  SimulationStart start = start_of(m, cells, seed);
  ReplicateState state = make_host_simulation(start, 1)->state(0);
  for (std::uint32_t s = 0; s < side * side; ++s)
    if (squared_distance(s) < 22 * 22) state.tissue[s] = Tissue::tumour_necrotic;
  start.replicates[0].state = std::make_shared<ReplicateState>(std::move(state));
  return start;
}

/// Free sites that no way over free sites, diagonals included, joins with the corner of the lattice.
std::size_t enclosed_sites(const CellTable& cells) {
  std::vector<bool> closed(side * side, false);
  for (const std::uint32_t s : cells.site) closed[s] = true;
  std::vector<std::uint32_t> reached{0};
  closed[0] = true;
  for (std::size_t k = 0; k < reached.size(); ++k)
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        const int x = static_cast<int>(reached[k] % side) + dx, y = static_cast<int>(reached[k] / side) + dy;
        if (x < 0 || y < 0 || x >= static_cast<int>(side) || y >= static_cast<int>(side)) continue;
        const auto s = static_cast<std::uint32_t>(x) + side * static_cast<std::uint32_t>(y);
        if (closed[s]) continue;
        closed[s] = true;
        reached.push_back(s);
      }
  return static_cast<std::size_t>(std::count(closed.begin(), closed.end(), false));
}

std::set<std::int64_t> live_cells(const CellTable& cells) {
  std::set<std::int64_t> ids;
  for (std::size_t k = 0; k < cells.size(); ++k)
    if (is_live_tumour(static_cast<Tissue>(cells.state[k]))) ids.insert(cells.cell_id[k]);
  return ids;
}

// --- A plateau -------------------------------------------------------------------------------------------

constexpr double spacing_um = 15, medium_mmHg = 12, necrosis_mmHg = 3.75, clearance_per_day = 0.5;
constexpr std::uint32_t field_side = 101;

ModelParameters disc_model(bool shrinks) {
  ModelParameters m = default_parameters().model;
  m.lattice = {{field_side, field_side, 1}, spacing_um, Boundary::closed, Neighbourhood::moore};
  m.time = {5, 60, 1440, 5, 1440, 60, 60};
  for (FieldSpec& field : m.fields) field.enabled = false;
  FieldSpec& oxygen = m.fields[oxygen_field];
  oxygen.enabled = true;
  oxygen.source_spacing_um = 0;
  oxygen.tissue_exchange_per_min[static_cast<std::size_t>(Tissue::none)] = 1e5;  // stirred
  oxygen.exchange_value = oxygen.initial = medium_mmHg;
  m.tumour.placement = Placement::push;
  m.tumour.push_reach = 60;
  m.tumour.necrotic_core_shrinks = shrinks;
  m.tumour.necrotic_clearance_per_day = clearance_per_day;
  m.tumour.death_per_day = 0;
  m.mutation = {};
  m.blood.cd8_cells.fill(0);
  m.initial = {};
  m.initial.tumour_radius_um = 60;
  m.initial.tumour_fraction = 1;
  return m;
}

/// Where births balance clearance: inner and outer radius of the rim, µm.
struct Rim {
  double inner, outer;
};

/// Oxygen in a rim that begins at `inner`, relative to what it is there. No flux into the core.
struct Profile {
  double lambda, a, b;
  Profile(double inner, double lambda_um) : lambda(lambda_um) {
    const double x = inner / lambda, i0 = std::cyl_bessel_i(0, x), i1 = std::cyl_bessel_i(1, x),
                 k0 = std::cyl_bessel_k(0, x), k1 = std::cyl_bessel_k(1, x);
    const double scale = i0 * k1 + k0 * i1;
    a = k1 / scale;
    b = i1 / scale;
  }
  double level(double r) const {
    return a * std::cyl_bessel_i(0, r / lambda) + b * std::cyl_bessel_k(0, r / lambda);
  }
  double slope(double r) const {
    return (a * std::cyl_bessel_i(1, r / lambda) - b * std::cyl_bessel_k(1, r / lambda)) / lambda;
  }
};

/// Where the rim around a core of radius `inner` ends: at `reach` outside of it there is the medium's oxygen.
double outer_radius(double inner, double lambda, double reach) {
  const Profile profile(inner, lambda);
  double low = inner, high = inner + 10 * lambda;
  for (int k = 0; k < 60; ++k) {
    const double r = (low + high) / 2;
    (necrosis_mmHg * profile.level(r + reach) < medium_mmHg ? low : high) = r;
  }
  return low;
}

/// Births in the rim less what the core loses, µm² per day.
double surplus(const TumourParameters& t, Rim rim, double lambda) {
  const Profile profile(rim.inner, lambda);
  const int shells = 400;
  const double width = (rim.outer - rim.inner) / shells;
  double births = 0;
  for (int k = 0; k < shells; ++k) {
    const double r = rim.inner + (k + 0.5) * width,
                 p = std::min(necrosis_mmHg * profile.level(r), medium_mmHg);
    const double share = (p - t.oxygen_hypoxia_mmHg) / (t.oxygen_full_mmHg - t.oxygen_hypoxia_mmHg);
    births += t.division_per_day * std::clamp(share, 0.0, 1.0) * 2 * pi * r * width;
  }
  return births - clearance_per_day * pi * rim.inner * rim.inner;
}

Rim expected_rim(const ModelParameters& m, double reach) {
  const FieldSpec& oxygen = m.fields[oxygen_field];
  const double uptake = oxygen.tissue_uptake_per_min[static_cast<std::size_t>(Tissue::tumour_cycling)];
  const double lambda = std::sqrt(oxygen.diffusivity_um2_per_min / uptake);
  double low = 10, high = 900;  // a small core loses less than its rim bears
  for (int k = 0; k < 60; ++k) {
    const double inner = (low + high) / 2;
    (surplus(m.tumour, {inner, outer_radius(inner, lambda, reach)}, lambda) > 0 ? low : high) = inner;
  }
  return {low, outer_radius(low, lambda, reach)};
}

/// Sites of tumour cells and corpses, each day.
std::vector<double> course_of(const ModelParameters& m, int days, std::uint64_t seed) {
  const auto simulation = make_host_simulation(start_of(m, synthetic_tissue(m, seed, 0), seed), 1);
  std::vector<double> sites;
  for (int day = 0; day < days; ++day) {
    simulation->advance(1440 / 5);
    const CensusRow row = simulation->census()[0];
    sites.push_back(static_cast<double>(row.tumour_cells() + necrotic(row)));
  }
  return sites;
}

/// Counted from 1, the last one included.
double mean_of_days(const std::vector<double>& course, std::size_t first, std::size_t last) {
  double sum = 0;
  for (std::size_t day = first; day <= last; ++day) sum += course.at(day - 1);
  return sum / static_cast<double>(last - first + 1);
}

/// Share of the variance that the law K·exp(−b·e^(−at)) explains with its best K.
double gompertz_r2(const std::vector<double>& sites, double a, double b) {
  double mean = 0, variance = 0, residual = 0, yg = 0, gg = 0;
  std::vector<double> law;
  for (std::size_t t = 0; t < sites.size(); ++t) {
    law.push_back(std::exp(-b * std::exp(-a * static_cast<double>(t))));
    yg += sites[t] * law[t];
    gg += law[t] * law[t];
    mean += sites[t] / static_cast<double>(sites.size());
  }
  for (std::size_t t = 0; t < sites.size(); ++t) {
    residual += std::pow(sites[t] - yg / gg * law[t], 2);
    variance += std::pow(sites[t] - mean, 2);
  }
  return 1 - residual / variance;
}

double best_gompertz_r2(const std::vector<double>& sites) {
  double best = 0;
  for (double a = 0.02; a < 0.5; a += 0.005)
    for (double b = 0.5; b < 20; b *= 1.05) best = std::max(best, gompertz_r2(sites, a, b));
  return best;
}

}  // namespace

TEST_CASE("A core shrinks as fast as it is cleared, and encloses no hole", "[validation][core]") {
  const std::uint64_t seed = GENERATE(1, 2, 3, 4);
  CAPTURE(seed);
  const auto shrinking = make_host_simulation(cored_disc(true, seed), 1);
  const auto leaving_holes = make_host_simulation(cored_disc(false, seed), 1);
  const std::set<std::int64_t> live = live_cells(shrinking->cells(0));
  const auto corpses = static_cast<double>(necrotic(shrinking->census()[0]));
  for (int k = 1; k <= 3; ++k) {
    constexpr std::uint32_t updates = 1000;
    const double expected = corpses * std::pow(1 - chance_of_clearance, updates * k);
    const double sigma = std::sqrt(expected * (1 - expected / corpses));
    for (const auto* simulation : {&shrinking, &leaving_holes}) {
      (*simulation)->advance(updates);
      const auto left = static_cast<double>(necrotic((*simulation)->census()[0]));
      INFO(left << " corpses left, " << expected << " +- " << sigma << " expected");
      CHECK(left > expected - 3 * sigma);
      CHECK(left < expected + 3 * sigma + (simulation == &shrinking ? 0.02 * corpses : 0));
    }
    const CellTable now = shrinking->cells(0), then = leaving_holes->cells(0);
    CHECK(enclosed_sites(now) == 0);
    CHECK(live_cells(now) == live);
    CHECK(enclosed_sites(then) == static_cast<std::size_t>(corpses) + live.size() - then.size());
    CHECK(shrinking->broken_invariants() == "");
  }
}

TEST_CASE("A tumour whose core shrinks comes to the plateau at which births balance clearance",
          "[validation][core]") {
  const ModelParameters m = disc_model(true);
  const int days = 70;
  std::vector<double> course(days, 0.0);  // mean over seeds
  for (const std::uint64_t seed : {1, 2, 3}) {
    const std::vector<double> one = course_of(m, days, seed);
    for (std::size_t day = 0; day < one.size(); ++day) course[day] += one[day] / 3;
    const double late = mean_of_days(one, 51, 70);
    INFO("seed " << seed << ": " << mean_of_days(one, 31, 50) << ", then " << late << " sites");
    CHECK(late == Approx(mean_of_days(one, 31, 50)).epsilon(0.07));
  }
  const double outer = spacing_um * std::sqrt(mean_of_days(course, 31, 70) / pi);
  const Rim smooth = expected_rim(m, spacing_um / 2), rough = expected_rim(m, -spacing_um);
  INFO("radius " << outer << " um, expected " << smooth.outer << " to " << rough.outer << ", Gompertz R2 "
                 << best_gompertz_r2(course));
  CHECK(outer > smooth.outer);
  CHECK(outer < rough.outer);
  CHECK(mean_of_days(course, 41, 50) == Approx(mean_of_days(course, 31, 40)).epsilon(0.05));
  CHECK(mean_of_days(course, 61, 70) == Approx(mean_of_days(course, 41, 50)).epsilon(0.05));
  CHECK(best_gompertz_r2(course) > 0.99);

  const std::vector<double> with_holes = course_of(disc_model(false), 30, 1);
  CHECK(with_holes.back() > 2 * course.back());
}
