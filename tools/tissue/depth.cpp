#include "tools/tissue/depth.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/read/text_file.hpp"
#include "core/base/errors.hpp"
#include "tools/tissue/numbers.hpp"

namespace tilscape {

DepthCheck::DepthCheck(const DelimitedTable& table, const TissueMap& map)
    : columns_(table.columns()), flatten_(map.flatten) {
  for (const std::size_t column : depth_columns(columns_)) ranges_.push_back({column});
}

void DepthCheck::refuse_volume(const Preset& preset) const {
  if (preset.name != "native" || flatten_ || columns_.find("z_um") == ColumnNames::npos) return;
  throw InputError(
      columns_.where() +
      "z_um: the importer reads flat sections; expected x_um and y_um alone, or flatten: true in "
      "the map");
}

void DepthCheck::note(const TableRow& row, bool decimal_commas) {
  for (Range& range : ranges_) {
    const FieldNumber read = read_field(row.fields[range.column], decimal_commas);
    if (read.form != FieldForm::number) continue;
    range.least = std::min(range.least, read.value);
    range.most = std::max(range.most, read.value);
  }
}

void DepthCheck::require_flat(std::vector<std::string>& notes) const {
  for (const Range& range : ranges_) {
    if (range.least >= range.most) continue;
    const std::string name = excerpt(columns_[range.column]);
    if (!flatten_)
      throw InputError(
          fmt::format("{}'{}': cells lie between {:g} and {:g}, and the importer would flatten them; "
                      "expected a section, or "
                      "flatten: true in the map (focus planes of a thin one, say)",
                      columns_.where(), name, range.least, range.most));
    notes.push_back(
        fmt::format("'{}' ({:g} to {:g}) is flattened, as the map says", name, range.least, range.most));
  }
}

}  // namespace tilscape
