// Tables in the forms that real exports have: each is read rightly, or refused with one clear message.
#include <cmath>

#include "tests/tools/scratch.hpp"
#include "tools/tissue/tissue_formats.hpp"

using namespace tilscape;

namespace {

TissueTable read(const Scratch& scratch, const std::string& preset, const std::string& table,
                 const std::string& map, const TableChoice& choice = {}) {
  const std::string path = scratch.write("t.csv", table);
  if (map.empty()) return read_tissue_table(path, preset, nullptr, choice);
  const TissueMap read_map = read_tissue_map(scratch.write("m.yaml", map));
  return read_tissue_table(path, preset, &read_map, choice);
}

std::string problem_of(const Scratch& scratch, const std::string& preset, const std::string& table,
                       const std::string& map = "") {
  return input_error([&] { read(scratch, preset, table, map); });
}

bool says(const std::vector<std::string>& lines, const std::string& text) {
  for (const std::string& line : lines)
    if (line.find(text) != std::string::npos) return true;
  return false;
}

const std::string header = "x_um,y_um,type\n";

}  // namespace

TEST_CASE("decimal commas are read, thousands are not") {
  const Scratch scratch;
  const TissueTable table = read(scratch, "native", "x_um\ty_um\ttype\tpdl1\n1,5\t2,25\ttumour\t0,125\n", "");
  CHECK(table.cells[0].x_um == 1.5);
  CHECK(table.cells[0].y_um == 2.25);
  CHECK(table.cells[0].pdl1 == 0.125);
  CHECK(says(table.notes, "its numbers have decimal commas"));
  CHECK_THAT(problem_of(scratch, "native", header + "\"1,015.5\",6.5,tumour\n"),
             contains("t.csv:2: x_um: '1,015.5' has its thousands set apart"));
  CHECK_THAT(problem_of(scratch, "native", "x_um;y_um;type\n1,234;6;tumour\n"),
             contains("t.csv:1: numbers like 1,234"));
  CHECK(read(scratch, "native", "x_um;y_um;type\n1,234;6;tumour\n", "decimal_commas: true\n").cells[0].x_um ==
        1.234);
  CHECK_THAT(problem_of(scratch, "native", "x_um;y_um;type\n1,5;6;tumour\n1.5;6;tumour\n"),
             contains("t.csv:2: x_um: '1,5' has a decimal comma"));
}

TEST_CASE("a plus and a percent sign are no obstacles where they mean nothing else") {
  const Scratch scratch;
  CHECK(read(scratch, "native", header + "+6.5,1,tumour\n", "").cells[0].x_um == 6.5);
  CHECK_THAT(problem_of(scratch, "native", header + "6.5 %,1,tumour\n"),
             contains("x_um: '6.5 %' is a percentage"));
  const std::string table = "x_um,y_um,type,stain\n1,2,tumour,88.5 %\n";
  CHECK(read(scratch, "native", table, "columns: {pdl1: stain}\n").cells[0].pdl1 == 88.5);
  CHECK_THAT(problem_of(scratch, "native", table, "columns: {pdl1: stain}\nnormalise_intensities: false\n"),
             contains("stain: '88.5 %' is a percentage"));
}

TEST_CASE("cells without a position are counted, and left out only when the map says so") {
  const Scratch scratch;
  const std::string table = header + "1,2,tumour\nNaN,NaN,tumour\n3,,stroma\n";
  CHECK(problem_of(scratch, "native", table) ==
        scratch.path("t.csv") +
            ":3: x_um: 'NaN' is not a number: 2 cells have no position (lines 3, 4); expected one, "
            "or unplaced: ignore in the map");
  const TissueTable kept = read(scratch, "native", table, "unplaced: ignore\n");
  CHECK(kept.cells.size() == 1);
  CHECK(says(kept.warnings, "2 cells have no position (lines 3, 4) and were left out, as the map says"));
}

TEST_CASE("logical markers and phenotypes with a sign") {
  const Scratch scratch;
  const std::string map =
      "markers:\n  - {column: CD8, type: cd8_t_cell}\n  - {column: CK, type: tumour}\nunmarked: stroma\n";
  for (const auto& [yes, no] : {std::pair<const char*, const char*>{"TRUE", "FALSE"},
                                {"1", "0"},
                                {"CD8+", "CD8-"},
                                {"positive", "negative"},
                                {"T", "F"},
                                {"Pos", "Neg"}}) {
    CAPTURE(yes);
    const std::string rows = std::string("x_um,y_um,CD8,CK\n1,1,") + yes + "," + no + "\n2,2," + no + "," +
                             yes + "\n3,3," + no + "," + no + "\n4,4," + yes + "," + yes + "\n";
    const TissueTable table = read(scratch, "native", rows, map);
    REQUIRE(table.cells.size() == 4);
    CHECK(table.cells[0].type == CellType::cd8_t_cell);
    CHECK(table.cells[1].type == CellType::tumour);
    CHECK(table.cells[2].type == CellType::stroma);
    CHECK(table.cells[3].type == CellType::cd8_t_cell);
  }
  const TissueTable gaps = read(scratch, "native", "x_um,y_um,CD8,CK\n1,1,,1\n2,2,NA,0\n", map);
  CHECK(gaps.cells[0].type == CellType::tumour);
  CHECK(says(gaps.warnings, "2 cells have no value in 'CD8' and count as negative"));
  CHECK_THAT(problem_of(scratch, "native", "x_um,y_um,CD8,CK\n1,1,bright,1\n", map),
             contains("t.csv:2: CD8: 'bright' is not a number; expected one, or TRUE, positive, +"));
}

TEST_CASE("a label means what the map says, or its own name, or the default") {
  const Scratch scratch;
  const std::string table = header + "1,1,tumour\n2,2,Tumor: PD-L1\n3,3,CAF\n4,4,junk\n5,5,stroma\n";
  const TissueTable all =
      read(scratch, "native", table, "types: {\"Tumor: *\": tumour, CAF: ignore}\ndefault: nk\n");
  REQUIRE(all.cells.size() == 4);
  CHECK(all.cells[0].type == CellType::tumour);
  CHECK(all.cells[1].type == CellType::tumour);
  CHECK(all.cells[2].type == CellType::nk);
  CHECK(all.cells[3].type == CellType::stroma);  // its own name, not the default
  CHECK(all.ignored == std::map<std::string, std::size_t>{{"CAF", 1}});
  CHECK(all.places.size() == 5);
  CHECK(says(all.notes, "1 cells labelled 'junk' are taken for nk, as the map's default says"));
  CHECK_THAT(
      problem_of(scratch, "native", header + "1,1,Tumor: PD-L1\n", "types: {Tumor: tumour}\n"),
      contains("t.csv:2: 'Tumor: PD-L1': 1 cells") && contains("(\"Tumor: *\" stands for all of that kind)"));
  CHECK_THAT(problem_of(scratch, "native", header + "1,1,tumor\n", "types: {Tumor: tumour}\n"),
             contains("did you mean 'Tumor'?"));
  CHECK_THAT(problem_of(scratch, "native", header + "1,1,\n", "types: {Tumor: tumour}\n"),
             contains("t.csv:2: '': 1 cells") && contains("`\"\": ignore`"));
  CHECK(read(scratch, "native", header + "1,1,NaN\n2,2,tumour\n", "types: {\"\": ignore}\n")
            .ignored.at("NaN") == 1);
}

TEST_CASE("a third coordinate is not flattened without a word") {
  const Scratch scratch;
  const std::string table = "x,y,z,type\n1,1,-5,tumour\n2,2,7.5,tumour\n",
                    map = "columns: {x_um: x, y_um: y}\n";
  CHECK(problem_of(scratch, "native", table, map)
            .find(scratch.path("t.csv") +
                  ":1: 'z': cells lie between -5 and 7.5, and the importer would flatten them") == 0);
  CHECK(says(read(scratch, "native", table, map + "flatten: true\n").notes,
             "'z' (-5 to 7.5) is flattened, as the map says"));
  CHECK(read(scratch, "native", "x,y,z,type\n1,1,0,tumour\n2,2,0,tumour\n", map).cells.size() ==
        2);  // a plane
  CHECK(read(scratch, "native", "x_um,y_um,z_um,type\n1,1,1,tumour\n", "flatten: true\n").cells.size() == 1);
}

TEST_CASE("objects of QuPath that are no cells are left out") {
  const Scratch scratch;
  const TissueTable table = read(scratch, "qupath",
                                 "Object type\tClass\tCentroid X um\tCentroid Y um\nAnnotation\t\t50\t50\n"
                                 "Cell\tTumor\t1\t1\nDetection\tTumor\t2\t2\n",
                                 "types: {Tumor: tumour}\n");
  CHECK(table.cells.size() == 2);
  CHECK(table.box.right_um == 2);
  CHECK(says(table.notes, "1 objects of the type 'Annotation' are no cells"));
}

TEST_CASE("one image of several, and labels of another file") {
  const Scratch scratch;
  const std::string cells = "fov,cell_ID,x_um,y_um\n1,1,1,1\n1,2,2,2\n2,1,3,3\n1,3,4,4\n";
  TableChoice choice;
  choice.labels = scratch.write("l.csv", "fov,cell_ID,cluster\n1,1,A\n1,2,B\n2,1,B\n9,9,A\n");
  const std::string map = "types: {A: tumour, B: stroma}\n";
  CHECK_THAT(input_error([&] { read(scratch, "native", cells, map, choice); }),
             contains("'fov': the table holds 2 samples"));
  choice.only = {"fov=1"};
  const TissueTable table = read(scratch, "native", cells, map, choice);
  REQUIRE(table.cells.size() == 2);
  CHECK(table.cells[0].type == CellType::tumour);
  CHECK(table.cells[1].type == CellType::stroma);
  CHECK(says(table.notes, "2 cells have one, 1 have none, 2 of its cells are not in the table"));
  CHECK(read(scratch, "native", cells, map + "default: nk\n", choice).cells.size() == 3);
}

TEST_CASE("names as R mangles them, and text in Latin-1") {
  const Scratch scratch;
  const std::string map = "types: {Tumor: tumour}\n", row = "Tumor\t10.5\t3\n";
  for (const std::string names :
       {"Class\tCentroid.X.\xc2\xb5m\tCentroid.Y.\xc2\xb5m\n", "Class\tCentroid X \xb5m\tCentroid Y \xb5m\n",
        "Class\tCentroid X \xc3\x82\xc2\xb5m\tCentroid Y \xc3\x82\xc2\xb5m\n"})
    CHECK(read(scratch, "qupath", names + row, map).cells[0].x_um == 10.5);
  CHECK(read(scratch, "native", "\"x_um\",\"y_um\",\"type\"\n\"1\",5.5,6.5,\"tumour\"\n", "").cells[0].y_um ==
        6.5);
}
