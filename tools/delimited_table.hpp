// A table of text as imaging software exports it: one header line, then rows separated by tabs or commas,
// with quoted fields, Windows line ends and a byte-order mark in places. Knows no column by name.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tilscape {

struct TableRow {
  std::size_t line = 0;  // in the file, from 1
  std::vector<std::string> fields;
};

struct DelimitedTable {
  std::string path;
  TableRow header;
  std::vector<TableRow> rows;  // each as long as the header

  /// The index of the column with this name; npos when there is none.
  /// @throws InputError when two columns have it
  std::size_t column(std::string_view name) const;
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
};

/// Reads a whole table. Tabs separate when the header has one, commas otherwise. Lines that start with #
/// before the header, and empty lines, are skipped.
/// @throws InputError for a missing or empty file, an unclosed quote, a row of another length than the header
/// Test: tests/tools/delimited_table_test.cpp
DelimitedTable read_delimited_table(const std::string& path);

/// `path:line: `, how every message about an input file begins.
std::string at_line(const std::string& path, std::size_t line);

/// Reads one number and nothing else. Returns false for an empty field, text, NaN and infinities.
bool read_finite(std::string_view text, double& value);

}  // namespace tilscape
