// Drugs that diffuse from vessels: their steady profile, what they do at a site, and what that changes.
#include <algorithm>
#include <cmath>
#include <functional>

#include "agents/body/body.hpp"
#include "agents/start/synthetic_tissue.hpp"
#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"
#include "tests/determinism/scenarios.hpp"

using namespace tilscape;

namespace {

constexpr double spacing_um = 15;
constexpr auto vessel_code = static_cast<std::size_t>(Tissue::vessel),
               tumour_code = static_cast<std::size_t>(Tissue::tumour_cycling);

/// Tumour, T cells and fields that do nothing by themselves; vessels stand where x = 0.
ModelParameters still_model(std::array<std::uint32_t, 3> size) {
  ModelParameters m = model_without_fields(size);
  m.fields[oxygen_field].initial = 38;
  m.tumour.division_per_day = m.tumour.death_per_day = m.tumour.hypoxic_death_per_day = 0;
  m.tumour.apoptotic_clearance_h = 0;  // what is left lives
  m.t_cell.death_per_day = m.t_cell.speed_um_per_min = m.t_cell.recognition_per_min = 0;
  for (WalkerParameters& cell : m.walkers) cell.death_per_day = cell.speed_um_per_min = 0;
  m.blood.cd8_cells = {};
  return m;
}

/// A profile that cells do not change: exp(−x / length) away from vessels whose exchange is fast.
void set_profile(FieldSpec& field, double length_um) {
  field.enabled = true;
  field.tissue_uptake_per_min.fill(0);
  field.decay_per_min = field.diffusivity_um2_per_min / (length_um * length_um);
  field.tissue_exchange_per_min[vessel_code] = 1e4 * field.decay_per_min;
}

/// One dose of a drug that stays; its concentration in plasma is so many times that of half its effect.
TherapyItem lasting_dose(ModelParameters& m, Drug drug, double times_half) {
  DrugParameters& d = m.drugs[static_cast<std::size_t>(drug)];
  d.clearance_l_per_day = d.exchange_l_per_day = 0;
  TherapyItem item;
  item.drug = drug;
  item.dose = times_half * d.half_effect_nM * 1e-6 * d.molar_mass_g_per_mol * d.central_l;
  return item;
}

/// cell(x, y) of each site but the vessels'.
InitialTissue beside_vessels(std::uint32_t nx, std::uint32_t ny,
                             const std::function<std::vector<CellType>(std::uint32_t, std::uint32_t)>& cell) {
  InitialTissue cells;
  for (std::uint32_t y = 0; y < ny; ++y)
    for (std::uint32_t x = 0; x < nx; ++x) {
      if (x == 0) cells.push_back({LocalSite{y * nx}, CellType::vessel});
      for (const CellType type : x == 0 ? std::vector<CellType>() : cell(x, y))
        cells.push_back({LocalSite{y * nx + x}, type});
    }
  return cells;
}

/// Cells of a type that are left in columns [from, to), and how many a chance of dying that depends on the
/// penetration there leaves on average, with its variance.
struct Survivors {
  double left = 0, mean = 0, variance = 0;
  bool as_expected() const { return std::abs(left - mean) <= 5 * std::sqrt(variance) + 1e-9; }
};
Survivors survivors(const InitialTissue& start, const CellTable& now, CellType type, std::uint32_t nx,
                    std::uint32_t from, std::uint32_t to, const std::function<double(std::uint32_t)>& dies) {
  Survivors s;
  for (const PlacedCell& cell : start) {
    const std::uint32_t x = cell.site.value % nx;
    if (cell.type != type || x < from || x >= to) continue;
    const double p = dies(cell.site.value);
    s.mean += 1 - p, s.variance += p * (1 - p);
  }
  for (const std::uint32_t site : sites_of(now, type)) s.left += site % nx >= from && site % nx < to;
  return s;
}

}  // namespace

// One site thick, the profile is A cosh(θ(n − ½ − i)), 2 cosh θ = 2 + uptake h²/D, behind vessels at i = 0
// that exchange k: (k + decay) u₀ − (u₁ − u₀) D/h² = k.
TEST_CASE("small molecules fall off from a plane of vessels as cosh, to half within 24 to 43 um",
          "[agents][drugs][analytic]") {
  constexpr std::uint32_t n = 41;
  ModelParameters m = still_model({n, 1, 1});
  FieldSpec& field = m.fields[small_molecule_field];
  field.enabled = true;
  const auto simulation =
      simulation_of(m, beside_vessels(n, 1, [](auto, auto) { return std::vector{CellType::tumour}; }));
  simulation->advance(100);
  const std::vector<float> u = simulation->field(small_molecule_field, 0);
  const double scale = spacing_um * spacing_um / field.diffusivity_um2_per_min;
  const double uptake = scale * (field.decay_per_min + field.tissue_uptake_per_min[tumour_code]);
  const double exchange = scale * field.tissue_exchange_per_min[vessel_code];
  const double theta = std::acosh(1 + uptake / 2);
  const auto shape = [theta](double i) { return std::cosh(theta * (n - 0.5 - i)); };
  const double a = exchange / ((1 + exchange + scale * field.decay_per_min) * shape(0) - shape(1));
  for (std::uint32_t i = 0; i < n; ++i) CHECK(u[i] == Approx(a * shape(i)).epsilon(1e-3).margin(1e-6));
  const double half_um = std::log(2) / theta * spacing_um;
  CHECK(half_um > 24);
  CHECK(half_um < 43);
}

TEST_CASE("a drug acts by its concentration at the site", "[agents][drugs]") {
  ModelParameters m = default_parameters().model;
  m.fields[antibody_field].enabled = m.fields[small_molecule_field].enabled = true;
  m.treatment.targeted_inhibition = 0.8;
  const double of_half = 7;
  for (const Drug drug : {Drug::nivolumab, Drug::ipilimumab, Drug::nab_paclitaxel, Drug::targeted_inhibitor})
    m.therapy.push_back(lasting_dose(m, drug, of_half));
  const Body body(m, 1, 0, 10);
  const BodyState state = body.next(body.start(), 1, 0);
  const BodyLevels beside_blood = body.levels(state);
  const auto occupied = [of_half](float share) { return of_half * share / (of_half * share + 1); };
  for (const float share : {0.0f, 1e-4f, 0.02f, 0.3f, 1.0f}) {
    const BodyLevels antibody = levels_at(body.drug_action(state), {share, 0}, beside_blood);
    CHECK(antibody.checkpoint_free == Approx(1 - occupied(share)).epsilon(1e-6));
    CHECK(antibody.treg_depletion_chance == Approx(1 - std::exp(-0.1 / 24 * occupied(share))).epsilon(1e-6));
    CHECK(antibody.cytotoxic_chance == 0);
    const BodyLevels small = levels_at(body.drug_action(state), {0, share}, beside_blood);
    CHECK(small.cytotoxic_chance == Approx(1 - std::exp(-0.03 * occupied(share))).epsilon(1e-6));
    CHECK(small.lymphocyte_chance == Approx(1 - std::exp(-0.06 * occupied(share))).epsilon(1e-6));
    CHECK(small.division_factor == Approx(1 - 0.8 * occupied(share)).epsilon(1e-6));
    CHECK(small.checkpoint_free == 1);
  }
}

TEST_CASE("no site has a greater chance of a drug's kill than beside the blood", "[agents][drugs]") {
  ModelParameters m = default_parameters().model;
  m.fields[small_molecule_field].enabled = true;
  for (const double of_half : {1e-5, 0.3, 1.0, 17.0, 3e4}) {
    m.therapy = {lasting_dose(m, Drug::nab_paclitaxel, of_half)};
    const Body body(m, 1, 0, 10);
    const BodyState state = body.next(body.start(), 1, 0);
    const BodyLevels most = body.levels(state);
    float share = 1;
    for (int k = 0; k < 2000; ++k, share = std::nextafter(share, 0.0f))
      CHECK(levels_at(body.drug_action(state), {1, share}, most).cytotoxic_chance <= most.cytotoxic_chance);
  }
}

TEST_CASE("drugs that reach every site as plasma has them act as well mixed ones, bit by bit",
          "[agents][drugs]") {
  ModelParameters m = scenarios::lively({30, 27, 1}, Boundary::closed, Neighbourhood::moore).model;
  scenarios::add_immune_cells(m);
  scenarios::treat(m);
  for (DrugParameters& drug : m.drugs) drug.tumour_to_plasma = 1;
  const auto after = [&m](bool diffuse) {
    for (const FieldIndex f : {antibody_field, small_molecule_field}) {
      FieldSpec& field = m.fields[f];
      field.enabled = diffuse;
      field.diffusivity_um2_per_min = 225e6;
      field.decay_per_min = 0;
      field.tissue_uptake_per_min.fill(0);
      field.tissue_exchange_per_min[vessel_code] = 1e6;  // 1 in units of D/h²: 1 everywhere is exact
      field.initial = 1;
    }
    const auto simulation = simulation_of(m, synthetic_tissue(m, 11, 0), 11);
    simulation->advance(60);
    return simulation->state(0);
  };
  const ReplicateState mixed = after(false), diffusing = after(true);
  const std::vector<float>& share = diffusing.fields[small_molecule_field];
  REQUIRE(share.size() == 30 * 27);
  CHECK(std::all_of(share.begin(), share.end(), [](float u) { return u == 1; }));
  CHECK(mixed.tumour.site.size() > 100);
  CHECK((mixed.tumour.columns() == diffusing.tumour.columns()));
  CHECK((mixed.immune_cells.columns() == diffusing.immune_cells.columns()));
  CHECK(mixed.tissue == diffusing.tissue);
  CHECK(mixed.immune == diffusing.immune);
  CHECK(mixed.events == diffusing.events);
  CHECK((mixed.body == diffusing.body));
}

// Every other site, so that all have room and cycle; 48 turnovers in a day.
TEST_CASE("chemotherapy kills by its concentration at each site", "[agents][drugs][treatment]") {
  constexpr std::uint32_t nx = 61, ny = 400;
  ModelParameters m = still_model({nx, ny, 1});
  set_profile(m.fields[small_molecule_field], 100);
  m.therapy = {lasting_dose(m, Drug::nab_paclitaxel, 10)};
  const InitialTissue start = beside_vessels(nx, ny, [](std::uint32_t x, std::uint32_t y) {
    return x % 2 && y % 2 ? std::vector{CellType::tumour} : std::vector<CellType>();
  });
  const auto simulation = simulation_of(m, start);
  simulation->advance(1440);
  const std::vector<float> share = simulation->field(small_molecule_field, 0);
  const auto dies = [&](std::uint32_t site) {
    const double c = 10.0 * std::min(1.0f, share[site]);
    return 1 - std::exp(-0.06 * 24 * c / (c + 1));
  };
  const CellTable now = simulation->cells(0);
  for (std::uint32_t from = 1; from < nx; from += 10) {
    CAPTURE(from);
    CHECK(survivors(start, now, CellType::tumour, nx, from, from + 10, dies).as_expected());
  }
}

TEST_CASE("an antibody depletes Tregs by its concentration at each site", "[agents][drugs][treatment]") {
  constexpr std::uint32_t nx = 61, ny = 100;
  ModelParameters m = still_model({nx, ny, 1});
  set_profile(m.fields[antibody_field], 150);
  m.therapy = {lasting_dose(m, Drug::ipilimumab, 20)};
  const InitialTissue start = beside_vessels(nx, ny, [](auto, auto) { return std::vector{CellType::treg}; });
  const auto simulation = simulation_of(m, start);
  simulation->advance(5 * 1440);
  const std::vector<float> share = simulation->field(antibody_field, 0);
  const auto dies = [&](std::uint32_t site) {
    const double c = 20.0 * std::min(1.0f, share[site]);
    return 1 - std::exp(-0.1 * 5 * c / (c + 1));
  };
  for (std::uint32_t from = 1; from < nx; from += 10) {
    CAPTURE(from);
    CHECK(survivors(start, simulation->cells(0), CellType::treg, nx, from, from + 10, dies).as_expected());
  }
}

TEST_CASE("the core of a tumour without vessels outlives chemotherapy that diffuses, not one well mixed",
          "[agents][drugs][treatment]") {
  constexpr std::uint32_t nx = 81, ny = 81;
  ModelParameters m = still_model({nx, ny, 1});
  m.treatment.cytotoxic_kill_per_h = 0.5;
  m.therapy = {lasting_dose(m, Drug::nab_paclitaxel, 4)};
  const InitialTissue start = beside_vessels(nx, ny, [](std::uint32_t x, std::uint32_t y) {
    return x % 2 && y % 2 ? std::vector{CellType::tumour} : std::vector<CellType>();
  });
  const auto share_of_core = [&](bool diffuses) {
    m.fields[small_molecule_field].enabled = diffuses;
    const auto simulation = simulation_of(m, start);
    simulation->advance(720);
    std::size_t core = 0;
    for (const std::uint32_t site : sites_of(simulation->cells(0), CellType::tumour)) core += site % nx > 60;
    return static_cast<double>(core) / (10 * 40);
  };
  CHECK(share_of_core(false) < 0.03);  // exp(−0.5 × 12 × 4 / 5) = 0.008
  CHECK(share_of_core(true) > 0.9);
}

TEST_CASE("an antibody to PD-1 frees T cells near vessels first", "[agents][drugs][treatment]") {
  constexpr std::uint32_t nx = 61, ny = 60;
  ModelParameters m = still_model({nx, ny, 1});
  m.t_cell.recognition_per_min = 10, m.t_cell.exhaustion_per_day = 0;
  m.t_cell.pd1_induction_per_h = 100;
  m.t_cell.pd1_complexes_per_um2 = 60;  // a brake of 99 %
  m.escape.mhc1_basal = 1;
  m.blood.cd8_cells[0] = 1e6;  // the class of those at the start
  m.blood.entry_per_min_per_cm3 = 0;
  set_profile(m.fields[antibody_field], 60);
  m.therapy = {lasting_dose(m, Drug::pembrolizumab, 200)};
  const InitialTissue start = beside_vessels(nx, ny, [](auto, auto) {
    return std::vector{CellType::tumour, CellType::cd8_t_cell};
  });
  const auto kills = [&](bool diffuses) {
    m.fields[antibody_field].enabled = diffuses;
    const auto simulation = simulation_of(m, start);
    simulation->advance(240);
    std::array<std::size_t, 2> sum{9 * ny, 20 * ny};  // within 9 sites of the vessels, beyond 40
    for (const std::uint32_t site : sites_of(simulation->cells(0), CellType::tumour)) {
      sum[0] -= site % nx <= 9;
      sum[1] -= site % nx > 40;
    }
    return sum;
  };
  const auto [near, far] = kills(true);
  CHECK(near > 300);
  CHECK(10 * far < near);
  const auto [near_mixed, far_mixed] = kills(false);  // twice as many sites are far
  CHECK(2 * far_mixed > 3 * near_mixed);
}
