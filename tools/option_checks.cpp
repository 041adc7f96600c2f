#include "tools/option_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace tilscape {

namespace {

/// The number that is all of a text; none leaves `is_number` false.
struct Parsed {
  double value;
  bool is_number;
};

Parsed parse(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return {value, !text.empty() && *end == '\0'};
}

std::string found(const std::string& text, const char* expected) {
  return fmt::format("found '{}'; expected {}", text, expected);
}

}  // namespace

std::string wrong_with_whole_number(const std::string& text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  errno = 0;
  std::strtoull(text.c_str(), nullptr, 10);
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_digit) && errno == 0) return {};
  return found(text, "a whole number, 0 to 18446744073709551615");
}

std::string wrong_with_day(const std::string& text) {
  const Parsed day = parse(text);
  if (day.is_number && day.value >= 0 && day.value <= 100000) return {};
  return found(text, "a day, 0 to 100000");
}

std::string wrong_with_seconds(const std::string& text) {
  const Parsed seconds = parse(text);
  if (seconds.is_number && seconds.value > 0 && seconds.value <= 1e9) return {};
  return found(text, "a time above 0, at most 1e9 s");
}

}  // namespace tilscape
