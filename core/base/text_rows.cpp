// One pass over the bytes: a field ends where its separator or its row does.
#include "core/base/text_rows.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tilscape {
namespace {

constexpr std::string_view no_break_space = "\xc2\xa0";
constexpr std::size_t most_line_ends_in_quotes = 100;
constexpr std::size_t not_closed = std::string_view::npos;

bool ends_line(char c) {
  return c == '\n' || c == '\r';
}

std::size_t line_end(std::string_view text, std::size_t at) {
  while (at < text.size() && !ends_line(text[at])) ++at;
  return at;
}

/// Is it open whether the row that ends at `at` ends there, or how?
bool is_open(std::string_view text, std::size_t at, bool more) {
  return more && (at >= text.size() || (text[at] == '\r' && at + 1 == text.size()));
}

/// Behind the line end at `at`.
std::size_t behind_line_end(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  return at + (text.substr(at, 2) == "\r\n" ? 2 : 1);
}

}  // namespace

bool TextRow::is_blank() const {
  return problem.empty() &&
         std::all_of(fields.begin(), fields.end(), [](std::string_view field) { return field.empty(); });
}

RowCutter::Found RowCutter::cut(std::string_view& text, bool more, TextRow& row) {
  row.fields.clear();
  row.problem.clear();
  row.unquoted.clear();
  row.line = line_;
  line_ends_inside_ = 0;
  if (text.empty()) return more ? Found::unfinished : Found::end;
  std::size_t at = 0;
  for (;; ++at) {
    while (at < text.size() && (text[at] == ' ' || (text[at] == '\t' && separator_ != '\t'))) ++at;
    const bool is_quoted = at < text.size() && text[at] == '"';
    at = is_quoted ? cut_quoted(text, at, row) : cut_plain(text, at, row);
    if (at == not_closed) {
      if (more && line_ends_inside_ <= most_line_ends_in_quotes) return Found::unfinished;
      return give_up(text, more, row, "a quote is not closed; expected its end");
    }
    if (is_open(text, at, more)) return Found::unfinished;
    if (at >= text.size() || ends_line(text[at])) break;
    if (text[at] != separator_)
      return give_up(text, more, row, "text follows a closing quote; expected a separator");
  }
  row.text = text.substr(0, at);
  text.remove_prefix(behind_line_end(text, at));
  line_ += 1 + line_ends_inside_;
  return Found::row;
}

RowCutter::Found RowCutter::cut_line(std::string_view& text, bool more, TextRow& row) {
  row.fields.clear();
  row.problem.clear();
  row.line = line_;
  if (text.empty()) return more ? Found::unfinished : Found::end;
  const std::size_t end = line_end(text, 0);
  if (is_open(text, end, more)) return Found::unfinished;
  row.text = text.substr(0, end);
  text.remove_prefix(behind_line_end(text, end));
  ++line_;
  return Found::row;
}

/// A row with a problem is one line, so that what follows it can still be read.
RowCutter::Found RowCutter::give_up(std::string_view& text, bool more, TextRow& row, const char* problem) {
  if (const Found found = cut_line(text, more, row); found != Found::row) return found;
  row.problem = problem;
  return Found::row;
}

/// The field behind the quote at `at`. @returns where it ends: its separator, its row's end, or the first
/// character that should not be there; `not_closed` if there is no second quote
std::size_t RowCutter::cut_quoted(std::string_view text, std::size_t at, TextRow& row) {
  const std::size_t begin = ++at;
  std::string* copy = nullptr;  // of the field, once it holds a doubled quote
  for (; at < text.size(); ++at) {
    const bool is_doubled = text[at] == '"' && at + 1 < text.size() && text[at + 1] == '"';
    if (is_doubled && !copy) copy = &row.unquoted.emplace_back(text.substr(begin, at - begin));
    if (text[at] == '"' && !is_doubled) {
      row.fields.push_back(copy ? std::string_view(*copy) : text.substr(begin, at - begin));
      ++at;
      while (at < text.size() && (text[at] == ' ' || (text[at] == '\t' && separator_ != '\t'))) ++at;
      return at;
    }
    if (ends_line(text[at]) && text.substr(at, 2) != "\r\n" && ++line_ends_inside_ > most_line_ends_in_quotes)
      return not_closed;
    if (copy) *copy += text[at];
    at += is_doubled;
  }
  return not_closed;
}

std::size_t RowCutter::cut_plain(std::string_view text, std::size_t at, TextRow& row) const {
  const std::size_t begin = at;
  while (at < text.size() && text[at] != separator_ && !ends_line(text[at])) ++at;
  row.fields.push_back(trimmed(text.substr(begin, at - begin)));
  return at;
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  if (text.substr(0, mark.size()) == mark) text.remove_prefix(mark.size());
  return text;
}

std::string_view trimmed(std::string_view text) {
  for (;;) {
    if (text.empty()) return text;
    if (text.front() == ' ' || text.front() == '\t')
      text.remove_prefix(1);
    else if (text.substr(0, no_break_space.size()) == no_break_space)
      text.remove_prefix(no_break_space.size());
    else if (text.back() == ' ' || text.back() == '\t')
      text.remove_suffix(1);
    else if (text.size() >= no_break_space.size() &&
             text.substr(text.size() - no_break_space.size()) == no_break_space)
      text.remove_suffix(no_break_space.size());
    else
      return text;
  }
}

bool read_finite(std::string_view text, double& value) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, value);
  return problem == std::errc{} && stopped == end && std::isfinite(value);
}

}  // namespace tilscape
