// Cuts delimited text into rows and fields, for every reader of a table: tissue tables, exports of imaging
// software, the census.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace tilscape {

/// One row of a table. Its views point into the text that it was cut from, or into the row itself.
struct TextRow {
  TextRow() = default;
  TextRow(const TextRow&) = delete;
  TextRow& operator=(const TextRow&) = delete;

  std::size_t line = 0;                  // where it begins, from 1
  std::string_view text;                 // all of it, without its line end
  std::vector<std::string_view> fields;  // trimmed of blanks, their quotes taken off
  std::string problem;                   // what is wrong with its quotes; `fields` have no meaning then
  std::deque<std::string> unquoted;      // fields that had a doubled quote

  /// No field has anything in it: an empty line, or the rows of separators that spreadsheets add.
  bool is_blank() const;
};

/// Takes rows off the front of a text, which may come in pieces. A row ends with a line feed, a carriage
/// return, both, or the text. A field that begins with a quote ends with one: it may hold separators, line
/// ends (a hundred at most) and, as two, quotes. Test: tests/core/text_rows_test.cpp
class RowCutter {
 public:
  /// @param first_line  the number of the line at the front of the text
  explicit RowCutter(char separator = ',', std::size_t first_line = 1)
      : separator_(separator), line_(first_line) {}

  enum class Found { row, unfinished, end };

  /// Cuts the next row off `text`.
  /// @param more  there is text behind `text` that is not here yet; a row that it could belong to is
  ///              `unfinished` then, and `text` is left as it is
  Found cut(std::string_view& text, bool more, TextRow& row);
  /// The same for a line in which quotes and separators mean nothing: `row` gets no fields.
  Found cut_line(std::string_view& text, bool more, TextRow& row);

  char separator() const { return separator_; }
  /// Of the row that comes next.
  std::size_t line() const { return line_; }

 private:
  std::size_t cut_quoted(std::string_view text, std::size_t at, TextRow& row);
  std::size_t cut_plain(std::string_view text, std::size_t at, TextRow& row) const;
  Found give_up(std::string_view& text, bool more, TextRow& row, const char* problem);

  char separator_;
  std::size_t line_;
  std::size_t line_ends_inside_ = 0;  // of the current row: within its quotes
};

/// Takes a UTF-8 byte-order mark off the front.
std::string_view without_byte_order_mark(std::string_view text);

/// Without the blanks at both ends: spaces, tabs and no-break spaces.
std::string_view trimmed(std::string_view text);

/// Reads one number and nothing else; a plus may stand before it. False for an empty field, text, NaN and
/// infinities.
bool read_finite(std::string_view text, double& value);

}  // namespace tilscape
