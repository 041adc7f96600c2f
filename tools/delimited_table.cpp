// Splits delimited text into rows; every complaint names its file and line.
#include "tools/delimited_table.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "config/table_lines.hpp"
#include "config/text_file.hpp"
#include "core/errors.hpp"

namespace tilscape {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 32;

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
      throw InputError(fmt::format("{}two columns are named '{}'; expected one", at_line(path, header.line),
                                   excerpt(name)));
    }
    found = i;
  }
  return found;
}

DelimitedTable read_delimited_table(const std::string& path) {
  const std::string text = read_text_file(path, "a table", most_bytes);
  DelimitedTable table;
  table.path = path;
  char separator = ',';
  LineCursor lines(text);
  for (std::string_view line; lines.next(line);) {
    const bool in_header = table.header.fields.empty();
    if (is_blank(line) || (in_header && line.front() == '#')) continue;
    const auto number = static_cast<std::size_t>(lines.number());
    const std::string where = at_line(path, number);
    if (line.find('\0') != std::string_view::npos)
      throw InputError(where + "holds binary data; expected a text table in UTF-8");
    if (in_header) separator = line.find('\t') != std::string_view::npos ? '\t' : ',';
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
