// Sources of the names: the programs' own exports and manuals. CODEX: help.codex.bio, "FCS format". Xenium:
// 10x Genomics, "Understanding Xenium outputs" (cells.csv, in µm). CosMx: NanoString, "Comparing AtoMx SIP
// flat files with the legacy format" (metadata file). ark: angelolab/ark-analysis, cell table of skimage's
// regionprops (centroid-0 is the row).
#include "tools/tissue/presets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "config/read/text_file.hpp"
#include "config/schema/suggest.hpp"
#include "core/base/errors.hpp"

namespace tilscape {
namespace {

Preset point_preset(std::string_view name, const NameChoice& x, const NameChoice& y, const NameChoice& type,
                    LengthUnit unit) {
  return {name, x, x, y, y, type, unit};
}

/// Names that state no unit and are known to be in pixels, whatever the preset.
constexpr std::array<std::string_view, 4> pixel_names{
    "Location_Center_X", "Location_Center_Y", "AreaShape_Center_X", "AreaShape_Center_Y"};  // CellProfiler

bool names(const NameChoice& choice, std::string_view name) {
  return std::any_of(choice.begin(), choice.end(),
                     [&](std::string_view known) { return plain_name(known) == without_unit(name); });
}

/// The unit of a position column, and where it is known from.
struct KnownUnit {
  LengthUnit unit;
  std::string because;
};

/// The unit of a column whose name states none, from who is known to write it.
KnownUnit known_unit(std::string_view name) {
  const auto because = [&](std::string_view program) {
    return fmt::format("as {} writes '{}'", program, excerpt(name));
  };
  for (const Preset& preset : presets())
    for (const NameChoice* choice : {&preset.x_low, &preset.x_high, &preset.y_low, &preset.y_high})
      if (preset.name != "native" && names(*choice, name)) return {preset.unit, because(preset.name)};
  const bool is_pixel_name = std::find(pixel_names.begin(), pixel_names.end(), name) != pixel_names.end();
  return {is_pixel_name ? LengthUnit::px : LengthUnit::none, because("CellProfiler")};
}

/// inForm states the unit in other columns' names: "Nucleus Area (pixels)", "Distance from … (microns)".
LengthUnit unit_of_neighbours(const ColumnNames& columns) {
  bool microns = false, pixels = false;
  for (const std::string& name : columns.all())
    for (const std::string& word : words_of(name)) {
      microns = microns || word == "microns" || word == "micron";
      pixels = pixels || word == "pixels";
    }
  if (microns == pixels) return LengthUnit::none;
  return microns ? LengthUnit::um : LengthUnit::px;
}

KnownUnit unit_of(const ColumnNames& columns, std::size_t column, const Preset& preset, bool is_mapped) {
  const std::string& name = columns[column];
  if (const LengthUnit stated = unit_in(name); stated != LengthUnit::none)
    return {stated, fmt::format("as '{}' says", excerpt(name))};
  if (without_unit(name) == "Cell X Position" || without_unit(name) == "Cell Y Position") {
    if (const LengthUnit unit = unit_of_neighbours(columns); unit != LengthUnit::none)
      return {unit,
              unit == LengthUnit::um ? "as other columns are in microns" : "as other columns are in pixels"};
    return {LengthUnit::px, "as inForm exports pixels unless it was told otherwise"};
  }
  if (const KnownUnit known = known_unit(name); known.unit != LengthUnit::none) return known;
  if (is_mapped && preset.unit == LengthUnit::um) return {LengthUnit::um, "as the map's x_um says"};
  return {preset.unit, fmt::format("as {} exports", preset.name)};
}

std::string preset_hint(const ColumnNames& columns, const Preset& preset) {
  const Preset* likely = preset_of(columns);
  if (!likely || likely == &preset) return "";
  return fmt::format(" (is this a table for --preset {}?)", likely->name);
}

/// Of several columns that fit, the first whose unit is what um_per_unit leaves to know: its name states a
/// metric one where the map says nothing, and none where it does.
std::size_t require_position(const ColumnNames& columns, const NameChoice& choice, const Preset& preset,
                             bool has_um_per_unit) {
  const bool states_its_unit = preset.name == "native";
  std::vector<std::size_t> found;
  for (const std::string_view name : choice)
    for (const std::size_t column : columns.with_base(name))
      if (!states_its_unit || unit_in(columns[column]) != LengthUnit::none) found.push_back(column);
  if (found.empty())
    columns.refuse(std::string(choice.front()) + (states_its_unit ? "_um" : ""),
                   preset_hint(columns, preset));
  const auto best = std::find_if(found.begin(), found.end(), [&](std::size_t column) {
    return (um_per(unit_in(columns[column])) > 0) != has_um_per_unit;
  });
  return columns.require(columns[best == found.end() ? found.front() : *best]);
}

/// The columns that the map names, or the preset's.
std::size_t position_column(const ColumnNames& columns, const std::string& mapped, const NameChoice& choice,
                            const Preset& preset, const TissueMap& map) {
  return mapped.empty() ? require_position(columns, choice, preset, map.um_per_unit.has_value())
                        : columns.require(mapped);
}

void require_same_unit(const ColumnNames& columns, std::size_t x, std::size_t y, LengthUnit unit_x,
                       LengthUnit unit_y) {
  if (unit_x == unit_y) return;
  throw InputError(fmt::format("{}'{}' is in {} and '{}' in {}; expected one unit", columns.where(),
                               excerpt(columns[x]), name_of(unit_x), excerpt(columns[y]), name_of(unit_y)));
}

/// CosMx's pixels: 0.12028 µm on instruments that are sold, 0.121, 0.169 and 0.18 on the earlier ones whose
/// data are public. Source: Nanostring-Biostats/CosMx-Analysis-Scratch-Space, issue 108; jinworks/CellChat,
/// issue 292.
const char* pixel_hint(const std::string& name) {
  const std::vector<std::string> words = words_of(name);
  const bool is_cosmx = !words.empty() && words[0] == "center" && unit_in(name) == LengthUnit::px;
  return is_cosmx ? " (CosMx has 0.12028; its prototypes had 0.121, 0.169 and 0.18)" : "";
}

double um_per_unit(const ColumnNames& columns, std::size_t x, const KnownUnit& known, const TissueMap& map) {
  const std::string where = map.path.empty() ? "--map" : map.path;
  const double stated_um = um_per(known.unit);
  if (stated_um == 0) {
    if (map.um_per_unit) return *map.um_per_unit;
    throw InputError(fmt::format("{}: um_per_unit is missing; expected the um per pixel, {}{}", where,
                                 known.because, pixel_hint(columns[x])));
  }
  constexpr double rounding = 1e-9;
  if (map.um_per_unit && std::abs(*map.um_per_unit / stated_um - 1) > rounding)
    throw InputError(
        fmt::format("{}: um_per_unit is {:g}, but positions are in {}, {}; expected {:g}, or none", where,
                    *map.um_per_unit, name_of(known.unit), known.because, stated_um));
  return stated_um;
}

}  // namespace

const std::vector<Preset>& presets() {
  constexpr LengthUnit um = LengthUnit::um, px = LengthUnit::px;
  static const std::vector<Preset> all{
      point_preset("native", {"x"}, {"y"}, {"type"}, um),
      point_preset("inform", {"Cell X Position"}, {"Cell Y Position"}, {"Phenotype"}, px),
      {"halo", {"XMin"}, {"XMax"}, {"YMin"}, {"YMax"}, {}, px},
      point_preset("qupath", {"Centroid X"}, {"Centroid Y"}, {"Class", "Classification"}, px),
      point_preset("mcmicro", {"X_centroid"}, {"Y_centroid"}, {"phenotype"}, px),
      point_preset("codex", {"x:x", "X:X"}, {"y:y", "Y:Y"}, {"ClusterName", "cluster_name"}, px),
      point_preset("xenium", {"x_centroid"}, {"y_centroid"},
                   {"cell_type", "group", "Cluster", "cluster", "graphclust"}, um),
      point_preset("cosmx", {"CenterX_global", "x_slide", "CenterX_local", "x_FOV"},
                   {"CenterY_global", "y_slide", "CenterY_local", "y_FOV"},
                   {"cell_type", "celltype", "cellType"}, px),
      point_preset("ark", {"centroid-1"}, {"centroid-0"}, {"cell_meta_cluster", "cell_cluster", "cell_type"},
                   px),
  };
  return all;
}

const Preset& preset_named(std::string_view name) {
  for (const Preset& preset : presets())
    if (preset.name == name) return preset;
  std::vector<std::string> names;
  for (const Preset& preset : presets()) names.emplace_back(preset.name);
  throw InputError(fmt::format("--preset: '{}' is not known; expected {}{}", excerpt(name), preset_names(),
                               did_you_mean(name, names)));
}

std::string preset_names() {
  std::string names;
  for (const Preset& preset : presets()) names += (names.empty() ? "" : ", ") + std::string(preset.name);
  return names;
}

const Preset* preset_of(const ColumnNames& columns) {
  const auto has = [&](const Preset& preset, const NameChoice& choice) {
    return std::any_of(choice.begin(), choice.end(), [&](std::string_view name) {
      const std::vector<std::size_t> found = columns.with_base(name);
      return std::any_of(found.begin(), found.end(), [&](std::size_t c) {
        return preset.name != "native" || unit_in(columns[c]) != LengthUnit::none;
      });
    });
  };
  for (const Preset& preset : presets())
    if (has(preset, preset.x_low) && has(preset, preset.x_high) && has(preset, preset.y_low) &&
        has(preset, preset.y_high))
      return &preset;
  return nullptr;
}

PositionColumns find_positions(const ColumnNames& columns, const Preset& preset, const TissueMap& map) {
  const auto column = [&](const std::string& mapped, const NameChoice& choice) {
    return position_column(columns, mapped, choice, preset, map);
  };
  PositionColumns found{};
  found.x_low = column(map.columns.x_um, preset.x_low);
  found.x_high = column(map.columns.x_um, preset.x_high);
  found.y_low = column(map.columns.y_um, preset.y_low);
  found.y_high = column(map.columns.y_um, preset.y_high);
  const KnownUnit known = unit_of(columns, found.x_low, preset, !map.columns.x_um.empty());
  const LengthUnit unit_y = unit_of(columns, found.y_low, preset, !map.columns.y_um.empty()).unit;
  require_same_unit(columns, found.x_low, found.y_low, known.unit, unit_y);
  found.um_per_unit = um_per_unit(columns, found.x_low, known, map);
  found.unit = um_per(known.unit) == 0 ? fmt::format("{:g} um per unit, as the map says", found.um_per_unit)
                                       : fmt::format("in {}, {}", name_of(known.unit), known.because);
  return found;
}

std::size_t find_type_column(const ColumnNames& columns, const Preset& preset, const TissueMap& map,
                             bool optional) {
  if (!map.markers.empty()) return ColumnNames::npos;
  if (!map.columns.type.empty()) return columns.require(map.columns.type);
  for (const std::string_view name : preset.type)
    if (const std::size_t found = columns.find(name); found != ColumnNames::npos) return found;
  if (optional) return ColumnNames::npos;
  if (preset.type.empty())
    throw InputError(
        fmt::format("{}: the preset {} has no column of cell types; expected `markers` or columns.type",
                    map.path, preset.name));
  columns.refuse(preset.type.front(), preset_hint(columns, preset));
}

std::vector<std::size_t> sample_columns(const ColumnNames& columns, const std::string& x) {
  static const std::vector<std::string_view> samples{"patient",
                                                     "patientid",
                                                     "patientname",
                                                     "subject",
                                                     "subjectid",
                                                     "donor",
                                                     "donorid",
                                                     "case",
                                                     "caseid",
                                                     "mouse",
                                                     "mouseid",
                                                     "specimen",
                                                     "specimenid",
                                                     "dataset",
                                                     "batch",
                                                     "batchid",
                                                     "library",
                                                     "libraryid",
                                                     "origident",
                                                     "slide",
                                                     "slideid",
                                                     "slidename",
                                                     "runslideid",
                                                     "slideidnumeric",
                                                     "runtissuename",
                                                     "image",
                                                     "imageid",
                                                     "imagename",
                                                     "imagefile",
                                                     "imagefilename",
                                                     "imagelocation",
                                                     "imagepath",
                                                     "imagetag",
                                                     "imagenumber",
                                                     "sample",
                                                     "sampleid",
                                                     "samplename",
                                                     "tissueid",
                                                     "acquisition",
                                                     "acquisitionid",
                                                     "scene",
                                                     "sceneid",
                                                     "section",
                                                     "sectionid",
                                                     "annotationid",
                                                     "analysisregion",
                                                     "tmacore",
                                                     "core",
                                                     "coreid",
                                                     "corename",
                                                     "spot",
                                                     "spotid",
                                                     "region",
                                                     "regionid",
                                                     "regionname",
                                                     "reg",
                                                     "roi",
                                                     "roiid",
                                                     "roiname",
                                                     "roinumber",
                                                     "well",
                                                     "wellid",
                                                     "point",
                                                     "pointid",
                                                     "pointnum",
                                                     "field",
                                                     "fieldid",
                                                     "fieldofview",
                                                     "samplextileytile",
                                                     "file",
                                                     "filename",
                                                     "filepath",
                                                     "path"};
  static const std::vector<std::string_view> fields{"fov",  "fovid",  "fovname", "fovnumber",  "fovnum",
                                                    "tile", "tileid", "tilenum", "tilenumber", "tilenr"};
  const std::vector<std::string> words = words_of(x);
  const bool counts_from_slide =
      std::any_of(words.begin(), words.end(),
                  [](const std::string& w) { return w == "global" || w == "slide"; }) ||
      x == "center_x" || x == "x_centroid" || x == "x:x";  // MERSCOPE, Xenium; of CODEX's region
  std::vector<std::size_t> found;
  const auto add = [&](const std::vector<std::string_view>& known) {
    for (const std::string_view name : known)
      for (std::size_t c = 0; c < columns.size(); ++c)
        if (const std::string joined = joined_words(columns[c]);
            joined == name || joined == std::string(name) + 's')
          found.push_back(c);
  };
  add(samples);
  if (!counts_from_slide) add(fields);
  return found;
}

std::vector<std::size_t> depth_columns(const ColumnNames& columns) {
  static const std::vector<std::string_view> beside{
      "centroid", "center", "centre", "position", "pos",   "location", "coord", "coordinate",
      "global",   "local",  "slice",  "plane",    "level", "stack",    "slide", "fov"};
  std::vector<std::size_t> found;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::vector<std::string> words = words_of(columns[c]);
    const bool is_third = plain_name(columns[c]) == "centroid 2" || joined_words(columns[c]) == "z";
    const bool has_z = std::find(words.begin(), words.end(), "z") != words.end();
    const bool is_position = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      return word == "z" || std::find(beside.begin(), beside.end(), word) != beside.end() ||
             unit_named(word) != LengthUnit::none || word == "cell" || word == "nucleus";
    });
    if (is_third || (has_z && is_position)) found.push_back(c);
  }
  return found;
}

std::size_t cell_id_column(const ColumnNames& columns) {
  static const std::vector<std::string_view> names{
      "cellid", "objectid", "barcode", "cellbarcode", "cell", "cellname", "label", "id", "index", "entityid"};
  for (const std::string_view name : names)
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (joined_words(columns[c]) == name) return c;
  return columns.size() > 0 && columns[0].empty() ? 0 : ColumnNames::npos;
}

}  // namespace tilscape
