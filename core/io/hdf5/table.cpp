// Tables in HDF5 and as CSV: see core/io/hdf5/table.hpp.
#include "core/io/hdf5/table.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "core/base/errors.hpp"
#include "core/base/text_rows.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/hdf5/dataset.hpp"
#include "core/io/hdf5/table_columns.hpp"

namespace tilscape {

namespace {

using hdf5::Handle;

std::size_t length_of(const ColumnValues& values) {
  return std::visit([](const auto& v) { return v.size(); }, values);
}

/// The column's values as they are typed in the file.
ColumnValues read_values(hid_t group, const std::string& name) {
  Handle dataset = hdf5::open_dataset(group, name);
  Handle type = hdf5::checked(H5Dget_type(dataset), H5Tclose, name);
  if (H5Tequal(type, hdf5::type_of<double>()) > 0) return hdf5::read_array<double>(group, name);
  if (H5Tequal(type, hdf5::type_of<std::uint64_t>()) > 0) return hdf5::read_array<std::uint64_t>(group, name);
  return hdf5::read_array<std::int64_t>(group, name);
}

}  // namespace

std::size_t row_count(const Table& table) {
  for (const Column& column : table)
    if (length_of(column.values) != length_of(table.front().values))
      throw OutputError(
          fmt::format("table: columns {} and {} differ in length", table.front().name, column.name));
  return table.empty() ? 0 : length_of(table.front().values);
}

void append_rows(Table& table, const Table& more) {
  row_count(more);
  if (table.empty()) {
    table = more;
    return;
  }
  if (more.empty()) return;
  if (table.size() != more.size()) throw OutputError("table: rows with another number of columns");
  for (std::size_t c = 0; c < table.size(); ++c) {
    Column& column = table[c];
    if (column.name != more[c].name || column.units != more[c].units ||
        column.values.index() != more[c].values.index())
      throw OutputError(fmt::format("table: column {} meets {} of another kind", column.name, more[c].name));
  }
  for (std::size_t c = 0; c < table.size(); ++c)
    std::visit(
        [&](auto& values) {
          const auto& added = std::get<std::decay_t<decltype(values)>>(more[c].values);
          values.insert(values.end(), added.begin(), added.end());
        },
        table[c].values);
}

void clear_rows(Table& table) {
  for (Column& column : table) std::visit([](auto& values) { values.clear(); }, column.values);
}

std::string csv_header(const Table& table) {
  std::string line;
  for (const Column& column : table) line += (line.empty() ? "" : ",") + column.name;
  return line + "\n";
}

std::string csv_row(const Table& table, std::size_t row) {
  std::string line;
  for (const Column& column : table)
    std::visit([&](const auto& values) { fmt::format_to(std::back_inserter(line), "{},", values[row]); },
               column.values);
  if (!line.empty()) line.back() = '\n';
  return line;
}

NumberColumns read_csv(const std::filesystem::path& path) {
  const std::string text = read_text(path);
  std::string_view rest = text;
  RowCutter rows;
  TextRow row;
  rows.cut(rest, false, row);
  const std::vector<std::string> names(row.fields.begin(), row.fields.end());
  std::vector<std::vector<double>> values(names.size());
  while (rows.cut(rest, false, row) == RowCutter::Found::row) {
    const auto damaged = [&] {
      return OutputError(
          fmt::format("{}:{}: is damaged; expected {} numbers", path.string(), row.line, names.size()));
    };
    if (!row.problem.empty() || row.fields.size() != names.size()) throw damaged();
    for (std::size_t c = 0; c < names.size(); ++c) {
      const char* end = row.fields[c].data() + row.fields[c].size();
      double value = 0;
      const auto read = std::from_chars(row.fields[c].data(), end, value);
      if (read.ec != std::errc() || read.ptr != end) throw damaged();
      values[c].push_back(value);
    }
  }
  NumberColumns columns;
  for (std::size_t c = 0; c < names.size(); ++c) columns.emplace(names[c], std::move(values[c]));
  return columns;
}

namespace hdf5 {

void write_columns(hid_t group, const Table& table) {
  row_count(table);
  ArrayWriter arrays;
  for (const Column& column : table) {
    Handle dataset = std::visit(
        [&](const auto& values) { return arrays.write(group, column.name, view_of(values)); }, column.values);
    write_text(dataset, "units", column.units);
  }
}

Table read_columns(hid_t group) {
  Table table;
  for (const std::string& name : names_in_order(group)) {
    Handle dataset = open_dataset(group, name);
    table.push_back({name, read_string(dataset, "units"), read_values(group, name)});
  }
  row_count(table);
  return table;
}

}  // namespace hdf5

void write_table(FileGroup& files, const std::filesystem::path& path, const Table& table) {
  Handle file = hdf5::create_in_memory();
  hdf5::write_columns(file, table);
  hdf5::write_scalar<std::uint8_t>(file, "complete", 1);
  files.write(path, hdf5::image_of(file));
}

Table read_table(const std::filesystem::path& path) {
  Handle file = hdf5::open_for_reading(path);
  try {
    return hdf5::read_columns(file);
  } catch (const OutputError& error) {
    throw OutputError(fmt::format("{}: {}", path.string(), error.what()));
  }
}

}  // namespace tilscape
