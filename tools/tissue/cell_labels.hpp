// Labels from a second table, joined by cell: clusters of Xenium, metadata of CosMx, phenotypes of any
// analysis.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "tools/tissue/delimited_table.hpp"
#include "tools/tissue/tissue_map.hpp"

namespace tilscape {

/// The labels of a file (--labels) for the rows of a table. Cells have an id in both; where both have a field
/// of view, it is part of the id. Test: tests/tools/cell_labels_test.cpp
class CellLabels {
 public:
  /// Reads the file. The label is the column that the map's columns.type names, the only other one beside the
  /// id, or the first that is called cluster, cell type, phenotype, … .
  /// @throws InputError for columns that are not there, and for a cell with two labels
  CellLabels(const std::string& path, const DelimitedTable& table, const TissueMap& map);

  /// The label of a row of the table; null where the file has none.
  /// @throws InputError for a cell that the table has twice
  const std::string* label_of(const TableRow& row);

  /// @throws InputError when not one cell had a label
  void require_any() const;
  /// What matched and what did not, for the report.
  std::string summary() const;

 private:
  struct Entry {
    std::uint32_t label;
    bool is_used;
  };

  void read(DelimitedTable& file, const TissueMap& map);
  std::uint32_t number_of(std::string_view label);
  std::string key(std::span<const std::string_view> fields, std::size_t id, std::size_t field_of_view) const;

  std::string path_, table_path_;
  std::size_t id_, field_of_view_ = ColumnNames::npos;
  bool has_fields_of_view_ = false;  // in both
  std::vector<std::string> labels_;  // each once
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::unordered_map<std::string, Entry> entries_;
  std::string label_name_, id_name_, first_unmatched_;
  std::size_t matched_ = 0, unmatched_ = 0;
};

}  // namespace tilscape
