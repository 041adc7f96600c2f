// One function per kind of row. Numbers are read by from_chars: no locale, no hexadecimal, nothing left over.
#include "config/read/convert.hpp"

#include <algorithm>
#include <charconv>

#include "config/read/text_file.hpp"
#include "config/schema/suggest.hpp"

namespace tilscape {
namespace {

using Complaints = std::vector<Complaint>;

/// Complains "found …; expected …" and returns nothing.
std::nullopt_t refuse(const Row& row, const YamlNode& node, const std::string& hint, Complaints& complaints) {
  complaints.push_back({node.line, "found " + shown(node) + hint + "; expected " + expectation(row)});
  return std::nullopt;
}

bool is_plain(const YamlNode& node) {
  return node.form == YamlNode::Form::scalar && !node.is_quoted;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Does a number begin here, as opposed to `inf`, `nan` or text?
bool begins_number(const char* at, const char* end) {
  if (at != end && *at == '-') ++at;
  return at != end && (is_digit(*at) || (*at == '.' && at + 1 != end && is_digit(at[1])));
}

/// The scalar without a leading plus, which from_chars does not take.
std::pair<const char*, const char*> digits(const std::string& text) {
  const bool has_plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
  return {text.data() + has_plus, text.data() + text.size()};
}

std::optional<double> to_number(const Row& row, const YamlNode& node, Complaints& complaints) {
  if (!is_plain(node)) return refuse(row, node, node.is_quoted ? " in quotes" : "", complaints);
  const auto [begin, end] = digits(node.text);
  if (!begins_number(begin, end)) return refuse(row, node, "", complaints);
  double value = 0;
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (error == std::errc::result_out_of_range)
    return refuse(row, node, ", beyond what a double can hold", complaints);
  if (stop != end) return refuse(row, node, ", more than a number (the unit is part of the key)", complaints);
  return value + 0.0;  // −0 becomes 0
}

std::optional<std::uint64_t> to_integer(const Row& row, const YamlNode& node, Complaints& complaints) {
  if (!is_plain(node)) return refuse(row, node, node.is_quoted ? " in quotes" : "", complaints);
  const auto [begin, end] = digits(node.text);
  if (!begins_number(begin, end)) return refuse(row, node, "", complaints);
  if (*begin == '-') return refuse(row, node, ", below 0", complaints);
  if (*begin == '0' && begin + 1 != end && is_digit(begin[1]))
    return refuse(row, node, ", a leading 0 that may mean octal", complaints);
  std::uint64_t value = 0;
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (error == std::errc::result_out_of_range) return refuse(row, node, ", too large", complaints);
  if (stop != end) return refuse(row, node, ", not digits alone", complaints);
  return value;
}

std::optional<Value> to_boolean(const Row& row, const YamlNode& node, Complaints& complaints) {
  if (is_plain(node) && node.text == "true") return true;
  if (is_plain(node) && node.text == "false") return false;
  return refuse(row, node, "", complaints);
}

std::optional<Value> to_text(const Row& row, const YamlNode& node, Complaints& complaints) {
  if (node.form != YamlNode::Form::scalar) return refuse(row, node, "", complaints);
  return node.text;
}

std::optional<Value> to_choice(const Row& row, const YamlNode& node, Complaints& complaints) {
  if (node.form != YamlNode::Form::scalar) return refuse(row, node, "", complaints);
  if (std::find(row.words.begin(), row.words.end(), node.text) != row.words.end()) return node.text;
  complaints.push_back({node.line, "'" + excerpt(node.text) + "' is not known; expected " + expectation(row) +
                                       did_you_mean(node.text, row.words)});
  return std::nullopt;
}

std::optional<Value> to_list(const Row& row, const YamlNode& node, Complaints& complaints) {
  if (node.form != YamlNode::Form::list) return refuse(row, node, "", complaints);
  IntegerList list;
  for (const YamlNode& item : node.items)
    if (const auto value = to_integer(row, item, complaints)) list.push_back(*value);
  if (list.size() != node.items.size()) return std::nullopt;
  return list;
}

/// What an entry of a map is called today.
std::string name_today(const Row& row, const YamlNode& key, Complaints& complaints) {
  const std::string name = key.form == YamlNode::Form::scalar ? key.text : std::string();
  const auto old = row.old_words.find(name);
  if (old == row.old_words.end()) return name;
  complaints.push_back(
      {key.line,
       "'" + name + "' is the old name of " + old->second + " and taken for it; expected " + old->second,
       false});
  return old->second;
}

bool is_new_name(const Row& row, const YamlNode& key, const std::string& name, const NumberMap& so_far,
                 Complaints& complaints) {
  if (std::find(row.words.begin(), row.words.end(), name) == row.words.end()) {
    complaints.push_back({key.line, shown(key) + " is not known; expected " + expectation(row) +
                                        did_you_mean(name, row.words)});
    return false;
  }
  if (std::none_of(so_far.begin(), so_far.end(), [&](const auto& entry) { return entry.first == name; }))
    return true;
  complaints.push_back({key.line, "'" + name + "' stands twice; expected each name once"});
  return false;
}

std::optional<Value> to_map(const Row& row, const YamlNode& node, Complaints& complaints) {
  if (node.form != YamlNode::Form::map) return refuse(row, node, "", complaints);
  NumberMap map;
  const auto before = static_cast<std::ptrdiff_t>(complaints.size());
  for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
    const YamlNode& key = node.items[i];
    const std::string name = name_today(row, key, complaints);
    const auto number = to_number(row, node.items[i + 1], complaints);
    if (is_new_name(row, key, name, map, complaints) && number) map.emplace_back(name, *number);
  }
  if (std::any_of(complaints.begin() + before, complaints.end(), [](const auto& c) { return c.refuses; }))
    return std::nullopt;
  return map;
}

std::optional<Value> parse(const Row& row, const YamlNode& node, Complaints& complaints) {
  switch (row.kind) {
    case Kind::boolean:
      return to_boolean(row, node, complaints);
    case Kind::integer:
      return to_integer(row, node, complaints);
    case Kind::number:
      return to_number(row, node, complaints);
    case Kind::choice:
      return to_choice(row, node, complaints);
    case Kind::text:
      return to_text(row, node, complaints);
    case Kind::integer_list:
      return to_list(row, node, complaints);
    case Kind::number_map:
      return to_map(row, node, complaints);
    case Kind::therapy:
    case Kind::sweep:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::string shown(const YamlNode& node) {
  switch (node.form) {
    case YamlNode::Form::null:
      return "no value";
    case YamlNode::Form::scalar:
      return "'" + excerpt(node.text) + "'";
    case YamlNode::Form::list:
      return "a list";
    case YamlNode::Form::map:
      return "a map";
  }
  return {};
}

std::optional<Value> to_value(const Row& row, const YamlNode& node, std::vector<Complaint>& complaints) {
  std::optional<Value> value = parse(row, node, complaints);
  if (!value) return std::nullopt;
  if (const auto problem = check_value(row, *value)) {
    complaints.push_back({node.line, *problem});
    return std::nullopt;
  }
  return value;
}

}  // namespace tilscape
