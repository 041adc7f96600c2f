// Normalisation against a quantile of the cells that carry the marker.
#include "tools/tissue/tissue_intensities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/read/tissue_table.hpp"
#include "core/base/errors.hpp"
#include "tools/tissue/delimited_table.hpp"

namespace tilscape {
namespace {

/// What one marker means: whose it is, which quantile becomes 1, where the model's scale ends.
struct MarkerScale {
  const char* name;
  double TableCell::*value;
  CellType carrier;
  double reference_quantile;
  double normalised_limit;  // values are clipped to it
  double raw_limit;         // values beyond it are refused
};

constexpr MarkerScale pdl1_scale{"pdl1", &TableCell::pdl1, CellType::tumour,
                                 0.5,    pdl1_max_fold,    most_table_pdl1};
constexpr MarkerScale pd1_scale{"pd1", &TableCell::pd1, CellType::cd8_t_cell, 0.99, 1, 1};

bool carries(const TableCell& cell, const MarkerScale& scale) {
  return cell.type == scale.carrier && !std::isnan(cell.*scale.value);
}

double reference_of(const TissueTable& table, const MarkerScale& scale, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const double reference = quantile(values, scale.reference_quantile);
  if (reference > 0) return reference;
  throw InputError(fmt::format(
      "{}: {}: the {:g} quantile over {} cells is {:g}; expected more than 0 (leave the column "
      "out of the map, or set normalise_intensities: false)",
      table.path, scale.name, scale.reference_quantile, record_of(scale.carrier).name, reference));
}

void require_range(const TissueTable& table, const TableCell& cell, const MarkerScale& scale) {
  const double value = cell.*scale.value;
  if (value >= 0 && value <= scale.raw_limit) return;
  throw InputError(fmt::format(
      "{}{}: {:g} is out of range; expected 0 to {:g} (or normalise_intensities: true in the map)",
      at_line(table.path, cell.line), scale.name, value, scale.raw_limit));
}

IntensityImport convert(const TissueTable& table, const MarkerScale& scale, bool normalise,
                        std::vector<float>& model) {
  std::vector<double> values;
  for (const TableCell& cell : table.cells)
    if (carries(cell, scale)) values.push_back(cell.*scale.value);
  model.assign(table.cells.size(), -1.0f);
  IntensityImport import;
  import.cells = values.size();
  import.given = !values.empty();
  import.normalised = import.given && normalise;
  if (!import.given) return import;
  if (normalise) import.reference = reference_of(table, scale, std::move(values));
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    const TableCell& cell = table.cells[i];
    if (!carries(cell, scale)) continue;
    if (!normalise) require_range(table, cell, scale);
    const double relative = normalise ? cell.*scale.value / import.reference : cell.*scale.value;
    const double clipped = normalise ? std::clamp(relative, 0.0, scale.normalised_limit) : relative;
    if (clipped != relative) ++import.clipped;
    model[i] = static_cast<float>(clipped);
  }
  return import;
}

}  // namespace

ModelIntensities model_intensities(const TissueTable& table, bool normalise) {
  ModelIntensities model;
  model.pdl1_import = convert(table, pdl1_scale, normalise, model.pdl1);
  model.pd1_import = convert(table, pd1_scale, normalise, model.pd1);
  return model;
}

double quantile(const std::vector<double>& ascending, double p) {
  if (ascending.empty()) return 0;
  const double position = p * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  const double share = position - static_cast<double>(below);
  return ascending[below] + share * (ascending[above] - ascending[below]);
}

}  // namespace tilscape
