// Quoted fields end on their own line: a table of cells has no text that needs more.
#include "config/table_lines.hpp"

#include <algorithm>

namespace tilscape {
namespace {

constexpr std::string_view blanks = " \t";

/// A quoted field that begins at `at`; moves `at` behind the closing quote. Nothing if there is none.
std::optional<std::string_view> quoted_field(std::string_view line, std::size_t& at, std::string& unquoted) {
  const std::size_t begin = ++at;
  std::size_t copied =
      std::string::npos;  // where the field begins in `unquoted`, once it holds a doubled quote
  for (; at < line.size(); ++at) {
    const bool is_doubled = line[at] == '"' && at + 1 < line.size() && line[at + 1] == '"';
    if (is_doubled && copied == std::string::npos) {
      copied = unquoted.size();
      unquoted.append(line.substr(begin, at - begin));
    }
    if (line[at] == '"' && !is_doubled) {
      const std::size_t end = at++;
      return copied == std::string::npos ? line.substr(begin, end - begin)
                                         : std::string_view(unquoted).substr(copied);
    }
    if (copied != std::string::npos) unquoted += line[at];
    at += is_doubled;
  }
  return std::nullopt;
}

std::string_view plain_field(std::string_view line, std::size_t& at) {
  const std::size_t comma = std::min(line.find(',', at), line.size());
  const std::string_view field = trimmed(line.substr(at, comma - at));
  at = comma;
  return field;
}

void skip_blanks(std::string_view line, std::size_t& at) {
  at = std::min(line.find_first_not_of(blanks, at), line.size());
}

}  // namespace

LineCursor::LineCursor(std::string_view text) : rest_(text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (rest_.substr(0, byte_order_mark.size()) == byte_order_mark) rest_.remove_prefix(byte_order_mark.size());
}

bool LineCursor::next(std::string_view& line) {
  if (rest_.empty()) return false;
  const std::size_t end = rest_.find('\n');
  line = rest_.substr(0, end);
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  ++number_;
  return true;
}

std::optional<std::string> split_fields(std::string_view line, std::vector<std::string_view>& fields,
                                        std::string& unquoted) {
  fields.clear();
  unquoted.clear();
  unquoted.reserve(line.size());  // the views into it must not move
  for (std::size_t at = 0;; ++at) {
    skip_blanks(line, at);
    if (at < line.size() && line[at] == '"') {
      const auto field = quoted_field(line, at, unquoted);
      if (!field) return "a quote is not closed; expected its end on this line";
      fields.push_back(*field);
      skip_blanks(line, at);
      if (at < line.size() && line[at] != ',') return "text follows a closing quote; expected a comma";
    } else {
      fields.push_back(plain_field(line, at));
    }
    if (at >= line.size()) return {};
  }
}

bool is_blank(std::string_view line) {
  return trimmed(line).empty();
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

}  // namespace tilscape
