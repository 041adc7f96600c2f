// A field is sorted by its shape before it is read, so that a message can say what it is instead of a number.
#include "tools/tissue/numbers.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/base/text_rows.hpp"

namespace tilscape {
namespace {

constexpr std::string_view minus_sign = "\xe2\x88\x92";  // U+2212

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

std::string_view without_sign(std::string_view text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  return text;
}

/// How a number with one comma or more looks.
enum class CommaShape { none, decimal, either, thousands };

/// 12,5 and 0,123 and 1234,567: a decimal comma. 1,234: either. 1,234,567 and 1,234.5: thousands.
CommaShape comma_shape(std::string_view text) {
  text = without_sign(text);
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos || comma == 0) return CommaShape::none;
  const std::string_view whole = text.substr(0, comma);
  if (!std::all_of(whole.begin(), whole.end(), is_digit)) return CommaShape::none;
  std::string_view rest = text.substr(comma + 1);
  std::size_t groups = 0;
  const auto digits_of = [](std::string_view part) {
    return static_cast<std::size_t>(std::find_if_not(part.begin(), part.end(), is_digit) - part.begin());
  };
  std::size_t digits = digits_of(rest);
  for (; digits == 3 && rest.size() > digits && rest[digits] == ','; digits = digits_of(rest), ++groups)
    rest.remove_prefix(digits + 1);
  if (digits == 0) return CommaShape::none;
  std::string_view behind = rest.substr(digits);
  const bool has_exponent = !behind.empty() && (behind[0] == 'e' || behind[0] == 'E');
  if (digits == 3 && (groups > 0 || (!behind.empty() && behind[0] == '.'))) return CommaShape::thousands;
  if (groups > 0) return CommaShape::none;
  if (has_exponent) {
    behind = without_sign(behind.substr(1));
    return !behind.empty() && std::all_of(behind.begin(), behind.end(), is_digit) ? CommaShape::decimal
                                                                                  : CommaShape::none;
  }
  if (!behind.empty()) return CommaShape::none;
  return digits != 3 || whole.size() > 3 || whole[0] == '0' ? CommaShape::decimal : CommaShape::either;
}

/// 1'234 and 1 234 and 1.234.567
bool has_other_thousands(std::string_view text) {
  text = without_sign(text);
  if (std::count(text.begin(), text.end(), '.') > 1)
    return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.' || c == ','; });
  const bool is_grouped = std::any_of(text.begin(), text.end(), [](char c) { return c == '\'' || c == ' '; });
  return is_grouped && std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || c == '\'' || c == ' ' || c == '.' || c == ',';
         });
}

std::string_view without_percent(std::string_view text) {
  if (text.empty() || text.back() != '%') return text;
  text.remove_suffix(1);
  return trimmed(text);
}

/// With the sign that from_chars reads.
std::string plain_minus(std::string_view text) {
  if (text.substr(0, minus_sign.size()) != minus_sign) return std::string(text);
  return "-" + std::string(text.substr(minus_sign.size()));
}

struct Witnesses {
  std::size_t commas = 0, either = 0, points = 0;

  void hear(const std::string& field) {
    const std::string text = plain_minus(without_percent(field));
    const CommaShape shape = comma_shape(text);
    double value = 0;
    commas += shape == CommaShape::decimal;
    either += shape == CommaShape::either;
    points +=
        shape == CommaShape::thousands || (text.find('.') != std::string::npos && read_finite(text, value));
  }
};

}  // namespace

bool is_missing(std::string_view text) {
  constexpr std::array<std::string_view, 7> words{"", "na", "n/a", "#n/a", "nan", "none", "null"};
  return text.size() < 5 && std::find(words.begin(), words.end(), lower_case(text)) != words.end();
}

FieldNumber read_field(std::string_view field, bool decimal_commas) {
  double value = 0;
  if (!decimal_commas && read_finite(field, value)) return {FieldForm::number, value};
  if (is_missing(field)) return {FieldForm::missing, 0};
  const std::string_view unsigned_text = without_percent(field);
  const FieldForm form = unsigned_text.size() < field.size() ? FieldForm::percent : FieldForm::number;
  std::string text = plain_minus(unsigned_text);
  const CommaShape shape = comma_shape(text);
  if (shape == CommaShape::thousands || has_other_thousands(text)) return {FieldForm::thousands, 0};
  if (decimal_commas) {
    if (text.find('.') != std::string::npos && read_finite(text, value))
      return {FieldForm::point_beside_commas, 0};
    std::replace(text.begin(), text.end(), ',', '.');
  } else if (shape != CommaShape::none) {
    return {shape == CommaShape::decimal ? FieldForm::decimal_comma : FieldForm::thousands, 0};
  }
  if (read_finite(text, value)) return {form, value};
  return {FieldForm::other, 0};
}

std::string expected_instead(FieldForm form) {
  switch (form) {
    case FieldForm::decimal_comma:
      return "has a decimal comma; expected a point as in the rows before it, or decimal_commas: true in the "
             "map";
    case FieldForm::thousands:
      return "has its thousands set apart; expected a number without such marks";
    case FieldForm::point_beside_commas:
      return "has a decimal point; expected a comma as in other rows, or decimal_commas: false in the map";
    case FieldForm::percent:
      return "is a percentage; expected a plain number";
    default:
      return "is not a number; expected one";
  }
}

DecimalMark decimal_mark_of(const std::vector<std::vector<std::string>>& rows,
                            std::span<const std::size_t> read) {
  Witnesses used, others;
  for (const std::vector<std::string>& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c)
      (std::find(read.begin(), read.end(), c) != read.end() ? used : others).hear(row[c]);
  if (used.commas > 0 && used.points == 0) return DecimalMark::comma;
  if (used.points > 0 || used.commas > 0) return DecimalMark::point;
  if (others.commas > 0 && others.points == 0) return DecimalMark::comma;
  if (used.either > 0 && others.points == 0) return DecimalMark::unclear;
  return DecimalMark::point;
}

MarkerWord read_marker_word(std::string_view text) {
  constexpr std::array<std::string_view, 6> yes{"true", "t", "yes", "y", "pos", "positive"};
  constexpr std::array<std::string_view, 6> no{"false", "f", "no", "n", "neg", "negative"};
  constexpr std::size_t longest_word = 8;
  if (text.empty()) return MarkerWord::none;
  if (text.size() <= longest_word) {
    const std::string word = lower_case(text);
    if (std::find(yes.begin(), yes.end(), word) != yes.end()) return MarkerWord::positive;
    if (std::find(no.begin(), no.end(), word) != no.end()) return MarkerWord::negative;
  }
  const auto ends_with = [&](std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
  };
  if (ends_with("+")) return MarkerWord::positive;
  if (ends_with("-") || ends_with(minus_sign) || ends_with("\xe2\x80\x93")) return MarkerWord::negative;
  const std::string lower = lower_case(text);
  const auto says = [&](std::string_view word) {
    return lower.size() > word.size() && lower.substr(lower.size() - word.size()) == word &&
           (lower[lower.size() - word.size() - 1] == ' ' || lower[lower.size() - word.size() - 1] == '_');
  };
  if (says("pos") || says("positive")) return MarkerWord::positive;
  if (says("neg") || says("negative")) return MarkerWord::negative;
  return MarkerWord::none;
}

}  // namespace tilscape
