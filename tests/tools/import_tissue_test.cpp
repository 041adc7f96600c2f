// The whole import: the file it writes, byte for byte, and the report's figures.
#include "tools/tissue/import_tissue.hpp"

#include <fmt/format.h>

#include <cmath>

#include "config/read/tissue_table.hpp"
#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

const std::string field =
    "x,y,kind,stain,check\n"
    "101,51,T,2,\n"     // site 0
    "104,52,T,4,\n"     // site 0 too: moves to (15, 5), 11 um away in x
    "122,57,S,9,\n"     // site 2
    "108,58,C,1,0.5\n"  // immune layer of site 0
    "121,68,C,1,2\n"    // site 5
    "111,69,M,,\n";     // ignored
const std::string field_map =
    "columns: {x_um: x, y_um: y, type: kind, pdl1: stain, pd1: check}\n"
    "types: {T: tumour, S: stroma, C: cd8_t_cell, M: ignore}\n";

ImportOptions options_for(const Scratch& scratch) {
  ImportOptions options;
  options.table = scratch.write("t.csv", field);
  options.map = scratch.write("m.yaml", field_map);
  options.out = scratch.path("tissue.csv");
  options.vessels_per_mm2 = 0;
  return options;
}

}  // namespace

TEST_CASE("an import writes cells at site centres, ordered by site") {
  const Scratch scratch;
  const ImportReport report = import_tissue(options_for(scratch));
  CHECK(scratch.read("tissue.csv") ==
        "# size_um: 30 20\n"
        "x_um,y_um,type,pdl1,pd1\n"
        "5,5,tumour,0.6667,\n"
        "5,5,cd8_t_cell,,0.2519\n"  // 0.5 / (0.5 + 0.99 × 1.5)
        "15,5,tumour,1.333,\n"
        "25,5,stroma,,\n"
        "25,15,cd8_t_cell,,1\n");
  CHECK(report.nx == 3);
  CHECK(report.ny == 2);
  CHECK(report.origin_x_um == 100);
  CHECK(report.origin_y_um == 50);
  CHECK(report.table_cells == 6);
  CHECK(report.width_um == 22);
  CHECK(report.height_um == 19);
  CHECK(report.density_per_mm2 == Approx(6 / (22e-3 * 19e-3)));
  CHECK(report.written.at(CellType::tumour) == 2);
  CHECK(report.written.at(CellType::cd8_t_cell) == 2);
  CHECK(report.tissue.placed == 3);
  CHECK(report.tissue.displaced == 1);
  CHECK(report.tissue.median_shift_um == Approx(std::sqrt(11.0 * 11 + 3 * 3)));
  CHECK(report.immune.displaced == 0);
  CHECK(report.ignored.at("M") == 1);
}

TEST_CASE("what an import wrote is imported again to the same file") {
  const Scratch scratch;
  ImportOptions options = options_for(scratch);
  import_tissue(options);
  options.table = options.out;
  options.map.clear();
  options.out = scratch.path("again.csv");
  const ImportReport report = import_tissue(options);
  CHECK(report.tissue.displaced + report.immune.displaced == 0);
  CHECK_FALSE(report.pdl1.normalised);
  CHECK(scratch.read("again.csv") == scratch.read("tissue.csv"));
}

TEST_CASE("the report states lattice, displacement and assumptions in words") {
  const Scratch scratch;
  ImportOptions options = options_for(scratch);
  options.vessels_per_mm2 = 1600;  // × 600 um²: one
  const std::string text = to_text(import_tissue(options));
  CHECK_THAT(text, contains("lattice: {size: [3, 2], spacing_um: 10}"));
  CHECK_THAT(text, contains("initial: {tissue: " + options.out + "}"));
  CHECK_THAT(text, contains("3 cells, 1 displaced (33.3 %), shifted by 11.4 um (median)"));
  CHECK_THAT(text, contains("assumed       1 vessels on random stroma sites"));
  CHECK_THAT(text, contains("1 cells labelled 'M'"));
  CHECK_THAT(text,
             contains("2 cells, relative to the median of tumour cells, 0 to 6 (3 in the table); 0 clipped"));
  CHECK_THAT(scratch.read("tissue.csv"), contains("25,5,vessel,,\n"));
}

TEST_CASE("the same table and seed give the same bytes") {
  const Scratch scratch;
  ImportOptions options = options_for(scratch);
  options.vessels_per_mm2 = 1600;
  import_tissue(options);
  const std::string first = scratch.read("tissue.csv");
  import_tissue(options);
  CHECK(scratch.read("tissue.csv") == first);
}

TEST_CASE("options out of range are refused") {
  const Scratch scratch;
  const auto problem_with = [&](auto change) {
    ImportOptions options = options_for(scratch);
    change(options);
    return input_error([&] { import_tissue(options); });
  };
  CHECK_THAT(problem_with([](ImportOptions& o) { o.spacing_um = 0; }),
             contains("--spacing-um: 0; expected 1 to 1000"));
  CHECK_THAT(problem_with([](ImportOptions& o) { o.spacing_um = NAN; }), contains("--spacing-um: nan"));
  CHECK_THAT(problem_with([](ImportOptions& o) { o.vessels_per_mm2 = -1; }),
             contains("--vessels-per-mm2: -1"));
  CHECK_THAT(problem_with([](ImportOptions& o) { o.out.clear(); }), contains("--out: is missing"));
  CHECK_THAT(problem_with([](ImportOptions& o) { o.out = o.table; }), contains("is the table itself"));
  CHECK_THAT(problem_with([](ImportOptions& o) { o.table += "x"; }), contains("cannot be opened"));
}

TEST_CASE("a place that cannot be written is an output error, and nothing is left there") {
  const Scratch scratch;
  ImportOptions options = options_for(scratch);
  options.out = scratch.path("none/tissue.csv");
  CHECK_THROWS_AS(import_tissue(options), OutputError);
  CHECK_FALSE(std::filesystem::exists(scratch.path("none")));
}

TEST_CASE("an import on sites of any size reads back as a tissue table") {
  const Scratch scratch;
  for (const double spacing_um : {10.15, 9.7, 33.3}) {
    ImportOptions options = options_for(scratch);
    options.spacing_um = spacing_um;
    const ImportReport report = import_tissue(options);
    const Lattice lattice = make_lattice({report.nx, report.ny, 1}, static_cast<float>(spacing_um),
                                         Boundary::closed, Neighbourhood::moore);
    const std::size_t dropped = report.tissue.dropped + report.immune.dropped;
    CHECK(read_initial_tissue(options.out, lattice).size() == 5 - dropped);
  }
}

TEST_CASE("a PD-L1 that no tissue table may hold is refused where the map keeps values") {
  const Scratch scratch;
  ImportOptions options = options_for(scratch);
  options.table = scratch.write("t.csv", "x,y,kind,stain,check\n1,1,T,1e7,\n");
  options.map = scratch.write("m.yaml", field_map + "normalise_intensities: false\n");
  CHECK_THAT(input_error([&] { import_tissue(options); }),
             contains("pdl1: 1e+07 is out of range; expected 0 to 1e+06"));
}

TEST_CASE("a table that has no end is refused") {
  const Scratch scratch;
  ImportOptions options = options_for(scratch);
  options.table = "/dev/zero";
  CHECK_THAT(input_error([&] { import_tissue(options); }),
             contains("/dev/zero: is a device; expected a table"));
}

TEST_CASE("that no vessel was placed is said, and why") {
  const Scratch scratch;
  ImportOptions options = options_for(scratch);  // 600 um²
  options.vessels_per_mm2 = 0;
  CHECK_THAT(to_text(import_tissue(options)),
             contains("vessels       none: the table has none, and --vessels-per-mm2 is 0"));
  options.vessels_per_mm2 = 15;
  CHECK_THAT(to_text(import_tissue(options)),
             contains("none: the table has none, and 0.009 are wanted in 0.0006 mm2 (15 per mm2)"));
  options.vessels_per_mm2 = 1600;
  options.map = scratch.write("m.yaml", field_map + "default: ignore\n");
  options.table = scratch.write("t.csv", "x,y,kind,stain,check\n1,1,T,1,\n25,15,T,1,\n");
  CHECK_THAT(to_text(import_tissue(options)),
             contains("1 are wanted, but there is no stroma to place them in"));
  options.map = scratch.write("m.yaml", "columns: {x_um: x, y_um: y, type: kind}\ntypes: {T: vessel}\n");
  CHECK_THAT(to_text(import_tissue(options)), !contains("vessels  "));
}

TEST_CASE("what the reading found, and doubts about it, stand in the report") {
  const Scratch scratch;
  ImportOptions options = options_for(scratch);
  std::string doubled = "x_um;y_um;type\n";
  for (int i = 0; i < 12; ++i)
    for (int twice = 0; twice < 2; ++twice) doubled += fmt::format("{},5;{},25;tumour\n", i * 2, i * 2);
  options.table = scratch.write("t.csv", doubled);
  options.map.clear();
  const std::string text = to_text(import_tissue(options));
  CHECK_THAT(text,
             contains("read          semicolon-separated\n              positions in um, as 'x_um' says\n"
                      "              its numbers have decimal commas\n"));
  CHECK_THAT(text,
             contains("warning: 12 of 24 cells stand exactly where another does (line 3 where line 2 does)"));
  CHECK_THAT(text, contains("warning: half of the cells lie within 2.83 um of another"));
  CHECK_THAT(text, contains("found no free site and were dropped: are um_per_unit and --spacing-um right?"));
}
