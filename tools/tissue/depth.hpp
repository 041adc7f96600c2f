// A table of a volume must not be flattened without a word.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "tools/tissue/delimited_table.hpp"
#include "tools/tissue/presets.hpp"
#include "tools/tissue/tissue_map.hpp"

namespace tilscape {

/// Watches the columns of a third coordinate. Test: tests/tools/export_forms_test.cpp
class DepthCheck {
 public:
  DepthCheck(const DelimitedTable& table, const TissueMap& map);

  /// A native table with z_um is a volume by its form. @throws InputError unless the map flattens it
  void refuse_volume(const Preset& preset) const;
  void note(const TableRow& row, bool decimal_commas);
  /// @throws InputError when cells differ in depth and the map does not say `flatten: true`
  void require_flat(std::vector<std::string>& notes) const;

 private:
  struct Range {
    std::size_t column;
    double least = std::numeric_limits<double>::infinity(), most = -least;
  };

  ColumnNames columns_;
  bool flatten_;
  std::vector<Range> ranges_;
};

}  // namespace tilscape
