#include "tools/terminal/option_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>

#include "core/base/errors.hpp"

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

struct Unit {
  const char* name;
  double bytes;
};
constexpr Unit units[] = {{"B", 1},        {"kB", 1e3},     {"MB", 1e6},     {"GB", 1e9},
                          {"TB", 1e12},    {"PB", 1e15},    {"KiB", 0x1p10}, {"MiB", 0x1p20},
                          {"GiB", 0x1p30}, {"TiB", 0x1p40}, {"PiB", 0x1p50}};

bool are_alike(const std::string& a, const std::string& b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

double memory_bytes_of(const std::string& text) {
  constexpr double most = 1e18;
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  while (*end == ' ') ++end;
  for (const Unit& unit : units)
    if (end != text.c_str() && are_alike(end, unit.name) && number > 0 && number * unit.bytes <= most)
      return number * unit.bytes;
  throw InputError(
      fmt::format("--memory {}: expected a number with its unit, such as 512GB, 2TB or 64GiB", text));
}

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

std::string wrong_with_name(const std::string& text) {
  return text.empty() ? found(text, "a name") : std::string();
}

std::string wrong_with_seconds(const std::string& text) {
  const Parsed seconds = parse(text);
  if (seconds.is_number && seconds.value > 0 && seconds.value <= 1e9) return {};
  return found(text, "a time above 0, at most 1e9 s");
}

}  // namespace tilscape
