// One table, one tissue: which rows are wanted, and whether they are of one sample.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tools/tissue/delimited_table.hpp"

namespace tilscape {

/// Picks rows by `COLUMN=VALUE` (--only), and counts the samples, images or fields of view among them in
/// every column that could name one. Test: tests/tools/samples_test.cpp
class SampleChoice {
 public:
  /// @param only  values of one column are alternatives, columns go together; `*` stands for anything. A
  /// column
  ///              that is named here is not asked about.
  /// @param x  the name of the column of positions
  /// @throws InputError for a choice without `=`, or of a column that is not there
  SampleChoice(const DelimitedTable& table, const std::vector<std::string>& only, const std::string& x);

  /// Is this row wanted?
  bool wants(const TableRow& row);
  /// Counts a row that is a cell.
  void count(const TableRow& row);

  /// @throws InputError when nothing fitted a choice, or the cells counted are of several samples: they would
  /// lie on top of each other
  void require_one() const;

 private:
  using Counts = std::map<std::string, std::size_t, std::less<>>;
  /// A column with a choice, or one that could hold several samples.
  struct Column {
    std::size_t column;
    std::vector<std::string> wanted;  // by --only
    Counts values;
    std::string last;  // the value of the row before, and its count
    std::size_t* last_count = nullptr;
    bool is_full = false;  // more values than are kept
  };

  void add_choice(const std::string& only);
  static void note(Column& column, std::string_view value);
  bool holds_several(const Column& column) const;
  std::string choices_in(const Column& column) const;

  std::string path_;
  ColumnNames columns_;
  std::vector<Column> chosen_, possible_;
  std::size_t cells_ = 0;
};

}  // namespace tilscape
