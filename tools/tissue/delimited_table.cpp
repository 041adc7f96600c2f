// Reads in blocks: what is left of a block when no whole row is, goes in front of the next one.
#include "tools/tissue/delimited_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/errors.hpp"

namespace tilscape {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;
/// A header of 40,000 genes takes 600 kB; what is longer has no line ends.
constexpr std::size_t most_row_bytes = std::size_t{1} << 24;
constexpr const char* expected_table = "a table";

/// Files that people take for tables, by their first bytes.
struct FileKind {
  std::string_view first_bytes;
  const char* is;
  const char* expected;
};
constexpr std::array<FileKind, 8> other_kinds{{
    {"PK\x03\x04", "a zip archive or an Excel workbook", "text (save the sheet as CSV)"},
    {"\xd0\xcf\x11\xe0", "an old Excel workbook", "text (save the sheet as CSV)"},
    {"PAR1", "a Parquet file", "text (write it as CSV)"},
    {"\x89HDF", "an HDF5 file", "text (of AnnData, write .obs as CSV)"},
    {"BZh", "packed with bzip2", "text, or gzip"},
    {"\xfd"
     "7zXZ",
     "packed with xz", "text, or gzip"},
    {"(\xb5/\xfd", "packed with zstd", "text, or gzip"},
    {"%PDF", "a PDF file", "text"},
}};

}  // namespace

DelimitedTable::DelimitedTable(const std::string& path)
    : path_(path), file_(open_input(path, expected_table)), bytes_(file_.get(), path) {
  file_.reset();
  read_more();
  refuse_other_kinds();
  read_header();
  look_for_row_names();
}

void DelimitedTable::refuse_other_kinds() const {
  for (const FileKind& kind : other_kinds)
    if (std::string_view(block_).substr(0, kind.first_bytes.size()) == kind.first_bytes)
      throw InputError(fmt::format("{}: is {}; expected a table of {}", path_, kind.is, kind.expected));
  const std::string_view text = trimmed(text_);
  if (!text.empty() && (text[0] == '{' || text[0] == '['))
    throw InputError(fmt::format(
        "{}: is JSON; expected a table (of QuPath, export the measurements of its cells)", path_));
}

/// Appends the next block to the text. False when there is none.
bool DelimitedTable::read_more() {
  if (all_read_) return false;
  text_.erase(0, taken_);
  taken_ = 0;
  block_.resize(block_bytes);
  const std::size_t got = bytes_.read(block_);
  block_.resize(got);
  all_read_ = got < block_bytes;
  decoder_.decode(block_, all_read_, text_);
  return true;
}

/// Cuts the next row into row_. False behind the last one.
bool DelimitedTable::cut_row() {
  for (;;) {
    std::string_view rest = std::string_view(text_).substr(taken_);
    const std::size_t before = rest.size();
    const RowCutter::Found found = cutter_.cut(rest, !all_read_, row_);
    taken_ += before - rest.size();
    if (found == RowCutter::Found::row) return true;
    if (found == RowCutter::Found::end) return false;
    if (before > most_row_bytes)
      throw InputError(
          fmt::format("{}a row of more than {} MiB begins; expected lines (or a quote is not closed)",
                      at_line(path_, cutter_.line()), most_row_bytes >> 20));
    read_more();
  }
}

void DelimitedTable::skip_comments() {
  for (TextRow line;;) {
    std::string_view rest = std::string_view(text_).substr(taken_);
    const std::size_t before = rest.size();
    RowCutter ahead = cutter_;
    const RowCutter::Found found = ahead.cut_line(rest, !all_read_, line);
    if (found == RowCutter::Found::unfinished && before <= most_row_bytes) {
      read_more();
      continue;
    }
    const std::string_view text = trimmed(line.text);
    constexpr std::string_view excel_says = "sep=";  // names its separator; it is found without
    const bool is_before_header =
        text.empty() || text.front() == '#' || text.substr(0, excel_says.size()) == excel_says;
    if (found != RowCutter::Found::row || !is_before_header) return;
    cutter_ = ahead;
    taken_ += before - rest.size();
  }
}

/// The separator whose rows agree with the header in length, and of those the one with most columns.
void DelimitedTable::find_separator() {
  constexpr std::size_t looked_at = 20;
  char best = ',';
  std::pair<bool, std::size_t> best_score{false, 0};  // agrees, columns
  for (const char separator : {'\t', ',', ';', '|'}) {
    RowCutter cutter(separator, cutter_.line());
    std::string_view rest = std::string_view(text_).substr(taken_);
    TextRow row;
    if (cutter.cut(rest, !all_read_, row) != RowCutter::Found::row) continue;
    const std::size_t columns = row.fields.size();
    if (separator == '\t' && columns > 1) {
      best = separator;
      break;
    }
    bool agrees = columns > 1;
    for (std::size_t i = 0; i < looked_at; ++i) {
      if (cutter.cut(rest, !all_read_, row) != RowCutter::Found::row) break;
      if (!row.is_blank())
        agrees = agrees && (row.fields.size() == columns || row.fields.size() == columns + 1);
    }
    const std::pair<bool, std::size_t> score{agrees, columns};
    if (score <= best_score) continue;
    best = separator;
    best_score = score;
  }
  cutter_ = RowCutter(best, cutter_.line());
}

void DelimitedTable::read_header() {
  skip_comments();
  find_separator();
  if (!cut_row()) throw InputError(path_ + ": is empty; expected a header line and cells");
  header_line_ = row_.line;
  const std::string where = at_line(path_, header_line_);
  if (row_.text.find('\0') != std::string_view::npos)
    throw InputError(where + "holds binary data; expected a text table");
  if (!row_.problem.empty()) throw InputError(where + row_.problem);
  double number = 0;
  const auto numbers = std::count_if(row_.fields.begin(), row_.fields.end(),
                                     [&](std::string_view field) { return read_finite(field, number); });
  if (numbers > 1 && 2 * static_cast<std::size_t>(numbers) >= row_.fields.size())
    throw InputError(where + "the first line holds numbers; expected a header with the columns' names");
  columns_ = ColumnNames({row_.fields.begin(), row_.fields.end()}, where);
}

/// The first row says whether R wrote names of rows before it: one field more than names, and something in
/// the last one.
void DelimitedTable::look_for_row_names() {
  while (rows_ahead(1).empty() && text_.size() < most_row_bytes && read_more()) {
  }
  std::string_view rest = std::string_view(text_).substr(taken_);
  RowCutter cutter = cutter_;
  TextRow row;
  do {
    if (cutter.cut(rest, false, row) != RowCutter::Found::row)
      throw InputError(path_ + ": has a header and no rows; expected at least one cell");
  } while (row.is_blank());
  std::vector<std::string> names = columns_.all();
  has_row_names_ = row.problem.empty() && row.fields.size() == names.size() + 1 && !row.fields.back().empty();
  if (has_row_names_) {
    names.insert(names.begin(), "");
    columns_ = ColumnNames(names, columns_.where());
  }
  named_columns_ = names.size();
  while (named_columns_ > 1 && names[named_columns_ - 1].empty()) --named_columns_;
  if (names.size() == 1) {
    const bool has_blanks = names[0].find(' ') != std::string::npos;
    throw InputError(
        fmt::format("{}there is one column, '{}'{}; expected several, separated by tabs, commas, "
                    "semicolons or bars",
                    columns_.where(), excerpt(names[0]), has_blanks ? ", with blanks in it" : ""));
  }
}

bool DelimitedTable::next(TableRow& row) {
  do {
    if (!cut_row()) return false;
  } while (row_.is_blank());
  const std::string where = at_line(path_, row_.line);
  if (row_.text.find('\0') != std::string_view::npos)
    throw InputError(where + "holds binary data; expected a text table");
  if (!row_.problem.empty()) throw InputError(where + row_.problem);
  fit(where);
  row.line = row_.line;
  row.fields = row_.fields;
  return true;
}

/// Separators at the end of rows, and columns without a name that rows leave out, are no difference.
void DelimitedTable::fit(const std::string& where) {
  std::vector<std::string_view>& fields = row_.fields;
  const std::size_t found = fields.size();
  while (fields.size() > columns_.size() && fields.back().empty()) fields.pop_back();
  if (fields.size() >= named_columns_ && fields.size() < columns_.size()) fields.resize(columns_.size());
  if (fields.size() == columns_.size()) return;
  const char* perhaps =
      cutter_.separator() == ',' && found > columns_.size() ? " (a decimal comma between commas?)" : "";
  throw InputError(
      fmt::format("{}{} fields; expected {}, as in the header{}", where, found, columns_.size(), perhaps));
}

std::vector<std::vector<std::string>> DelimitedTable::rows_ahead(std::size_t most) const {
  std::vector<std::vector<std::string>> rows;
  std::string_view rest = std::string_view(text_).substr(taken_);
  RowCutter cutter = cutter_;
  TextRow row;
  while (rows.size() < most && cutter.cut(rest, !all_read_, row) == RowCutter::Found::row) {
    if (row.is_blank() || !row.problem.empty()) continue;
    rows.emplace_back(row.fields.begin(), row.fields.end());
    rows.back().resize(columns_.size());
  }
  return rows;
}

std::string DelimitedTable::dialect() const {
  std::vector<std::string> parts;
  if (cutter_.separator() == '\t') parts.push_back("tab-separated");
  if (cutter_.separator() == ';') parts.push_back("semicolon-separated");
  if (cutter_.separator() == '|') parts.push_back("bar-separated");
  if (decoder_.name() != std::string_view("UTF-8")) parts.push_back(decoder_.name());
  if (bytes_.is_gzip()) parts.push_back("gzip");
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string at_line(const std::string& path, std::size_t line) {
  return fmt::format("{}:{}: ", path, line);
}

}  // namespace tilscape
