// Maps to edit: what is known of labels, and what is left open.
#include "tools/tissue/suggest_map.hpp"

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

ImportOptions options_for(const Scratch& scratch, const std::string& table) {
  ImportOptions options;
  options.table = scratch.write("t.csv", table);
  return options;
}

}  // namespace

TEST_CASE("labels speak of cell types, or leave them open") {
  CHECK(type_suggested_by("CK+") == CellType::tumour);
  CHECK(type_suggested_by("Tumor cells") == CellType::tumour);
  CHECK(type_suggested_by("T CD8 memory") == CellType::cd8_t_cell);
  CHECK(type_suggested_by("CD3+CD8+") == CellType::cd8_t_cell);
  CHECK(type_suggested_by("CD4 Treg") == CellType::treg);
  CHECK(type_suggested_by("FoxP3+") == CellType::treg);
  CHECK(type_suggested_by("CD68+") == CellType::macrophage);
  CHECK(type_suggested_by("NK cell") == CellType::nk);
  CHECK(type_suggested_by("Endothelial") == CellType::vessel);
  CHECK(type_suggested_by("other") == CellType::stroma);
  for (const char* label : {"B cell", "CD8-", "CD8 in tumor", "Unknown", "", "7"}) {
    CAPTURE(label);
    CHECK_FALSE(type_suggested_by(label));
  }
}

TEST_CASE("a suggested map reads back as one, for a preset that was found") {
  const Scratch scratch;
  const ImportOptions options =
      options_for(scratch,
                  "Phenotype\tCell X Position\tCell Y Position\tNucleus Area (pixels)\n"
                  "CK+\t1\t2\t9\nCK+\t30\t2\t9\nB \"x\"\t60\t2\t9\n\t90\t2\t9\n");
  const SuggestedMap map = suggest_map(options);
  CHECK(map.preset == "inform");
  CHECK(map.labels == 3);
  CHECK(map.open_labels == 2);
  CHECK_THAT(map.text, contains("# um_per_unit: 0.5") && contains("  \"CK+\": tumour   # 2 cells\n") &&
                           contains("  # \"B \\\"x\\\"\": ignore   # 1 cells: which type?\n") &&
                           contains("  # \"\": ignore   # 1 cells without a label\n"));
  const TissueMap read = read_tissue_map(scratch.write("m.yaml", map.text));
  REQUIRE(read.types.size() == 1);
  CHECK(read.types[0].choice.type == CellType::tumour);
  CHECK_FALSE(read.um_per_unit);
}

TEST_CASE("columns of no program are guessed") {
  const Scratch scratch;
  const SuggestedMap map = suggest_map(
      options_for(scratch, "Image,pos_x_px,pos_y_px,CellClass,cell type\na,1,2,?,NK\nb,3,4,?,NK\n"));
  CHECK(map.preset == "native");
  CHECK_THAT(map.text, contains("columns: {x_um: \"pos_x_px\", y_um: \"pos_y_px\", type: \"cell type\"}\n") &&
                           contains("# um_per_unit: 0.5") && contains("2 samples: 'a' (1 cells), 'b' (1)") &&
                           contains("\"NK\": nk"));
}

TEST_CASE("without labels, markers are proposed") {
  const Scratch scratch;
  const SuggestedMap map = suggest_map(options_for(
      scratch, "XMin,XMax,YMin,YMax,CD8 Positive,PanCK Intensity\n1,2,1,2,1,30.5\n1,2,1,2,0,12.5\n"));
  CHECK(map.preset == "halo");
  CHECK_THAT(map.text, contains("markers:\n  - {column: \"CD8 Positive\", type: cd8_t_cell}\n") &&
                           contains("#   - {column: \"PanCK Intensity\", above: 1000, type: tumour}") &&
                           contains("\nunmarked: stroma"));
}

TEST_CASE(
    "what says more about a cell goes first; a third coordinate is asked about; no label is one question") {
  const Scratch scratch;
  const SuggestedMap markers = suggest_map(
      options_for(scratch, "x_um,y_um,z,CK,CD4,FoxP3\n1,2,0,CK+,CD4-,FoxP3-\n1,2,9,CK-,CD4+,FoxP3+\n"));
  CHECK_THAT(markers.text,
             contains("markers:\n  - {column: \"FoxP3\", type: treg}\n"
                      "  - {column: \"CD4\", type: cd4_helper}\n  - {column: \"CK\", type: tumour}\n"));
  CHECK_THAT(markers.text, contains("# flatten: true   # ") && contains("'z': cells lie between 0 and 9"));
  const SuggestedMap labels =
      suggest_map(options_for(scratch, "x_um,y_um,type\n1,2,\n3,4,NaN\n5,6,tumour\n"));
  CHECK_THAT(labels.text, contains("  # \"\": ignore   # 2 cells without a label\n"));
  CHECK(labels.labels == 2);
}

TEST_CASE("a suggestion never replaces a file") {
  const Scratch scratch;
  const ImportOptions options = options_for(scratch, "x_um,y_um,type\n1,2,tumour\n");
  const std::string path = scratch.path("m.yaml");
  CHECK_THAT(write_suggested_map(options, path), contains("m.yaml: 1 labels, 0 of them left to you"));
  const std::string first = scratch.read("m.yaml");
  CHECK_THAT(input_error([&] { write_suggested_map(options, path); }), contains("m.yaml is there already"));
  CHECK(scratch.read("m.yaml") == first);
  CHECK_THROWS_AS(write_suggested_map(options, scratch.path("none/m.yaml")), OutputError);
}
