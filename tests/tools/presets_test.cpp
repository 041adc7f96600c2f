// What columns are called, and what their names say about the unit.
#include "tools/tissue/presets.hpp"

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

ColumnNames names(std::vector<std::string> all) {
  return {std::move(all), "t.csv:1: "};
}

/// um_per_unit of the positions found; 0 where the map would have to say it.
double scale(const ColumnNames& columns, const std::string& preset, const TissueMap& map = {}) {
  return find_positions(columns, preset_named(preset), map).um_per_unit;
}

std::string problem(const ColumnNames& columns, const std::string& preset, const TissueMap& map = {}) {
  return input_error([&] { scale(columns, preset, map); });
}

TissueMap mapped(const std::string& x, const std::string& y) {
  TissueMap map;
  map.path = "m.yaml";
  map.columns.x_um = x;
  map.columns.y_um = y;
  return map;
}

}  // namespace

TEST_CASE("a name states its unit in many ways") {
  for (const char* name :
       {"Centroid X \xc2\xb5m", "Centroid X \xce\xbcm", "Centroid X \xc3\x82\xc2\xb5m",
        "Centroid.X.\xc2\xb5m", "Cell X Position (microns)", "X [um]", "x_um", "X micron", "CentroidX_um"}) {
    CAPTURE(name);
    CHECK(unit_in(name) == LengthUnit::um);
  }
  for (const char* name :
       {"Centroid X px", "CenterX_global_px", "X (pixels)", "pxl_col_in_fullres", "PixelX"}) {
    CAPTURE(name);
    CHECK(unit_in(name) == LengthUnit::px);
  }
  CHECK(unit_in("x_slide_mm") == LengthUnit::mm);
  CHECK(unit_in("x_nm") == LengthUnit::nm);
  for (const char* name : {"px", "um", "x", "Centroid X", "XMin", ""}) {
    CAPTURE(name);
    CHECK(unit_in(name) == LengthUnit::none);
  }
}

TEST_CASE("names are compared word by word") {
  CHECK(plain_name("Centroid.X.\xc2\xb5m") == "Centroid X um");
  CHECK(without_unit("Cell X Position (microns)") == "Cell X Position");
  CHECK(without_unit("um") == "um");
  CHECK(joined_words("ImageID") == "imageid");
  CHECK(joined_words("image_id") == "imageid");
  CHECK(joined_words("region:region") == "region");
  CHECK(words_of("CenterX_global_px") == std::vector<std::string>{"center", "x", "global", "px"});
  CHECK(words_of("XMin") == std::vector<std::string>{"x", "min"});
  const ColumnNames columns = names({"Cell.Type", "Cell Type", "CellType", "X", "x"});
  CHECK(columns.find("Cell Type") == 1);  // exactly that goes first
  CHECK(columns.find("X") == 3);
  CHECK(names({"Cell.Type"}).find("Cell Type") == 0);
  CHECK_THAT(input_error([&] { columns.find("Cell-Type"); }),
             contains("t.csv:1: two columns are named 'Cell-Type'"));
}

TEST_CASE("units in names are read, and no pixel is taken for a micrometre") {
  CHECK(scale(names({"x_um", "y_um"}), "native") == 1);
  CHECK(scale(names({"x_mm", "y_mm"}), "native") == 1000);
  CHECK_THAT(problem(names({"x_px", "y_px"}), "native"), contains("um_per_unit is missing"));
  CHECK_THAT(problem(names({"x", "y"}), "native"), contains("no column 'x_um'"));
  CHECK(scale(names({"Centroid X \xc2\xb5m", "Centroid Y \xc2\xb5m"}), "qupath") == 1);
  CHECK_THAT(problem(names({"Centroid X px", "Centroid Y px"}), "qupath"),
             contains("um_per_unit is missing; expected the um per pixel, as 'Centroid X px' says"));
  CHECK_THAT(problem(names({"Centroid X", "Centroid Y"}), "qupath"), contains("um_per_unit is missing"));
  for (const auto& [x, y] : {std::pair<const char*, const char*>{"Centroid X px", "Centroid Y px"},
                             {"CenterX_global_px", "CenterY_global_px"},
                             {"X_centroid", "Y_centroid"},
                             {"centroid-1", "centroid-0"},
                             {"XMin", "YMin"},
                             {"Location_Center_X", "Location_Center_Y"},
                             {"Cell X Position", "Cell Y Position"}}) {
    CAPTURE(x);
    CHECK_THAT(problem(names({x, y}), "native", mapped(x, y)), contains("m.yaml: um_per_unit is missing"));
    TissueMap map = mapped(x, y);
    map.um_per_unit = 0.25;
    CHECK(scale(names({x, y}), "native", map) == 0.25);
  }
  CHECK(scale(names({"east", "north"}), "native", mapped("east", "north")) == 1);  // the map's x_um says so
  CHECK_THAT(problem(names({"x_um", "y_px"}), "native", mapped("x_um", "y_px")),
             contains("t.csv:1: 'x_um' is in um and 'y_px' in px; expected one unit"));
}

TEST_CASE("a unit that contradicts the name is refused") {
  TissueMap map;
  map.path = "m.yaml";
  map.um_per_unit = 0.5;
  CHECK_THAT(
      problem(names({"x_um", "y_um"}), "native", map),
      contains("m.yaml: um_per_unit is 0.5, but positions are in um, as 'x_um' says; expected 1, or none"));
  CHECK(scale(names({"Centroid X \xc2\xb5m", "Centroid X px", "Centroid Y \xc2\xb5m", "Centroid Y px"}),
              "qupath", map) == 0.5);
  map.um_per_unit = 1;
  CHECK(scale(names({"x_um", "y_um"}), "native", map) == 1);
  map.um_per_unit = 1000;
  CHECK(scale(names({"x_slide_mm", "y_slide_mm"}), "cosmx", map) == 1000);
}

TEST_CASE("inForm's unit stands in the names of other columns") {
  const std::string x = "Cell X Position", y = "Cell Y Position";
  CHECK(scale(names({x, y, "Nucleus Area (square microns)"}), "inform") == 1);
  CHECK(scale(names({x + " (microns)", y + " (microns)"}), "inform") == 1);
  CHECK_THAT(problem(names({x, y, "Nucleus Area (pixels)"}), "inform"),
             contains("as other columns are in pixels"));
  CHECK_THAT(problem(names({x, y, "A (pixels)", "B (microns)"}), "inform"),
             contains("um_per_unit is missing"));
  CHECK_THAT(problem(names({x, y}), "inform"), contains("um_per_unit is missing"));
}

TEST_CASE("Xenium is in um, CosMx in pixels or mm, ark has rows before columns") {
  CHECK(scale(names({"cell_id", "x_centroid", "y_centroid"}), "xenium") == 1);
  const ColumnNames cosmx =
      names({"fov", "CenterX_local_px", "CenterY_local_px", "CenterX_global_px", "CenterY_global_px"});
  CHECK_THAT(problem(cosmx, "cosmx"), contains("um_per_unit is missing") && contains("0.12028"));
  TissueMap map;
  map.um_per_unit = 0.12028;
  CHECK(find_positions(cosmx, preset_named("cosmx"), map).x_low == 3);
  const ColumnNames both = names({"CenterX_global_px", "CenterY_global_px", "x_slide_mm", "y_slide_mm"});
  CHECK(find_positions(both, preset_named("cosmx"), {}).x_low == 2);
  CHECK(scale(both, "cosmx") == 1000);
  CHECK(find_positions(both, preset_named("cosmx"), map).x_low == 0);
  const PositionColumns ark =
      find_positions(names({"fov", "centroid-0", "centroid-1"}), preset_named("ark"), map);
  CHECK(ark.x_low == 2);
  CHECK(ark.y_low == 1);
  CHECK(preset_of(names({"x_centroid", "y_centroid"}))->name == "xenium");
  CHECK(preset_of(names({"X_centroid", "Y_centroid"}))->name == "mcmicro");
  CHECK(preset_of(names({"a", "b"})) == nullptr);
}

TEST_CASE("columns of samples, depth and cell ids are known by many names") {
  using Found = std::vector<std::size_t>;
  CHECK(sample_columns(names({"Image", "Parent", "Class"}), "x") == Found{0});
  CHECK(sample_columns(names({"Sample Name", "Slide ID"}), "x") == Found{1, 0});  // slides first
  for (const char* name : {"imageid", "Image Location", "Analysis Region", "sample_Xtile_Ytile", "fov",
                           "FOV_ID", "Reg", "region:region", "Annotation ID", "TMA core", "orig.ident"}) {
    CAPTURE(name);
    CHECK(sample_columns(names({name}), "x_um") == Found{0});
  }
  CHECK(sample_columns(names({"fov"}), "CenterX_global_px").empty());  // one coordinate system
  CHECK(sample_columns(names({"fov"}), "CenterX_local_px") == Found{0});
  for (const char* name :
       {"z", "z_um", "Z:Z", "Centroid Z \xc2\xb5m", "centroid-2", "Cell Z Position", "CenterZ"}) {
    CAPTURE(name);
    CHECK(depth_columns(names({name})) == Found{0});
  }
  CHECK(depth_columns(names({"ZO1", "z score of CD8", "zone"})).empty());
  CHECK(cell_id_column(names({"fov", "cell_ID"})) == 1);
  CHECK(cell_id_column(names({"", "x"})) == 0);
  CHECK(cell_id_column(names({"x", "y"})) == ColumnNames::npos);
}
