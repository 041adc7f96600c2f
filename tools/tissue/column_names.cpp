// Names are compared word by word, because every program and every language joins them in its own way.
#include "tools/tissue/column_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "config/read/text_file.hpp"
#include "config/schema/suggest.hpp"
#include "core/base/errors.hpp"

namespace tilscape {
namespace {

/// µ (micro), μ (mu), both read as Windows-1252 though they were UTF-8, and the mark for a lost character.
constexpr std::array<std::string_view, 5> micro_signs{"\xc3\x82\xc2\xb5", "\xc3\x8e\xc2\xbc", "\xc2\xb5",
                                                      "\xce\xbc", "\xef\xbf\xbd"};

bool is_upper(char c) {
  return std::isupper(static_cast<unsigned char>(c)) != 0;
}
bool is_lower(char c) {
  return std::islower(static_cast<unsigned char>(c)) != 0;
}
bool is_in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80) != 0;
}

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string with_plain_micro(std::string_view name) {
  std::string text;
  for (std::size_t at = 0; at < name.size();) {
    const auto sign = std::find_if(micro_signs.begin(), micro_signs.end(),
                                   [&](std::string_view s) { return name.substr(at, s.size()) == s; });
    const bool is_micro = sign != micro_signs.end();
    text += is_micro ? 'u' : name[at];
    at += is_micro ? sign->size() : 1;
  }
  return text;
}

/// Words as they stand in the name. Signs part them; with `humps` so does a capital: CenterX, XMin.
std::vector<std::string> split_words(std::string_view name, bool humps) {
  const std::string text = with_plain_micro(name);
  std::vector<std::string> words;
  bool in_word = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!is_in_word(c)) {
      in_word = false;
      continue;
    }
    const bool rises = i > 0 && is_lower(text[i - 1]) && is_upper(c);
    const bool new_hump =
        i > 0 && is_upper(text[i - 1]) && is_upper(c) && i + 1 < text.size() && is_lower(text[i + 1]);
    if (!in_word || (humps && (rises || new_hump))) words.emplace_back();
    words.back() += c;
    in_word = true;
  }
  return words;
}

std::string joined_by_space(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

double um_per(LengthUnit unit) {
  switch (unit) {
    case LengthUnit::nm:
      return 1e-3;
    case LengthUnit::um:
      return 1;
    case LengthUnit::mm:
      return 1e3;
    default:
      return 0;
  }
}

const char* name_of(LengthUnit unit) {
  switch (unit) {
    case LengthUnit::nm:
      return "nm";
    case LengthUnit::um:
      return "um";
    case LengthUnit::mm:
      return "mm";
    case LengthUnit::px:
      return "px";
    default:
      return "no unit";
  }
}

LengthUnit unit_named(std::string_view word) {
  static const std::array<std::pair<std::string_view, LengthUnit>, 23> units{{
      {"um", LengthUnit::um},          {"micron", LengthUnit::um},      {"microns", LengthUnit::um},
      {"micrometer", LengthUnit::um},  {"micrometers", LengthUnit::um}, {"micrometre", LengthUnit::um},
      {"micrometres", LengthUnit::um}, {"nm", LengthUnit::nm},          {"nanometer", LengthUnit::nm},
      {"nanometers", LengthUnit::nm},  {"nanometre", LengthUnit::nm},   {"nanometres", LengthUnit::nm},
      {"mm", LengthUnit::mm},          {"millimeter", LengthUnit::mm},  {"millimeters", LengthUnit::mm},
      {"millimetre", LengthUnit::mm},  {"millimetres", LengthUnit::mm}, {"px", LengthUnit::px},
      {"pxl", LengthUnit::px},         {"pix", LengthUnit::px},         {"pixel", LengthUnit::px},
      {"pixels", LengthUnit::px},      {"pxs", LengthUnit::px},
  }};
  const std::string lower = lower_case(std::string(word));
  for (const auto& [name, unit] : units)
    if (lower == name) return unit;
  return LengthUnit::none;
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words = split_words(name, true);
  for (std::string& word : words) word = lower_case(std::move(word));
  return words;
}

std::string joined_words(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon != std::string_view::npos && name.substr(0, colon) == name.substr(colon + 1))
    name = name.substr(0, colon);
  std::string joined;
  for (const std::string& word : words_of(name)) joined += word;
  return joined;
}

LengthUnit unit_in(std::string_view name) {
  const std::vector<std::string> words = split_words(name, true);
  if (words.size() < 2) return LengthUnit::none;  // "px" alone may be a position called p
  for (auto word = words.rbegin(); word != words.rend(); ++word)
    if (const LengthUnit unit = unit_named(*word); unit != LengthUnit::none) return unit;
  return LengthUnit::none;
}

std::string without_unit(std::string_view name) {
  std::vector<std::string> words = split_words(name, false);
  if (words.size() > 1 && unit_named(words.back()) != LengthUnit::none) words.pop_back();
  return joined_by_space(words);
}

std::string plain_name(std::string_view name) {
  return joined_by_space(split_words(name, false));
}

ColumnNames::ColumnNames(std::vector<std::string> names, std::string where)
    : names_(std::move(names)), where_(std::move(where)) {
  for (const std::string& name : names_) {
    plain_.push_back(plain_name(name));
    bases_.push_back(without_unit(name));
  }
}

std::size_t ColumnNames::find(std::string_view name) const {
  const std::string plain = plain_name(name);
  for (const bool exactly : {true, false}) {
    std::size_t found = npos;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (exactly ? names_[i] != name : plain.empty() || plain_[i] != plain) continue;
      if (found != npos) {
        throw InputError(fmt::format("{}two columns are named '{}'; expected one", where_, excerpt(name)));
      }
      found = i;
    }
    if (found != npos) return found;
  }
  return npos;
}

std::size_t ColumnNames::require(std::string_view name) const {
  if (const std::size_t found = find(name); found != npos) return found;
  refuse(name, did_you_mean(name, names_));
}

void ColumnNames::refuse(std::string_view name, const std::string& hint) const {
  throw InputError(
      fmt::format("{}no column '{}'; expected it in the header, or another name under `columns` in the map{}",
                  where_, excerpt(name), hint));
}

std::vector<std::size_t> ColumnNames::with_base(std::string_view base) const {
  const std::string plain = plain_name(base);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (bases_[i] == plain || plain_[i] == plain) found.push_back(i);
  return found;
}

}  // namespace tilscape
