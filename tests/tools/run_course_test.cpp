// A course that is taken up again from census.csv says what the one that was never interrupted says.
#include "tools/run/run_course.hpp"

#include <fstream>

#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"
#include "tests/tools/scratch.hpp"
#include "tools/run/readout_text.hpp"
#include "tools/run/snapshot_of.hpp"

using namespace tilscape;

namespace {

/// A tumour that shrinks under attack, a row every hour.
std::unique_ptr<Simulation> attacked_tumour() {
  ModelParameters m = model_without_fields({30, 30, 1});
  InitialTissue tissue;
  for (std::uint32_t s = 0; s < 900; ++s) {
    if (s % 30 < 12) tissue.push_back({LocalSite{s}, CellType::tumour});
    if (s % 4 == 0) tissue.push_back({LocalSite{s}, CellType::cd8_t_cell});
  }
  m.t_cell.hits_per_h = 20;
  m.tumour.apoptotic_clearance_h = 1;
  return simulation_of(m, tissue);
}

}  // namespace

TEST_CASE("a course goes on from its census.csv", "[tools][readouts]") {
  ReadoutParameters wanted = default_parameters().output.readouts;
  wanted.fate_window_days = 0.25;
  wanted.scan_every_days = 0.125;
  wanted.confirmation_days = 0.5;
  const auto simulation = attacked_tumour();
  const Scratch scratch;
  const std::filesystem::path csv = scratch.path("census.csv");
  constexpr CourseSetting treated{true, 2};
  Course course(wanted, treated);
  Course again(wanted, treated);
  constexpr int interrupted_at = 17, hours = 40;
  for (int h = 0; h <= hours; ++h) {
    if (h > 0) simulation->advance(60);
    CensusRow row = simulation->census()[0];
    row.readouts = simulation->read_out(wanted)[0];
    row.body.push_back({"doses_given", "doses", h < 10 ? 0.0 : 1.0});
    CensusRow same = row;
    follow(row, wanted, course);
    if (h > interrupted_at) {
      follow(same, wanted, again);
      CHECK(csv_row(census_table({same}), 0) == csv_row(census_table({row}), 0));
      CHECK(same.readouts.killing->cd8_days == row.readouts.killing->cd8_days);
      CHECK(again.kills_per_cd8_per_day() == course.kills_per_cd8_per_day());
      CHECK(readout_text(same, again) == readout_text(row, course));
    }
    const Table table = census_table({row});
    std::ofstream(csv, std::ios::app) << (h == 0 ? csv_header(table) : "") << csv_row(table, 0);
    if (h == interrupted_at) again = course_of(csv, wanted, treated);
  }
  CHECK(course.kills_per_cd8_per_day() > 0);
  CHECK(course.response().next_scan_day() == Approx(9.0 / 24 + 11 * 0.125));  // 31 of 40 hours later
}

TEST_CASE("a box that a tumour fills without T cells is escape from the first window on",
          "[tools][readouts]") {
  ModelParameters m = model_without_fields({20, 20, 1});
  m.time.base_step_min = 5;
  m.tumour.division_per_day = 1;
  InitialTissue tissue;
  for (std::uint32_t s = 0; s < 400; s += 20) tissue.push_back({LocalSite{s + s / 20}, CellType::tumour});
  const ReadoutParameters wanted = default_parameters().output.readouts;
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const auto simulation = simulation_of(m, tissue, seed);
    Course course(wanted, course_setting(m));
    for (int day = 0; day <= 25; ++day) {
      if (day > 0) simulation->advance(288);
      CensusRow row = simulation->census()[0];
      row.readouts = simulation->read_out(wanted)[0];
      follow(row, wanted, course);
      CAPTURE(seed, day, row.tumour_cells(), row.free_sites());
      CHECK(row.readouts.course->fate == (day < 7 ? Fate::none : Fate::escape));
      if (day == 25) CHECK(row.free_sites() < 40);  // it is full
    }
  }
}

TEST_CASE("numbers of a summary are short, and what is left of a dead tumour is called so",
          "[tools][readouts]") {
  CensusRow row;
  row.tissue[static_cast<std::size_t>(Tissue::tumour_quiescent)] = 1;
  Readouts& r = row.readouts;
  r.imaging = ImagingReadout{0.1, 0.5, 0.00123456};
  r.infiltration = InfiltrationReadout{};
  r.infiltration->core_cd8_per_mm2 = 1299.6;
  r.infiltration->margin_cd8_per_mm2 = 999.4;
  const std::string alive = readout_text(row, Course({}));
  CHECK_THAT(alive, contains("  tumour    0.00123 mm3, longest diameter 0.5 mm\n"));
  CHECK_THAT(alive, contains(": 1,300 CD8/mm2 in the core, 999 at the margin\n"));
  row.tissue = {};
  CHECK_THAT(readout_text(row, Course({})), contains("0.00123 mm3 without a live cell, "));
  r.imaging->imaged_volume_mm3 = 0;
  CHECK_THAT(readout_text(row, Course({})), contains("  tumour    0 mm3, "));
}

TEST_CASE("members are counted by class, and what was not read out is not mentioned", "[tools][readouts]") {
  CHECK(readout_text({}, Course({})).empty());
  ReadoutClasses classes;
  CHECK(classes.text().empty());
  Readouts r;
  for (const Recist recist : {Recist::partial_response, Recist::stable, Recist::stable}) {
    r.course = CourseReadout{{recist, recist, Recist::stable, Recist::stable, -50}, Fate::none};
    classes.add(r);
  }
  CHECK(classes.text() == "  RECIST    1 PR, 2 SD\n  confirmed 3 SD\n");
}
