// From labels and markers to cell types.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tools/tissue/delimited_table.hpp"
#include "tools/tissue/tissue_map.hpp"

namespace tilscape {

/// Decides by a label, or by the first positive marker of the map; gathers what nothing names.
class CellTyping {
 public:
  /// @param type_column  npos: by markers, or by labels from elsewhere
  CellTyping(const DelimitedTable& table, const TissueMap& map, std::size_t type_column);

  const std::vector<std::size_t>& marker_columns() const { return marker_columns_; }

  /// The cell's type; none when it is ignored, or nothing names its label.
  /// @param label  from elsewhere; null: that of the row, or its markers
  /// @throws InputError for a marker that is neither a number nor a word for positive or negative
  std::optional<CellType> type_of(const TableRow& row, const std::string* label, bool decimal_commas);

  /// @throws InputError with every label that nothing names
  void require_all_known() const;
  void describe(std::vector<std::string>& notes, std::vector<std::string>& warnings) const;
  const std::map<std::string, std::size_t>& ignored() const { return ignored_; }

 private:
  /// What is known of a label once it was met.
  struct Label {
    std::optional<TypeChoice> choice;
    bool by_default = false;
    std::size_t first_line = 0, cells = 0;
    std::size_t* ignored = nullptr;  // its count there
  };

  std::optional<CellType> by_label(std::string_view label, std::size_t line);
  Label& label_named(std::string_view label, std::size_t line);
  std::optional<CellType> by_marker(const TableRow& row, bool decimal_commas);
  bool is_positive(const TableRow& row, std::size_t marker, bool decimal_commas);
  std::string hint_for(const std::string& label) const;

  std::string path_;
  ColumnNames columns_;
  const TissueMap& map_;
  std::size_t type_column_;
  std::vector<std::size_t> marker_columns_, not_measured_;  // one per marker of the map
  std::unordered_map<std::string, Label> labels_;
  std::string last_text_;
  Label* last_ = nullptr;
  Label unmarked_;
  std::map<std::string, std::size_t> ignored_;
};

}  // namespace tilscape
