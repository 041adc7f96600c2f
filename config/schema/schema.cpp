// Assembles the table and answers questions about single rows.
#include "config/schema/schema.hpp"

#include <algorithm>
#include <cmath>

#include "config/schema/rows.hpp"

namespace tilscape {
namespace {

std::vector<Row> assemble() {
  std::vector<Row> table;
  rows::add_run_rows(table);
  rows::add_field_rows(table);
  rows::add_tumour_rows(table);
  rows::add_genome_rows(table);
  rows::add_vessel_rows(table);
  rows::add_immune_rows(table);
  rows::add_walker_rows(table);
  rows::add_body_rows(table);
  rows::add_treatment_rows(table);
  rows::add_output_rows(table);
  rows::add_readout_rows(table);
  return table;
}

std::string range_text(const Row& row) {
  const NumberRange& r = row.numbers;
  const std::string unit = row.unit == "1" ? "" : " " + row.unit;
  if (r.low_excluded) return "above " + number_text(r.low) + ", at most " + number_text(r.high) + unit;
  return number_text(r.low) + " to " + number_text(r.high) + unit;
}

std::string range_text(const IntegerRange& r) {
  return std::to_string(r.low) + " to " + std::to_string(r.high);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// The names of a map: all of them, or the first and the last of a long sequence.
std::string names_text(const std::vector<std::string>& words) {
  constexpr std::size_t many = 20;
  return words.size() > many ? words.front() + " to " + words.back() : joined(words);
}

std::string list_expectation(const Row& row) {
  const ListShape& s = row.shape;
  const std::string count = s.at_least == s.at_most
                                ? std::to_string(s.at_least)
                                : std::to_string(s.at_least) + " to " + std::to_string(s.at_most);
  return "a list of " + count + (s.distinct ? " different" : "") + " whole numbers, each " +
         range_text(row.integers);
}

using Problem = std::optional<std::string>;

Problem out_of_range(const Row& row, const std::string& value) {
  return value + " is out of range; expected " + expectation(row);
}

Problem check_number(const Row& row, double value) {
  const NumberRange& r = row.numbers;
  if (!std::isfinite(value))
    return number_text(value) + " is not a finite number; expected " + expectation(row);
  const bool too_low = r.low_excluded ? value <= r.low : value < r.low;
  if (too_low || value > r.high) return out_of_range(row, number_text(value));
  return {};
}

Problem check_integer(const Row& row, std::uint64_t value) {
  if (value < row.integers.low || value > row.integers.high) return out_of_range(row, std::to_string(value));
  return {};
}

Problem check_word(const Row& row, const std::string& word) {
  if (row.kind == Kind::text || std::find(row.words.begin(), row.words.end(), word) != row.words.end())
    return {};
  return "'" + word + "' is not known; expected " + expectation(row);
}

Problem check_list(const Row& row, const IntegerList& list) {
  if (list.size() < row.shape.at_least || list.size() > row.shape.at_most)
    return "has " + std::to_string(list.size()) + " items; expected " + expectation(row);
  for (std::uint64_t item : list)
    if (Problem p = check_integer(row, item)) return p;
  IntegerList sorted = list;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (row.shape.distinct && twice != sorted.end())
    return std::to_string(*twice) + " stands twice; expected " + expectation(row);
  return {};
}

Problem check_map(const Row& row, const NumberMap& map) {
  for (const auto& [name, number] : map) {
    if (Problem p = check_word(row, name)) return p;
    if (Problem p = check_number(row, number)) return name + ": " + *p;
  }
  return {};
}

}  // namespace

const std::vector<Row>& schema() {
  static const std::vector<Row> table = assemble();
  return table;
}

const Row* find_row(std::string_view key) {
  const auto& table = schema();
  const auto found = std::find_if(table.begin(), table.end(), [key](const Row& row) {
    return row.key == key || (!key.empty() && row.old_key == key);
  });
  return found == table.end() ? nullptr : &*found;
}

bool is_section(std::string_view path) {
  const auto inside = [path](const Row& row) {
    return row.key.size() > path.size() && row.key[path.size()] == '.' &&
           row.key.compare(0, path.size(), path) == 0;
  };
  return std::any_of(schema().begin(), schema().end(), inside);
}

std::string expectation(const Row& row) {
  switch (row.kind) {
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "a whole number, " + range_text(row.integers);
    case Kind::number:
      return "a number, " + range_text(row);
    case Kind::choice:
      return "one of: " + joined(row.words);
    case Kind::text:
      return "text";
    case Kind::integer_list:
      return list_expectation(row);
    case Kind::number_map:
      return "a map from names (" + names_text(row.words) + ") to numbers, " + range_text(row);
    case Kind::therapy:
      return "a list of treatments";
    case Kind::sweep:
      return "a map {key: [value, ...], ...} or a list [{key: value, ...}, ...]";
  }
  return {};
}

std::optional<std::string> check_value(const Row& row, const Value& value) {
  switch (row.kind) {
    case Kind::boolean:
      return {};
    case Kind::integer:
      return check_integer(row, std::get<std::uint64_t>(value));
    case Kind::number:
      return check_number(row, std::get<double>(value));
    case Kind::choice:
    case Kind::text:
      return check_word(row, std::get<std::string>(value));
    case Kind::integer_list:
      return check_list(row, std::get<IntegerList>(value));
    case Kind::number_map:
      return check_map(row, std::get<NumberMap>(value));
    case Kind::therapy:
    case Kind::sweep:
      return {};
  }
  return {};
}

RunParameters unset_parameters() {
  RunParameters run;
  for (int f = 0; f < field_count; ++f) {
    run.model.fields[f].name = field_table[f].name;
    run.model.fields[f].unit = field_table[f].unit;
  }
  return run;
}

RunParameters default_parameters() {
  RunParameters run = unset_parameters();
  for (const Row& row : schema()) row.set(run, row.default_value);
  return run;
}

}  // namespace tilscape
