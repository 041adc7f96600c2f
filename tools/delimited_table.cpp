// Splits delimited text into rows; every complaint names its file and line.
#include "tools/delimited_table.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "core/errors.hpp"

namespace tilscape {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Fields of one line. A quoted field may hold the separator, and a quote as two.
std::vector<std::string> split(std::string_view line, char separator, const std::string& where) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += line[++i];
    } else if (c == '"' && (quoted || fields.back().empty())) {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  if (quoted) throw InputError(where + "a quote is not closed; expected \" before the end of the line");
  for (std::string& field : fields) field = std::string(trimmed(field));
  return fields;
}

/// The next line without its line end; false at the end of the file.
bool next_line(std::istream& file, std::string& line, std::size_t& number) {
  if (!std::getline(file, line)) return false;
  if (++number == 1 && std::string_view(line).starts_with(byte_order_mark))
    line.erase(0, byte_order_mark.size());
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

std::ifstream open_table(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    throw InputError(path + ": is a folder; expected a table");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError(path + ": cannot be opened; expected a readable table");
  return file;
}

void require_length(const TableRow& row, const DelimitedTable& table, const std::string& where) {
  const std::size_t expected = table.header.fields.size();
  if (row.fields.size() == expected) return;
  throw InputError(
      fmt::format("{}{} fields; expected {}, as in the header", where, row.fields.size(), expected));
}

}  // namespace

std::size_t DelimitedTable::column(std::string_view name) const {
  std::size_t found = npos;
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    if (header.fields[i] != name) continue;
    if (found != npos) {
      throw InputError(
          fmt::format("{}two columns are named '{}'; expected one", at_line(path, header.line), name));
    }
    found = i;
  }
  return found;
}

DelimitedTable read_delimited_table(const std::string& path) {
  std::ifstream file = open_table(path);
  DelimitedTable table;
  table.path = path;
  std::string line;
  char separator = ',';
  for (std::size_t number = 0; next_line(file, line, number);) {
    const bool in_header = table.header.fields.empty();
    if (trimmed(line).empty() || (in_header && line.front() == '#')) continue;
    const std::string where = at_line(path, number);
    if (line.find('\0') != std::string::npos)
      throw InputError(where + "holds binary data; expected a text table in UTF-8");
    if (in_header) separator = line.find('\t') != std::string::npos ? '\t' : ',';
    TableRow row{number, split(line, separator, where)};
    if (in_header) {
      table.header = std::move(row);
    } else {
      require_length(row, table, where);
      table.rows.push_back(std::move(row));
    }
  }
  if (table.header.fields.empty()) throw InputError(path + ": is empty; expected a header line and cells");
  if (table.rows.empty()) throw InputError(path + ": has a header and no rows; expected at least one cell");
  return table;
}

std::string at_line(const std::string& path, std::size_t line) {
  return fmt::format("{}:{}: ", path, line);
}

bool read_finite(std::string_view text, double& value) {
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, value);
  return problem == std::errc{} && stopped == end && std::isfinite(value);
}

}  // namespace tilscape
