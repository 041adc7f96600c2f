// A table of text as imaging software exports it, row by row: any of four separators, any line ends, several
// encodings, gzip. Knows no column by name, and holds a piece of the file at a time.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/read/text_file.hpp"
#include "core/base/text_rows.hpp"
#include "core/io/files/input_bytes.hpp"
#include "tools/tissue/column_names.hpp"
#include "tools/tissue/text_encoding.hpp"

namespace tilscape {

/// The fields are those of the last row that was read, and as many as the table has columns.
struct TableRow {
  std::size_t line = 0;  // in the file, from 1
  std::span<const std::string_view> fields;
};

/// Tabs separate when the header has one; otherwise commas, semicolons or bars, whichever cut the first rows
/// into most columns. Lines before the header that start with #, and empty rows, are skipped. R's table has a
/// header that is one name short: its first column has no name then. Test:
/// tests/tools/delimited_table_test.cpp
class DelimitedTable {
 public:
  /// Opens the file and reads the header.
  /// @throws InputError for a file that is missing, empty or no text (a workbook, say), and for a header
  /// without
  ///         a separator or without names
  explicit DelimitedTable(const std::string& path);

  const std::string& path() const { return path_; }
  const ColumnNames& columns() const { return columns_; }
  std::size_t header_line() const { return header_line_; }

  /// @returns false behind the last row
  /// @throws InputError for an unclosed quote, a row of another length than the header, binary data
  bool next(TableRow& row);

  /// The next rows, up to `most` and as far as the file is read, without taking them.
  std::vector<std::vector<std::string>> rows_ahead(std::size_t most) const;

  /// "tab-separated, UTF-16, gzip"; says of commas and UTF-8 nothing: "".
  std::string dialect() const;

 private:
  void refuse_other_kinds() const;
  void read_header();
  void skip_comments();
  void find_separator();
  void look_for_row_names();
  bool read_more();
  bool cut_row();
  std::size_t fields_in(const TextRow& row) const;
  void fit(const std::string& where);

  std::string path_;
  OpenFile file_;
  InputBytes bytes_;
  TextDecoder decoder_;
  bool all_read_ = false;
  std::string block_;      // as read
  std::string text_;       // decoded, not yet cut
  std::size_t taken_ = 0;  // of text_
  RowCutter cutter_;
  TextRow row_;
  ColumnNames columns_;
  std::size_t header_line_ = 0, named_columns_ = 0;
  bool has_row_names_ = false;
};

/// `path:line: `, how every message about an input file begins.
std::string at_line(const std::string& path, std::size_t line);

}  // namespace tilscape
