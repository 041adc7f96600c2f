// Tissue maps: what they say, and every way to say it wrong.
#include "tools/tissue/tissue_map.hpp"

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

TissueMap map_of(const Scratch& scratch, const std::string& text) {
  return read_tissue_map(scratch.write("m.yaml", text));
}

std::string problem_of(const Scratch& scratch, const std::string& text) {
  return input_error([&] { map_of(scratch, text); });
}

}  // namespace

TEST_CASE("a map names columns, unit and types") {
  const Scratch scratch;
  const TissueMap map = map_of(scratch,
                               "columns: {x_um: X, y_um: Y, type: Phenotype, pdl1: PDL1, pd1: PD1}\n"
                               "um_per_unit: 0.5\n"
                               "types:\n  \"CK+\": tumour\n  other: stroma\n  B: ignore\n"
                               "normalise_intensities: false\n");
  CHECK(map.columns.x_um == "X");
  CHECK(map.columns.pd1 == "PD1");
  CHECK(map.um_per_unit == 0.5);
  REQUIRE(map.find("CK+"));
  CHECK(map.find("CK+")->choice.type == CellType::tumour);
  REQUIRE(map.find("B"));
  CHECK_FALSE(map.find("B")->choice.type);
  CHECK_FALSE(map.find("CD8+"));
  CHECK_FALSE(map.normalise_intensities);
}

TEST_CASE("markers are rules in order") {
  const Scratch scratch;
  const TissueMap map = map_of(scratch,
                               "markers:\n  - {column: CD8, type: cd8_t_cell}\n"
                               "  - {column: ECAD, above: 1200, type: tumour}\nunmarked: stroma\n");
  REQUIRE(map.markers.size() == 2);
  CHECK(map.markers[0].above == 0.5);
  CHECK(map.markers[1].above == 1200);
  CHECK(map.markers[1].line == 3);
  CHECK(map.unmarked->type == CellType::stroma);
}

TEST_CASE("every wrong part of a map is refused with its line") {
  const Scratch scratch;
  CHECK_THAT(
      problem_of(scratch, "types:\n  a: b_cell\n"),
      contains("m.yaml:2: types.a: 'b_cell' is not a cell type of the model; expected tumour, stroma"));
  CHECK_THAT(problem_of(scratch, "typs: {}\n"), contains("m.yaml:1: typs: unknown key"));
  CHECK_THAT(problem_of(scratch, "types: {}\ncolumns: {z: Z}\n"),
             contains("m.yaml:2: columns.z: unknown column"));
  CHECK_THAT(problem_of(scratch, "columns: {x_um: [1]}\n"), contains("columns.x_um: expected the name"));
  CHECK_THAT(problem_of(scratch, "columns: 3\n"), contains("columns: expected {"));
  for (const char* unit : {"0", "-1", "nan", ".inf", "one", "[1]"}) {
    CAPTURE(unit);
    CHECK_THAT(problem_of(scratch, std::string("um_per_unit: ") + unit + "\n"),
               contains("m.yaml:1: um_per_unit: expected a number above 0"));
  }
  CHECK_THAT(problem_of(scratch, "types: [tumour]\n"), contains("types: expected one"));
  CHECK_THAT(problem_of(scratch, "types: &a {b: *a}\n"), contains("m.yaml:1: an anchor (&) or alias (*)"));
  CHECK_THAT(problem_of(scratch, "types: " + std::string(1000, '[')), contains("nested too deeply"));
  CHECK_THAT(problem_of(scratch, "um_per_unit: 1\num_per_unit: 2\n"),
             contains("m.yaml:2: um_per_unit: named twice"));
  CHECK_THAT(problem_of(scratch, "types: {a: tumour, a: stroma}\n"), contains("types.a: named twice"));
  CHECK_THAT(problem_of(scratch, "types: {a: [tumour]}\n"), contains("types.a: '' is not a cell type"));
  CHECK_THAT(problem_of(scratch, "markers: {CD8: tumour}\n"), contains("markers: expected a list"));
  CHECK_THAT(problem_of(scratch, "markers: [{column: CD8}]\n"), contains("markers: expected {column"));
  CHECK_THAT(problem_of(scratch, "markers: [{column: C, type: tumour, above: high}]\n"),
             contains("markers.C.above: expected a number"));
  CHECK_THAT(problem_of(scratch, "markers: [{column: C, type: tumour, over: 3}]\n"),
             contains("markers.over: unknown"));
  CHECK_THAT(problem_of(scratch, "normalise_intensities: perhaps\n"), contains("expected true or false"));
  CHECK_THAT(problem_of(scratch, "types: {a: tumour\n"), contains("not valid YAML"));
  CHECK_THAT(problem_of(scratch, "\ttypes:\n"), contains("m.yaml:1: a tab stands in the indentation"));
  CHECK_THAT(problem_of(scratch, "? {a: b}\n: c\n"), contains("m.yaml:1: a key is a list, a map or empty"));
  CHECK_THAT(problem_of(scratch, ""), contains("expected a map with the keys"));
  CHECK_THAT(problem_of(scratch, "- a\n"), contains("expected a map with the keys"));
  CHECK_THAT(input_error([&] { read_tissue_map(scratch.path("none.yaml")); }), contains("cannot be opened"));
  CHECK_THAT(input_error([&] { read_tissue_map(scratch.path("")); }), contains("is a directory"));
}

TEST_CASE("all problems of a map are told at once") {
  const Scratch scratch;
  const std::string problems = problem_of(scratch, "um_per_unit: 0\ntypes:\n  a: b_cell\n  b: granulocyte\n");
  CHECK_THAT(problems, contains("m.yaml:1: um_per_unit"));
  CHECK_THAT(problems, contains("\n" + scratch.path("m.yaml") + ":3: types.a"));
  CHECK_THAT(problems, contains("\n" + scratch.path("m.yaml") + ":4: types.b"));
}

TEST_CASE("a pattern fits labels, and the one with most letters counts") {
  const Scratch scratch;
  const TissueMap map =
      map_of(scratch,
             "types:\n  \"Tumor: *\": tumour\n  \"*: CD8*\": cd8_t_cell\n  \"Tumor: PD-*\": ignore\n"
             "  Tumor: tumour\n  \"Tumor: *8: x\": stroma\n");
  const auto type_of = [&](const std::string& label) { return map.find(label)->choice.type; };
  CHECK(type_of("Tumor") == CellType::tumour);
  CHECK(type_of("Tumor: Ki67") == CellType::tumour);  // 7 letters of its own
  CHECK_FALSE(type_of("Tumor: PD-L1"));               // 10
  CHECK(type_of("Stroma: CD8: x") == CellType::cd8_t_cell);
  CHECK(type_of("Tumor: CD8: x") == CellType::stroma);  // 11
  CHECK_FALSE(map.find("Stroma"));
}

TEST_CASE("patterns that fit equally well and mean different types are refused") {
  const Scratch scratch;
  const TissueMap map =
      map_of(scratch, "types:\n  \"a*\": tumour\n  \"*b\": stroma\n  \"c*\": nk\n  \"*d\": nk\n");
  CHECK_THAT(
      input_error([&] { map.find("ab"); }),
      contains("m.yaml:3: types.*b: fits the label 'ab' as well as line 2 does, and means another type"));
  CHECK(map.find("cd")->choice.type == CellType::nk);
  CHECK_THAT(problem_of(scratch, "types: {\"*\": tumour}\n"),
             contains("types.*: stands for every label; expected it as `default`"));
}

TEST_CASE("labels are compared as numbers, without odd blanks, and nothing is nothing") {
  const Scratch scratch;
  const TissueMap map =
      map_of(scratch, "types: {1: tumour, 2.0: stroma, \"\": ignore, \"CD8 T\": cd8_t_cell}\n");
  CHECK(map.find("1.0")->choice.type == CellType::tumour);
  CHECK(map.find("2")->choice.type == CellType::stroma);
  CHECK(map.find(" CD8\xc2\xa0T ")->choice.type == CellType::cd8_t_cell);
  for (const char* label : {"", "NaN", "NA", "#N/A", "None"}) {
    CAPTURE(label);
    REQUIRE(map.find(label));
    CHECK_FALSE(map.find(label)->choice.type);
  }
  CHECK_THAT(problem_of(scratch, "types:\n  1: tumour\n  1.0: stroma\n"),
             contains("m.yaml:3: types.1.0: is the label of line 2 again"));
}

TEST_CASE("a map says what the table leaves open") {
  const Scratch scratch;
  const TissueMap map = map_of(
      scratch,
      "default: stroma\ndecimal_commas: true\nflatten: true\nunplaced: ignore\ncolumns: {cell_id: id}\n");
  CHECK(map.otherwise->type == CellType::stroma);
  CHECK(map.decimal_commas == true);
  CHECK(map.flatten);
  CHECK(map.ignore_unplaced);
  CHECK(map.columns.cell_id == "id");
  CHECK_THAT(problem_of(scratch, "unplaced: stroma\n"), contains("unplaced: expected ignore"));
  CHECK_THAT(problem_of(scratch, "flatten: 1\n"), contains("flatten: expected true or false"));
  CHECK_THAT(problem_of(scratch, "defualt: stroma\n"), contains("did you mean 'default'?"));
  CHECK_FALSE(map_of(scratch, "types: {}\n").decimal_commas);
}

TEST_CASE("a map may be in any encoding that a table may be in") {
  const Scratch scratch;
  CHECK(map_of(scratch, "columns: {x_um: \"Centroid X \xb5m\"}\n").columns.x_um == "Centroid X \xc2\xb5m");
}
