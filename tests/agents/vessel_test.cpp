// Vessels collapse under pressure and sprout with VEGF, as often as the rates say and only where they may;
// and what that does to oxygen and to entry.
#include <cmath>
#include <cstdlib>

#include "agents/rules/vessel.hpp"
#include "agents/start/synthetic_tissue.hpp"
#include "tests/agents/clusters.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t update = 60;  // steps of 1 min

std::uint64_t vessels(const CensusRow& row) {
  return row.tissue[static_cast<std::size_t>(Tissue::vessel)];
}

/// Clusters of a vessel with so many tumour cells around it, and stroma on the other sites beside it.
InitialTissue pressed_by(std::uint32_t tumour_cells) {
  return clusters::tissue_of([tumour_cells](LocalSite s, InitialTissue& cells) {
    cells.push_back({s, CellType::vessel});
    for (std::uint32_t d = 0; d < 8; ++d)
      cells.push_back({clusters::beside(s, d), d < tumour_cells ? CellType::tumour : CellType::stroma});
  });
}

ModelParameters collapsing(double share, double per_day) {
  ModelParameters m = clusters::quiet_model();
  m.vessels.collapse = true;
  m.vessels.collapse_share = share;
  m.vessels.collapse_per_day = per_day;
  return m;
}

/// Vessels that may sprout wherever one vessel faces a free site.
ModelParameters sprouting(const ModelParameters& quiet, double sites_per_day) {
  ModelParameters m = quiet;
  m.vessels.sprouting = true;
  m.vessels.sprout_um_per_day = sites_per_day * m.lattice.spacing_um;
  m.vessels.vegf_half_ng_per_ml = 0.5;
  m.vessels.spacing_um = 2 * m.lattice.spacing_um;
  return m;
}

/// Distance along an axis of n sites, or round it.
std::uint32_t distance(std::uint32_t a, std::uint32_t b, std::uint32_t n, Boundary boundary) {
  const std::uint32_t straight = a < b ? b - a : a - b;
  return boundary == Boundary::periodic ? std::min(straight, n - straight) : straight;
}

/// What stands around a site: vessels that face it, and those within a reach along every axis.
struct Around {
  std::uint32_t facing = 0, near = 0;
};

Around around(std::uint32_t site, const std::set<std::uint32_t>& vessels, const LatticeParameters& l,
              std::uint32_t reach) {
  const auto at = [&](std::uint32_t s, std::uint32_t axis) {
    return axis == 0 ? s % l.size[0] : axis == 1 ? s / l.size[0] % l.size[1] : s / l.size[0] / l.size[1];
  };
  Around found;
  for (const std::uint32_t v : vessels) {
    std::uint32_t sum = 0, most = 0;
    for (std::uint32_t axis = 0; axis < 3; ++axis) {
      const std::uint32_t d = distance(at(site, axis), at(v, axis), l.size[axis], l.boundary);
      sum += d, most = std::max(most, d);
    }
    found.facing += sum == 1;
    found.near += most <= reach;
  }
  return found;
}

/// A tumour that starves in the middle, among vessels.
ModelParameters starving() {
  ModelParameters m = default_parameters().model;
  m.lattice.size = {60, 60, 1};
  m.initial = {};
  m.initial.tumour_radius_um = 270;
  m.initial.tumour_fraction = 0.6;  // between its cells there is room for sprouts
  m.initial.vessels_per_mm2 = 20;
  m.blood.cd8_cells = {};
  m.tumour.division_per_day = 0.2;
  m.tumour.oxygen_hypoxia_mmHg = 25;
  m.fields[vegf_field].enabled = true;
  return m;
}

/// The row of the census after some days, with all events since the start.
CensusRow after_days(const ModelParameters& m, std::uint32_t days) {
  const auto simulation = simulation_of(m, synthetic_tissue(m, 4, 0), 4);
  simulation->advance(days * 24 * update);
  CHECK(simulation->broken_invariants() == "");
  return simulation->census()[0];
}

std::uint64_t hypoxic(const CensusRow& row) {
  return row.tissue[static_cast<std::size_t>(Tissue::tumour_hypoxic)];
}

double oxygen(const CensusRow& row) {
  return row.field_mean[oxygen_field];
}

}  // namespace

TEST_CASE("vessels in dense tumour collapse at the rate, and leave a free site", "[agents][vessel]") {
  const auto simulation = simulation_of(collapsing(0.9, 2.4), pressed_by(8));
  for (const std::uint32_t hours : {1u, 6u, 24u}) {
    simulation->advance(hours * update - simulation->now().value);
    const double expected = std::exp(-2.4 * hours / 24);
    CHECK(clusters::share(vessels(simulation->census()[0])) ==
          Approx(expected).margin(clusters::margin(expected)));
  }
  CHECK(simulation->broken_invariants() == "");
  const CellTable cells = simulation->cells(0);
  CHECK(sites_of(cells, CellType::vessel).size() == vessels(simulation->census()[0]));
  CHECK(sites_of(cells, CellType::tumour).size() == 8 * clusters::count);
}

TEST_CASE("below the share none collapses, at it all may", "[agents][vessel]") {
  const auto collapsed = [](double share, std::uint32_t tumour_cells) {
    const auto simulation = simulation_of(collapsing(share, 1e6), pressed_by(tumour_cells));
    simulation->advance(update);
    return events(simulation->census()[0], Event::vessel_collapsed);
  };
  CHECK(collapsed(0.75, 5) == 0);
  CHECK(collapsed(0.75, 6) == clusters::count);
  CHECK(collapsed(0.76, 6) == 0);
  CHECK(collapsed(1, 8) == clusters::count);
}

TEST_CASE("corpses press too, and vessels beside a vessel do not count", "[agents][vessel]") {
  const VesselRules r = derive_rules(collapsing(0.5, 1), 1, 0).vessel;
  CHECK(is_pressed(r, 4, 8));
  CHECK_FALSE(is_pressed(r, 3, 8));
  CHECK(is_pressed(r, 3, 6));
  CHECK_FALSE(is_pressed(r, 0, 0));
  ModelParameters m = collapsing(1, 1e6);
  m.tumour.death_per_day = 1e9;  // all are corpses by minute 30
  m.tumour.apoptotic_clearance_h = 1e12;
  const auto simulation = simulation_of(
      m, clusters::tissue_of([](LocalSite s, InitialTissue& cells) {
        for (std::uint32_t d = 0; d < 8; ++d)
          cells.push_back({clusters::beside(s, d), d == 4 ? CellType::vessel : CellType::tumour});
        cells.push_back({s, CellType::vessel});
      }));
  simulation->advance(update);
  // The one in the middle has 7 corpses and a vessel beside it; the other also three free sites.
  CHECK(events(simulation->census()[0], Event::vessel_collapsed) == clusters::count);
  CHECK(sites_of(simulation->cells(0), CellType::vessel).count(clusters::site_of(0).value + 1) == 1);
}

TEST_CASE("each site beside a vessel sprouts with the chance of its VEGF", "[agents][vessel]") {
  ModelParameters m = sprouting(clusters::quiet_model(), 8);
  const double sites = 4.0 * clusters::count;
  for (const double vegf : {0.0, 0.5, 1.5}) {
    INFO("VEGF " << vegf);
    m.fields[vegf_field].initial = vegf;
    const double p = 1 - std::exp(-8 / 24.0 * vegf / (vegf + 0.5));
    const auto simulation = simulation_of(m, clusters::tissue_of([](LocalSite s, InitialTissue& cells) {
                                            cells.push_back({s, CellType::vessel});
                                          }));
    simulation->advance(update);
    const CensusRow row = simulation->census()[0];
    const auto sprouted = static_cast<double>(events(row, Event::vessel_sprouted));
    CHECK(sprouted == Approx(sites * p).margin(4 * std::sqrt(sites * p * (1 - p)) + 1e-9));
    CHECK(vessels(row) == clusters::count + events(row, Event::vessel_sprouted));
    CHECK(simulation->broken_invariants() == "");
  }
}

TEST_CASE("sprouts stay thin, keep their distance and leave tissue alone", "[agents][vessel]") {
  const bool is_2d = GENERATE(true, false);
  const Boundary boundary = GENERATE(Boundary::closed, Boundary::periodic);
  const Neighbourhood neighbourhood = GENERATE(Neighbourhood::von_neumann, Neighbourhood::moore);
  ModelParameters quiet = model_without_fields(is_2d ? std::array{60u, 50u, 1u} : std::array{22u, 20u, 18u});
  quiet.lattice.boundary = boundary;
  quiet.lattice.neighbourhood = neighbourhood;
  quiet.initial = {};
  quiet.initial.stroma_fraction = 0.2;
  quiet.initial.t_cell_fraction = 0.1;
  quiet.initial.vessels_per_mm2 = 40;
  ModelParameters m = sprouting(quiet, 12);
  m.fields[vegf_field].initial = 1;
  m.t_cell.death_per_day = 0;
  const auto simulation = simulation_of(m, synthetic_tissue(m, 2, 0), 2);
  const std::set<std::uint32_t> stroma = sites_of(simulation->cells(0), CellType::stroma);
  std::set<std::uint32_t> before = sites_of(simulation->cells(0), CellType::vessel);
  const std::size_t at_first = before.size();
  REQUIRE(at_first > 0);
  std::uint32_t thick = 0, close = 0, stolen = 0, lost = 0;
  for (int hour = 0; hour < 30; ++hour) {
    simulation->advance(update);
    const std::set<std::uint32_t> now = sites_of(simulation->cells(0), CellType::vessel);
    for (const std::uint32_t s : now) {
      if (before.count(s)) continue;
      const Around beside = around(s, before, m.lattice, 2);
      thick += beside.facing != 1;
      close += beside.near > 6;
      stolen += stroma.count(s);
    }
    for (const std::uint32_t s : before) lost += !now.count(s);
    before = now;
  }
  CHECK(2 * before.size() > 3 * at_first);
  CHECK((thick == 0 && close == 0 && stolen == 0 && lost == 0));
  CHECK(sites_of(simulation->cells(0), CellType::stroma) == stroma);
  CHECK(simulation->broken_invariants() == "");
  const CellTable cells = simulation->cells(0);
  CHECK(std::set<std::int64_t>(cells.cell_id.begin(), cells.cell_id.end()).size() == cells.size());
}

TEST_CASE("an id is one cell's, also where a vessel sprouts on the first site of a cell that was pushed",
          "[agents][vessel]") {
  ModelParameters m = sprouting(model_without_fields({40, 40, 1}), 20);
  m.fields[vegf_field].initial = 5;
  m.initial = {};
  m.initial.tumour_radius_um = 400;
  m.initial.tumour_fraction = 0.7;
  m.initial.vessels_per_mm2 = 200;
  m.tumour.placement = Placement::push;
  m.tumour.push_reach = 20;
  m.tumour.division_per_day = 8;
  m.tumour.death_per_day = 4;
  m.tumour.apoptotic_clearance_h = 0;
  const auto simulation = simulation_of(m, synthetic_tissue(m, 6, 0), 6);
  for (int hour = 0; hour < 12; ++hour) {
    simulation->advance(update);
    const CellTable cells = simulation->cells(0);
    REQUIRE(std::set<std::int64_t>(cells.cell_id.begin(), cells.cell_id.end()).size() == cells.size());
  }
}

TEST_CASE("sprouts feed a starving tumour", "[agents][vessel]") {
  ModelParameters m = starving();
  const CensusRow plain = after_days(m, 5);
  m.vessels.sprouting = true;
  const CensusRow fed = after_days(m, 5);
  CHECK(events(plain, Event::vessel_sprouted) == 0);
  CHECK(static_cast<double>(vessels(fed)) > 1.5 * static_cast<double>(vessels(plain)));
  CHECK(oxygen(fed) > 1.1 * oxygen(plain));
  CHECK(2 * hypoxic(fed) < hypoxic(plain));
  CHECK(events(fed, Event::necrosis) < events(plain, Event::necrosis));
}

TEST_CASE("a tumour whose vessels collapse starves", "[agents][vessel]") {
  ModelParameters m = starving();
  const CensusRow plain = after_days(m, 1);
  m.vessels.collapse = true;
  m.vessels.collapse_share = 0.5;
  const CensusRow starved = after_days(m, 1);
  CHECK(events(plain, Event::vessel_collapsed) == 0);
  CHECK(vessels(starved) + events(starved, Event::vessel_collapsed) == vessels(plain));
  CHECK(oxygen(starved) < 0.95 * oxygen(plain));
  CHECK(hypoxic(starved) > hypoxic(plain));
}

TEST_CASE("where no vessel is left nobody enters", "[agents][vessel]") {
  ModelParameters m = collapsing(0.9, 1e6);
  m.time.entry_min = 10;
  m.blood.cd8_cells[0] = 1e6;
  m.blood.entry_per_min_per_cm3 = 0.1;
  const auto entered = [&m](std::uint32_t tumour_cells) {
    const auto simulation = simulation_of(m, pressed_by(tumour_cells));
    simulation->advance(update);  // vessels go at its end
    const std::uint64_t before = events(simulation->census()[0], Event::cd8_entry);
    simulation->advance(update);
    CHECK(simulation->broken_invariants() == "");
    return std::pair(before, events(simulation->census()[0], Event::cd8_entry));
  };
  const auto [before, after] = entered(8);
  CHECK(before > 1000);
  CHECK(after == 0);
  CHECK(entered(7).second > 1000);
}

TEST_CASE("cells enter at sprouts as at other vessels", "[agents][vessel]") {
  ModelParameters m = sprouting(model_without_fields({50, 50, 1}), 24);
  m.fields[vegf_field].initial = 5;
  m.t_cell.speed_um_per_min = m.t_cell.death_per_day = 0;
  m.time.entry_min = 1;
  m.blood.entry_per_min_per_cm3 *= 5 / entering_per_min(m);
  const std::uint32_t first = 25 * 50 + 25;
  const auto simulation = simulation_of(m, {{LocalSite{first}, CellType::vessel}});
  simulation->advance(24 * update);
  const std::set<std::uint32_t> cells = sites_of(simulation->cells(0), CellType::cd8_t_cell),
                                doors = sites_of(simulation->cells(0), CellType::vessel);
  CHECK(doors.size() > 50);
  CHECK(cells.size() > 40);  // each door is taken by the one that stays in it
  for (const std::uint32_t s : cells) CHECK(doors.count(s) == 1);
}
