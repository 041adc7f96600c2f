// Tables of named, typed columns: the census as lines of CSV; the clone log as HDF5, in segments and merged.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/io/files/durable_file.hpp"

namespace tilscape {

using ColumnValues = std::variant<std::vector<std::int64_t>, std::vector<std::uint64_t>, std::vector<double>>;

struct Column {
  std::string name;
  std::string units;  // "1" where there is none
  ColumnValues values;
};

/// Columns of one length. No columns at all: an empty table of any shape.
using Table = std::vector<Column>;

/// @throws OutputError when the columns differ in length
std::size_t row_count(const Table& table);

/// Adds the rows of `more`, whose columns must agree in name, units and type; an empty `table` takes its
/// shape.
/// @throws OutputError when they do not agree
void append_rows(Table& table, const Table& more);

/// The columns stay, so that a table without rows still has its shape.
void clear_rows(Table& table);

/// Row `row` as comma-separated values with every digit that matters, and the line of names above it.
std::string csv_header(const Table& table);
std::string csv_row(const Table& table, std::size_t row);

/// By name, what csv_header() and csv_row() have written into a file.
/// @throws OutputError when it cannot be read, or a line has not one number for each name
using NumberColumns = std::map<std::string, std::vector<double>>;
NumberColumns read_csv(const std::filesystem::path& path);

/// One one-dimensional dataset per column, each with a `units` attribute, in the order of the columns.
void write_table(FileGroup& files, const std::filesystem::path& path, const Table& table);
/// @throws OutputError when the file is missing or damaged. Test: tests/io/run_folder_test.cpp
Table read_table(const std::filesystem::path& path);

}  // namespace tilscape
