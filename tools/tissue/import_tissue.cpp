// The import in its steps: read the map, read the table, place the cells, bring intensities to scale, write.
#include "tools/tissue/import_tissue.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <iterator>
#include <optional>
#include <utility>

#include "core/base/errors.hpp"
#include "core/io/run/output_file.hpp"
#include "tools/tissue/questions.hpp"
#include "tools/tissue/tissue_placing.hpp"

namespace tilscape {
namespace {

void check(const ImportOptions& options) {
  const auto within = [](double value, double least, double most) { return value >= least && value <= most; };
  if (!within(options.spacing_um, 1, 1000))
    throw InputError(fmt::format("--spacing-um: {:g}; expected 1 to 1000", options.spacing_um));
  if (!within(options.vessels_per_mm2, 0, 1e4))
    throw InputError(fmt::format("--vessels-per-mm2: {:g}; expected 0 to 10000", options.vessels_per_mm2));
  if (options.out.empty()) throw InputError("--out: is missing; expected a file to write (or --suggest-map)");
  std::error_code ignored;
  for (const auto& [input, what] : {std::pair(options.table, "table"), std::pair(options.map, "map"),
                                    std::pair(options.choice.labels, "table of labels")})
    if (std::filesystem::equivalent(input, options.out, ignored))
      throw InputError(fmt::format("--out: {} is the {} itself; expected another file", options.out, what));
  check_output("--out", options.out);
}

/// Writes the native form, line by line, and counts what it writes.
class NativeWriter {
 public:
  NativeWriter(const TissueTable& table, const SectionGrid& grid, const ModelIntensities& intensities)
      : table_(table), grid_(grid), intensities_(intensities) {}

  std::string write(const PlacedTissue& placed, ImportReport& report) {
    fmt::format_to(std::back_inserter(text_), "# size_um: {} {}\nx_um,y_um,type", grid_.nx * grid_.spacing_um,
                   grid_.ny * grid_.spacing_um);
    if (intensities_.pdl1_import.given) text_ += ",pdl1";
    if (intensities_.pd1_import.given) text_ += ",pd1";
    text_ += '\n';
    for (std::uint32_t site = 0; site < grid_.sites(); ++site) {
      write_cell(site, placed.tissue[site], report);
      write_cell(site, placed.immune[site], report);
    }
    return std::move(text_);
  }

 private:
  void write_cell(std::uint32_t site, std::uint32_t cell, ImportReport& report) {
    if (cell == PlacedTissue::nobody) return;
    const bool is_vessel = cell == PlacedTissue::vessel_here;
    const CellType type = is_vessel ? CellType::vessel : table_.cells[cell].type;
    ++report.written[type];
    fmt::format_to(std::back_inserter(text_), "{},{},{}", grid_.centre_um(site % grid_.nx),
                   grid_.centre_um(site / grid_.nx), record_of(type).name);
    if (intensities_.pdl1_import.given) write_intensity(is_vessel ? -1.0f : intensities_.pdl1[cell]);
    if (intensities_.pd1_import.given) write_intensity(is_vessel ? -1.0f : intensities_.pd1[cell]);
    text_ += '\n';
  }

  /// An empty field: not given.
  void write_intensity(float value) {
    text_ += ',';
    if (value >= 0) fmt::format_to(std::back_inserter(text_), "{:.4g}", value);
  }

  const TissueTable& table_;
  const SectionGrid& grid_;
  const ModelIntensities& intensities_;
  std::string text_;
};

LayerImport summary(const LayerPlacing& layer) {
  return {layer.placed, layer.displaced, layer.dropped, quantile(layer.shifts_um, 0.5),
          quantile(layer.shifts_um, 0.95)};
}

void describe_table(const TissueTable& table, const SectionGrid& grid, ImportReport& report) {
  report.table_cells = table.places.size();
  report.ignored = table.ignored;
  report.width_um = table.box.right_um - grid.origin_x_um;
  report.height_um = table.box.bottom_um - grid.origin_y_um;
  const double area_mm2 = 1e-6 * report.width_um * report.height_um;
  report.density_per_mm2 =
      static_cast<double>(report.table_cells) / (area_mm2 > 0 ? area_mm2 : grid.area_mm2());
  report.nx = grid.nx;
  report.ny = grid.ny;
  report.origin_x_um = grid.origin_x_um;
  report.origin_y_um = grid.origin_y_um;
  report.notes = table.notes;
  report.warnings = table.warnings;
  for (std::string& question : questions_about(table, report.density_per_mm2))
    report.warnings.push_back(std::move(question));
}

}  // namespace

ImportReport import_tissue(const ImportOptions& options) {
  check(options);
  std::optional<TissueMap> map;
  if (!options.map.empty()) map = read_tissue_map(options.map);
  const TissueTable table =
      read_tissue_table(options.table, options.preset, map ? &*map : nullptr, options.choice);
  const SectionGrid grid = covering_grid(table, options.spacing_um);
  PlacedTissue placed = place_cells(table, grid);
  place_vessels(table, grid, options.vessels_per_mm2, options.seed, placed);
  const ModelIntensities intensities = model_intensities(table, map && map->normalise_intensities);

  ImportReport report;
  report.options = options;
  describe_table(table, grid, report);
  report.tissue = summary(placed.tissue_layer);
  report.immune = summary(placed.immune_layer);
  report.pdl1 = intensities.pdl1_import;
  report.pd1 = intensities.pd1_import;
  report.has_own_vessels = has_vessels(table);
  report.vessels_wanted = placed.vessels_wanted;
  report.vessels_placed = placed.vessels_placed;
  write_output("--out", options.out, NativeWriter(table, grid, intensities).write(placed, report));
  return report;
}

}  // namespace tilscape
