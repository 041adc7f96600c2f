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
  const auto simulation = attacked_tumour();
  const Scratch scratch;
  const std::filesystem::path csv = scratch.path("census.csv");
  Course course(wanted);
  Course again(wanted);
  constexpr int interrupted_at = 17, hours = 40;
  for (int h = 0; h <= hours; ++h) {
    if (h > 0) simulation->advance(60);
    CensusRow row = simulation->census()[0];
    row.readouts = simulation->read_out(wanted)[0];
    CensusRow same = row;
    follow(row, wanted, course);
    if (h > interrupted_at) {
      follow(same, wanted, again);
      CHECK(same.readouts.course->recist == row.readouts.course->recist);
      CHECK(same.readouts.course->fate == row.readouts.course->fate);
      CHECK(same.readouts.course->diameter_to_baseline == row.readouts.course->diameter_to_baseline);
      CHECK(same.readouts.killing->cd8_days == row.readouts.killing->cd8_days);
      CHECK(again.kills_per_cd8_per_day() == course.kills_per_cd8_per_day());
      CHECK(readout_text(same, again) == readout_text(row, course));
    }
    const Table table = census_table({row});
    std::ofstream(csv, std::ios::app) << (h == 0 ? csv_header(table) : "") << csv_row(table, 0);
    if (h == interrupted_at) again = course_of(csv, wanted);
  }
  CHECK(course.kills_per_cd8_per_day() > 0);
}

TEST_CASE("numbers of a summary are short, and what is left of a dead tumour is called so",
          "[tools][readouts]") {
  CensusRow row;
  row.tissue[static_cast<std::size_t>(Tissue::tumour_quiescent)] = 1;
  Readouts& r = row.readouts;
  r.imaging = ImagingReadout{0.00123456, 0.5};
  r.infiltration = InfiltrationReadout{};
  r.infiltration->core_cd8_per_mm2 = 1299.6;
  r.infiltration->margin_cd8_per_mm2 = 999.4;
  const std::string alive = readout_text(row, Course({}));
  CHECK_THAT(alive, contains("  tumour    0.00123 mm3, longest diameter 0.5 mm\n"));
  CHECK_THAT(alive, contains(": 1,300 CD8/mm2 in the core, 999 at the margin\n"));
  row.tissue = {};
  CHECK_THAT(readout_text(row, Course({})), contains("0.00123 mm3 without a live cell, "));
  r.imaging->volume_mm3 = 0;
  CHECK_THAT(readout_text(row, Course({})), contains("  tumour    0 mm3, "));
}

TEST_CASE("members are counted by class, and what was not read out is not mentioned", "[tools][readouts]") {
  CHECK(readout_text({}, Course({})).empty());
  ReadoutClasses classes;
  CHECK(classes.text().empty());
  Readouts r;
  for (const Recist recist : {Recist::partial_response, Recist::stable, Recist::stable}) {
    r.course = CourseReadout{recist, Fate::none, 0.5};
    classes.add(r);
  }
  CHECK(classes.text() == "  RECIST    1 PR, 2 SD\n");
}
