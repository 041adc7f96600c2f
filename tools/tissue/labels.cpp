#include "tools/tissue/labels.hpp"

#include <algorithm>

#include "core/base/text_rows.hpp"

namespace tilscape {

std::string plain_label(std::string_view label) {
  constexpr std::string_view no_break_space = "\xc2\xa0";
  std::string plain(trimmed(label));
  for (std::size_t at = 0; (at = plain.find(no_break_space, at)) != std::string::npos;)
    plain.replace(at, no_break_space.size(), " ");
  const std::size_t point = plain.find('.');
  const auto all_are = [](std::string_view part, auto is) {
    return std::all_of(part.begin(), part.end(), is);
  };
  const bool is_whole =
      point != std::string::npos && point > 0 && point + 1 < plain.size() &&
      all_are(std::string_view(plain).substr(0, point), [](char c) { return c >= '0' && c <= '9'; }) &&
      all_are(std::string_view(plain).substr(point + 1), [](char c) { return c == '0'; });
  if (is_whole) plain.erase(point);
  return plain;
}

bool fits_pattern(std::string_view pattern, std::string_view text) {
  if (pattern.find('*') == std::string_view::npos) return false;
  std::size_t p = 0, t = 0, star = std::string_view::npos, behind_star = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      behind_star = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++behind_star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::size_t own_letters(std::string_view pattern) {
  return pattern.size() - static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), '*'));
}

}  // namespace tilscape
