// Writes values and whole runs as text. Numbers take the shortest form that reads back to the same bits.
#include <charconv>
#include <cmath>

#include "config/schema/schema.hpp"

namespace tilscape {
namespace {

/// YAML's and JSON's double-quoted form. Bytes above 0x7f pass unchanged: the text is UTF-8.
std::string quoted(const std::string& text) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string list_text(const IntegerList& list) {
  std::string text;
  for (std::uint64_t item : list) text += (text.empty() ? "" : ", ") + std::to_string(item);
  return "[" + text + "]";
}

std::string map_text(const NumberMap& map) {
  std::string text;
  for (const auto& [name, number] : map)
    text += (text.empty() ? "" : ", ") + name + ": " + number_text(number);
  return "{" + text + "}";
}

struct ToText {
  std::string operator()(bool b) const { return b ? "true" : "false"; }
  std::string operator()(std::uint64_t n) const { return std::to_string(n); }
  std::string operator()(double x) const { return number_text(x); }
  std::string operator()(const std::string& s) const { return quoted(s); }
  std::string operator()(const IntegerList& l) const { return list_text(l); }
  std::string operator()(const NumberMap& m) const { return map_text(m); }
  std::string operator()(const Therapy& t) const { return therapy_text(t); }
};

/// Opens the sections of `key` that `previous` was not in, and returns the depth of the key itself.
std::size_t open_sections(const std::string& previous, const std::string& key, std::string& out) {
  std::size_t depth = 0;
  std::size_t begin = 0;
  for (std::size_t dot = key.find('.'); dot != std::string::npos; dot = key.find('.', begin)) {
    if (previous.compare(0, dot + 1, key, 0, dot + 1) != 0)
      out += std::string(2 * depth, ' ') + key.substr(begin, dot - begin) + ":\n";
    begin = dot + 1;
    ++depth;
  }
  return depth;
}

}  // namespace

std::string number_text(double value) {
  if (!std::isfinite(value)) return std::isnan(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
  char buffer[32];
  const double size = std::abs(value);
  const bool is_handy = value == 0 || (size >= 1e-4 && size < 1e9);
  const auto form = is_handy ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, form).ptr;
  std::string text(buffer, end);
  // Readers of YAML 1.1 take 1e+05 for text: they want a point in the mantissa.
  const std::size_t exponent = text.find('e');
  if (exponent != std::string::npos && text.find('.') == std::string::npos) text.insert(exponent, ".0");
  return text;
}

std::string value_text(const Value& value) {
  return std::visit(ToText{}, value);
}

std::string to_yaml(const RunParameters& run) {
  std::string out;
  std::string previous;
  for (const Row& row : schema()) {
    const std::size_t depth = open_sections(previous, row.key, out);
    const Value value = row.get(run);
    const std::string text = row.kind == Kind::choice    ? std::get<std::string>(value)
                             : row.kind == Kind::therapy ? therapy_lines(std::get<Therapy>(value))
                                                         : value_text(value);
    const char* between = text.starts_with('\n') ? ":" : ": ";
    out += std::string(2 * depth, ' ') + row.key.substr(row.key.rfind('.') + 1) + between + text;
    if (row.unit != "1") out += "  # " + row.unit;
    out += '\n';
    previous = row.key;
  }
  return out;
}

}  // namespace tilscape
