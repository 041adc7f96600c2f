// Response, fate and kill rates of series written by hand.
#include "agents/readouts/course.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/catch.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

namespace {

/// A row of a tumour of this diameter, on a day.
CourseEntry row(double day, double diameter_mm, double doses_given = 0) {
  CourseEntry e;
  e.time_h = 24 * day;
  e.tumour_cells = 1;
  e.longest_diameter_mm = e.imaged_volume_mm3 = diameter_mm;
  e.doses_given = doses_given;
  return e;
}

ReadoutParameters daily_scans() {
  ReadoutParameters p = all_readouts();
  p.scan_every_days = 0;
  return p;
}

/// Change of the diameter at each row; 0 where there is no baseline yet.
std::vector<double> changes(const std::vector<CourseEntry>& rows, const CourseSetting& setting,
                            const ReadoutParameters& p = daily_scans()) {
  Course course(p, setting);
  std::vector<double> all;
  for (const CourseEntry& e : rows) {
    const double change = course.add(e).response.diameter_change_percent;
    all.push_back(std::isnan(change) ? 0 : std::round(change));
  }
  return all;
}

constexpr CourseSetting untreated{false, 3}, treated{true, 3};

/// A row of a box of so many live cells among 1,000 sites.
CourseEntry box(double day, double cells, double births = 0, double kills = 0) {
  CourseEntry e;
  e.time_h = 24 * day;
  e.tumour_cells = cells;
  e.free_sites = 1000 - cells;
  e.births = births;
  e.kills = kills;
  return e;
}

std::vector<Fate> fates(const std::vector<CourseEntry>& rows) {
  ReadoutParameters p = all_readouts();
  p.fate_window_days = 2;
  p.fate_change = 0.25;
  Course course(p);
  std::vector<Fate> seen;
  for (const CourseEntry& e : rows) seen.push_back(course.add(e).fate);
  return seen;
}

constexpr Fate early = Fate::none, out = Fate::elimination, even = Fate::equilibrium, up = Fate::escape,
               no_fate = Fate::no_immune_fate;

}  // namespace

TEST_CASE("the baseline is the last row before the first dose", "[readouts][course]") {
  CHECK(changes({row(0, 10), row(1, 20), row(2, 30, 1), row(3, 10, 1)}, treated) ==
        std::vector<double>{0, 0, 50, -50});
  CHECK(changes({row(5, 20, 1), row(6, 10, 1)}, treated) == std::vector<double>{0, -50});  // of a branch
  CHECK(changes({row(0, 10), row(1, 20)}, treated) == std::vector<double>{0, 0});          // not treated yet
  CHECK(changes({row(0, 10), row(1, 20)}, untreated) == std::vector<double>{0, 100});
}

TEST_CASE("the baseline may come later", "[readouts][course]") {
  ReadoutParameters p = daily_scans();
  p.recist_baseline_day = 2;
  CHECK(changes({row(0, 1), row(1, 5), row(2, 20), row(3, 14)}, untreated, p) ==
        std::vector<double>{0, 0, 0, -30});
  CHECK(changes({row(0, 1), row(1, 5, 1), row(2, 20, 1), row(3, 14, 2)}, treated, p) ==
        std::vector<double>{0, 0, 0, -30});
}

TEST_CASE("the response to a treatment counts from its baseline", "[readouts][course]") {
  ReadoutParameters p = all_readouts();
  p.scan_every_days = 2;
  Course course(p, treated);
  CHECK(course.add(row(0, 1)).response.recist == Recist::none);
  CHECK(course.add(row(4, 20)).response.recist == Recist::none);
  CHECK(course.add(row(5, 22, 1)).response.recist == Recist::none);  // the baseline was on day 4
  CHECK(course.response().next_scan_day() == Approx(6));
  CHECK(course.add(row(6, 14, 1)).response.recist == Recist::partial_response);
}

TEST_CASE("the three Es by births, kills and the change within a window", "[readouts][course]") {
  CHECK(fates({box(0, 100), box(1, 110, 10), box(2, 125, 15), box(3, 137, 12), box(4, 157, 20)}) ==
        std::vector<Fate>{early, early, no_fate, up, up});  // 125 is no more than a quarter above 100
  CHECK(fates({box(0, 100), box(1, 100, 30, 30), box(2, 98, 30, 32), box(3, 60, 0, 38), box(4, 0, 0, 60)}) ==
        std::vector<Fate>{early, early, even, out, out});
  CHECK(fates({box(0, 100), box(1, 60), box(2, 20), box(3, 0)}) ==
        std::vector<Fate>{early, early, no_fate, no_fate});  // without immunity it died of itself
  CHECK(fates({box(0, 0), box(1, 0)}) == std::vector<Fate>{no_fate, no_fate});
}

TEST_CASE("a box filled without T cells is escape, and stays so", "[readouts][course]") {
  std::vector<CourseEntry> rows{box(0, 100)};
  for (int day = 1; day < 20; ++day)
    rows.push_back(box(day, std::min(1000, 100 + 100 * day), day < 10 ? 100 : 5));
  const std::vector<Fate> seen = fates(rows);
  for (std::size_t day = 2; day < rows.size(); ++day) {
    CAPTURE(day);
    CHECK(seen[day] == up);
  }
}

TEST_CASE("events before the first row are not of this course", "[readouts][course]") {
  CHECK(fates({box(0, 100, 500, 500), box(1, 0)}) == std::vector<Fate>{early, no_fate});
}

TEST_CASE("E:T ratio and kills per CD8 T cell and day", "[readouts][course]") {
  CensusRow row;
  row.tissue[static_cast<std::size_t>(Tissue::tumour_cycling)] = 150;
  row.tissue[static_cast<std::size_t>(Tissue::tumour_hypoxic)] = 50;
  row.tissue[static_cast<std::size_t>(Tissue::tumour_necrotic)] = 1000;
  row.immune[static_cast<std::size_t>(Immune::cd8_searching)] = 30;
  row.immune[static_cast<std::size_t>(Immune::cd8_exhausted)] = 10;
  row.immune[static_cast<std::size_t>(Immune::nk_searching)] = 99;
  row.events[static_cast<std::size_t>(Event::cd8_birth)] = 12;
  row.events[static_cast<std::size_t>(Event::cd8_entry)] = 5;
  row.events[static_cast<std::size_t>(Event::cd8_death)] = 7;  // there were 30 before
  row.events[static_cast<std::size_t>(Event::kill)] = 20;
  row.events[static_cast<std::size_t>(Event::nk_kill)] = 6;
  const KillingReadout r = killing_readout(row, 6);
  CHECK(effector_to_target(row) == Approx(30.0 / 200));
  CHECK(r.cd8_days == Approx(35 * 0.25));
  CHECK(r.kills_per_cd8_per_day == Approx(14 / (35 * 0.25)));
  CHECK(std::isnan(killing_readout(row, 0).kills_per_cd8_per_day));
  CHECK(std::isnan(effector_to_target(CensusRow{})));
}

TEST_CASE("kills of the last day alone", "[readouts][course]") {
  Course course(all_readouts());
  CHECK(std::isnan(course.kills_per_cd8_per_day()));
  for (int h = 0; h <= 48; ++h) {
    CourseEntry e;
    e.time_h = h;
    e.cd8_kills = h <= 24 ? 100 : 2;
    e.cd8_days = 0.5;
    course.add(e);
  }
  CHECK(course.kills_per_cd8_per_day() == Approx(4));
}

TEST_CASE("cells of a killing simulation: kills are those of the census", "[readouts][course]") {
  ModelParameters m = still_model({40, 40, 1});
  InitialTissue tissue;
  place(tissue, m, CellType::tumour, [](int x, int y, int) { return (x + y) % 2 == 0; });
  place(tissue, m, CellType::cd8_t_cell, [](int x, int, int) { return x % 5 == 0; });
  m.t_cell.hits_per_h = 20;
  m.t_cell.death_per_day = 0.5;
  m.blood.cd8_cells = {};
  const auto simulation = simulation_of(m, tissue);
  const std::uint64_t before = simulation->census()[0].cd8_cells();
  simulation->advance(360);
  const CensusRow row = simulation->census()[0];
  REQUIRE(events(row, Event::kill) > 0);
  const double days = 0.25 * (static_cast<double>(before + row.cd8_cells()) / 2);
  CHECK(killing_readout(row, 6).cd8_days == Approx(days));
  CHECK(killing_readout(row, 6).kills_per_cd8_per_day ==
        Approx(static_cast<double>(events(row, Event::kill)) / days));
}

TEST_CASE("hours since the row before are those between rows, whatever was due", "[readouts][course]") {
  Course course(all_readouts());
  CHECK(course.hours_since_last_row(120.5) == 0);  // a branch begins where its trunk was
  course.add(row(120.5 / 24, 1));
  CHECK(course.hours_since_last_row(121) == 0.5);
}
