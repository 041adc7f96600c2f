// Each program's table in two or three lines, and tables that must be refused.
#include "tools/tissue/tissue_formats.hpp"

#include <cmath>

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

TissueTable read(const Scratch& scratch, const std::string& preset, const std::string& table,
                 const std::string& map) {
  const std::string path = scratch.write("t.csv", table);
  if (map.empty()) return read_tissue_table(path, preset, nullptr);
  const TissueMap read_map = read_tissue_map(scratch.write("m.yaml", map));
  return read_tissue_table(path, preset, &read_map);
}

std::string problem_of(const Scratch& scratch, const std::string& preset, const std::string& table,
                       const std::string& map = "") {
  return input_error([&] { read(scratch, preset, table, map); });
}

void check_cell(const TableCell& cell, double x_um, double y_um, CellType type) {
  CHECK(cell.x_um == x_um);
  CHECK(cell.y_um == y_um);
  CHECK(cell.type == type);
}

}  // namespace

TEST_CASE("native: the model's own names need no map") {
  const Scratch scratch;
  const TissueTable table =
      read(scratch, "native", "x_um,y_um,type,pdl1\n1.5,2,tumour,3\n4,5,cd8_t_cell,\n6,7,vessel,\n", "");
  REQUIRE(table.cells.size() == 3);
  check_cell(table.cells[0], 1.5, 2, CellType::tumour);
  CHECK(table.cells[0].pdl1 == 3);
  CHECK(table.cells[0].line == 2);
  check_cell(table.cells[1], 4, 5, CellType::cd8_t_cell);
  CHECK(std::isnan(table.cells[1].pdl1));
  CHECK(std::isnan(table.cells[1].pd1));
}

TEST_CASE("inForm: pixels, phenotypes, #N/A and percent signs in other columns") {
  const Scratch scratch;
  const TissueTable table = read(scratch, "inform",
                                 "Path\tPhenotype\tCell X Position\tCell Y Position\tEdge\tConfidence\n"
                                 "C:\\a\tB\t268\t6\t#N/A\t97.57 %\nC:\\a\tCK+\t142\t7\t3\t71.43 %\n",
                                 "um_per_unit: 0.5\ntypes: {B: ignore, CK+: tumour}\n");
  REQUIRE(table.cells.size() == 1);
  check_cell(table.cells[0], 71, 3.5, CellType::tumour);
  CHECK(table.ignored == std::map<std::string, std::size_t>{{"B", 1}});
}

TEST_CASE("HALO: the middle of the box; the first positive marker decides") {
  const Scratch scratch;
  const TissueTable table = read(scratch, "halo",
                                 "Object Id,XMin,XMax,YMin,YMax,CD8 Positive,CK Positive\n"
                                 "0,10,20,0,10,1,1\n1,0,4,2,4,0,1\n2,6,6,6,6,0,0\n",
                                 "um_per_unit: 2\nmarkers:\n  - {column: CD8 Positive, type: cd8_t_cell}\n"
                                 "  - {column: CK Positive, type: tumour}\nunmarked: stroma\n");
  REQUIRE(table.cells.size() == 3);
  check_cell(table.cells[0], 30, 10, CellType::cd8_t_cell);
  check_cell(table.cells[1], 4, 6, CellType::tumour);
  check_cell(table.cells[2], 12, 12, CellType::stroma);
}

TEST_CASE("QuPath: micrometres under three spellings, classes under two names") {
  const Scratch scratch;
  const std::string map = "types: {Tumor: tumour, \"Immune cells\": cd8_t_cell}\n";
  for (const std::string unit : {"\xC2\xB5m", "\xCE\xBCm", "um"}) {
    CAPTURE(unit);
    const TissueTable table = read(scratch, "qupath",
                                   "Image\tClass\tCentroid X " + unit + "\tCentroid Y " + unit +
                                       "\ni.svs\tTumor\t10.5\t3\ni.svs\tImmune cells\t2\t4\n",
                                   map);
    REQUIRE(table.cells.size() == 2);
    check_cell(table.cells[0], 10.5, 3, CellType::tumour);
    check_cell(table.cells[1], 2, 4, CellType::cd8_t_cell);
  }
  CHECK(
      read(scratch, "qupath", "Classification,Centroid X um,Centroid Y um\nTumor,1,2\n", map).cells.size() ==
      1);
}

TEST_CASE("MCMICRO: pixels; a phenotype column from the map, or thresholds on markers") {
  const Scratch scratch;
  const std::string text = "CellID,ECAD,X_centroid,Y_centroid,cluster\n1,1500,100,200,7\n2,30,10,20,8\n";
  const TissueTable clustered =
      read(scratch, "mcmicro", text,
           "columns: {type: cluster}\num_per_unit: 0.65\ntypes: {7: tumour, 8: stroma}\n");
  REQUIRE(clustered.cells.size() == 2);
  check_cell(clustered.cells[0], 100 * 0.65, 200 * 0.65, CellType::tumour);
  const TissueTable gated =
      read(scratch, "mcmicro", text,
           "um_per_unit: 1\nmarkers: [{column: ECAD, above: 1000, type: tumour}]\nunmarked: ignore\n");
  REQUIRE(gated.cells.size() == 1);
  CHECK(gated.ignored.at("no marker") == 1);
}

TEST_CASE("CODEX: doubled column names in both cases") {
  const Scratch scratch;
  const std::string map = "um_per_unit: 0.5\ntypes: {tumor cells: tumour}\n";
  CHECK(read(scratch, "codex", "x:x,y:y,ClusterName\n8,6,tumor cells\n", map).cells[0].x_um == 4);
  CHECK(read(scratch, "codex", "X:X,Y:Y,ClusterName\n8,6,tumor cells\n", map).cells[0].y_um == 3);
}

TEST_CASE("a map renames the columns of any preset and measures intensities") {
  const Scratch scratch;
  const TissueTable table =
      read(scratch, "native", "px,py,kind,stain\n1,2,T,#N/A\n3,4,T,7.5\n",
           "columns: {x_um: px, y_um: py, type: kind, pdl1: stain}\ntypes: {T: tumour}\n");
  CHECK(std::isnan(table.cells[0].pdl1));
  CHECK(table.cells[1].pdl1 == 7.5);
}

TEST_CASE("a bad table is refused with its line") {
  const Scratch scratch;
  const std::string header = "x_um,y_um,type\n";
  CHECK_THAT(problem_of(scratch, "visium", header),
             contains("--preset: 'visium' is not known; expected native, inform"));
  CHECK_THAT(problem_of(scratch, "native", "x_um,type\n1,tumour\n"), contains("t.csv:1: no column 'y_um'"));
  CHECK_THAT(problem_of(scratch, "native", header + "1,2,tumour\n1,NaN,tumour\n"),
             contains("t.csv:3: y_um: 'NaN' is not a number"));
  CHECK_THAT(problem_of(scratch, "native", header + "#N/A,2,tumour\n"), contains("t.csv:2: x_um: '#N/A'"));
  CHECK_THAT(problem_of(scratch, "native", header + "inf,2,tumour\n"), contains("t.csv:2: x_um: 'inf'"));
  CHECK_THAT(problem_of(scratch, "native", header + ",2,tumour\n"), contains("t.csv:2: x_um: ''"));
  CHECK_THAT(problem_of(scratch, "native", header + "1,2,b_cell\n1,3,b_cell\n"),
             contains("t.csv:2: 'b_cell': 2 cells have this label"));
  CHECK_THAT(problem_of(scratch, "native", header + "1,2,CK\n", "types: {CD8: cd8_t_cell}\n"),
             contains("t.csv:2: 'CK': 1 cells"));
  CHECK_THAT(problem_of(scratch, "native", "x_um,y_um,z_um,type\n1,2,3,tumour\n"), contains("t.csv:1: z_um"));
  CHECK_THAT(problem_of(scratch, "native", header + "1,2,B\n", "types: {B: ignore}\n"),
             contains("every cell is ignored"));
  CHECK_THAT(problem_of(scratch, "native", "x_um,x_um,y_um,type\n1,1,2,tumour\n"), contains("two columns"));
  CHECK_THAT(problem_of(scratch, "native", "x_um,y_um,type,pdl1\n1,2,tumour,bright\n"),
             contains("t.csv:2: pdl1: 'bright' is not a number"));
}

TEST_CASE("a map that does not fit its preset is refused") {
  const Scratch scratch;
  CHECK_THAT(problem_of(scratch, "mcmicro", "X_centroid,Y_centroid\n1,2\n", "types: {a: tumour}\n"),
             contains("m.yaml: um_per_unit is missing"));
  CHECK_THAT(problem_of(scratch, "halo", "XMin,XMax,YMin,YMax\n1,2,1,2\n", "um_per_unit: 1\n"),
             contains("expected `markers` or columns.type"));
  CHECK_THAT(problem_of(scratch, "halo", "XMin,XMax,YMin,YMax\n1,2,1,2\n",
                        "um_per_unit: 1\nmarkers: [{column: CD8, type: tumour}]\n"),
             contains("t.csv:1: no column 'CD8'"));
  CHECK_THAT(problem_of(scratch, "halo", "XMin,XMax,YMin,YMax,CD8\n1,2,1,2,0\n",
                        "um_per_unit: 1\nmarkers: [{column: CD8, type: tumour}]\n"),
             contains("t.csv:2: 'no marker': 1 cells"));
  CHECK_THAT(problem_of(scratch, "inform", "Cell X Position,Cell Y Position,Phenotype\n1,2,B\n"),
             contains("--map: um_per_unit is missing"));
}

TEST_CASE("positions that no lattice can tell apart are refused") {
  const Scratch scratch;
  for (const char* position : {"1e17", "-9007199254740993", "1e308"}) {
    CAPTURE(position);
    CHECK_THAT(
        problem_of(scratch, "native", std::string("x_um,y_um,type\n1,1,tumour\n1,") + position + ",tumour\n"),
        contains("t.csv:3: y_um: ") && contains("is out of range; expected -1e+09 to 1e+09 um"));
  }
  const std::string box = "XMin,XMax,YMin,YMax,type\n1.7e308,1.7e308,1,1,a\n";
  CHECK_THAT(problem_of(scratch, "halo", box, "um_per_unit: 1\ncolumns: {type: type}\ntypes: {a: tumour}\n"),
             contains("is out of range"));
}

TEST_CASE("what a message shows of a table is short and printable") {
  const Scratch scratch;
  const std::string label = std::string(100000, 'a') + "\x1b[2J";
  const std::string problem = problem_of(scratch, "native", "x_um,y_um,type\n1,1," + label + "\n");
  CHECK_THAT(problem, contains("aaa...': 1 cells have this label"));
  CHECK(problem.size() < 400);
}
