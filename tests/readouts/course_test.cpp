// Response, fate and kill rates of series written by hand.
#include "agents/readouts/course.hpp"

#include <cmath>
#include <vector>

#include "tests/catch.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

namespace {

constexpr Recist none = Recist::none, CR = Recist::complete_response, PR = Recist::partial_response,
                 SD = Recist::stable, PD = Recist::progressive;

/// The response at each of these diameters in mm, a day apart.
std::vector<Recist> responses(const std::vector<double>& diameters_mm, ReadoutParameters p = all_readouts()) {
  Course course(p);
  std::vector<Recist> seen;
  for (std::size_t day = 0; day < diameters_mm.size(); ++day)
    seen.push_back(course.add({24.0 * static_cast<double>(day), 1, diameters_mm[day], 0, 0}).recist);
  return seen;
}

std::vector<Fate> fates(const std::vector<double>& tumour_cells) {
  ReadoutParameters p = all_readouts();
  p.fate_window_days = 2;
  p.fate_change = 0.25;
  Course course(p);
  std::vector<Fate> seen;
  for (std::size_t day = 0; day < tumour_cells.size(); ++day)
    seen.push_back(course.add({24.0 * static_cast<double>(day), tumour_cells[day], 1, 0, 0}).fate);
  return seen;
}

}  // namespace

TEST_CASE("RECIST follows baseline and nadir", "[readouts][course]") {
  CHECK(responses({20, 20, 14.01, 14, 16.7, 16.8, 0, 1}) ==
        std::vector<Recist>{none, SD, SD, PR, SD, PD, CR, PD});
  CHECK(responses({20, 23.9, 24}) == std::vector<Recist>{none, SD, PD});  // the baseline is the first nadir
  CHECK(responses({20, 10, 12, 13}) ==
        std::vector<Recist>{none, PR, PD, PD});                          // PD although far below baseline
  CHECK(responses({0, 0, 5}) == std::vector<Recist>{none, none, none});  // nothing to respond
}

TEST_CASE("progression may ask for an absolute growth, too", "[readouts][course]") {
  ReadoutParameters p = all_readouts();
  p.recist_least_growth_mm = 5;
  CHECK(responses({20, 24.9, 25}, p) == std::vector<Recist>{none, SD, PD});
  CHECK(responses({1, 2, 5.9, 6}, p) == std::vector<Recist>{none, SD, SD, PD});
}

TEST_CASE("the baseline may come later", "[readouts][course]") {
  ReadoutParameters p = all_readouts();
  p.recist_baseline_day = 2;
  CHECK(responses({1, 5, 20, 14}, p) == std::vector<Recist>{none, none, none, PR});
  Course course(p);
  CHECK(std::isnan(course.add({0, 1, 8, 0, 0}).diameter_to_baseline));
  course.add({48, 1, 10, 0, 0});
  CHECK(course.add({72, 1, 5, 0, 0}).diameter_to_baseline == Approx(0.5));
}

TEST_CASE("the three Es by the change within a window", "[readouts][course]") {
  const Fate early = Fate::none, out = Fate::elimination, even = Fate::equilibrium, up = Fate::escape;
  CHECK(fates({100, 100, 125, 126, 157, 158}) == std::vector<Fate>{early, early, even, up, up, up});
  CHECK(fates({100, 90, 80, 71, 63, 0}) == std::vector<Fate>{early, early, even, out, out, out});
  CHECK(fates({100, 0, 0}) == std::vector<Fate>{early, out, out});  // gone is gone at once
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
  for (int h = 0; h <= 48; ++h) course.add({1.0 * h, 1, 1, h <= 24 ? 100.0 : 2.0, 0.5});
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
  course.add({120.5, 1, 1, 0, 0});
  CHECK(course.hours_since_last_row(121) == 0.5);
}
