// The schema: one table with a row per parameter (key, unit, range, default, meaning, source). Defaults,
// parsing, validation, `tilscape params` and the echo in run.yaml all read this table. Free of YAML: plain
// C++20.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "agents/parameters/parameters.hpp"

namespace tilscape {

enum class Kind { boolean, integer, number, choice, text, integer_list, number_map, therapy, sweep };

/// Where a default comes from. `setting` is a choice about the run, not a claim about biology.
enum class Status : char {
  model_file = 'F',  // read in a published model's file
  paper = 'P',       // read in an abstract or page excerpt
  computed = 'N',    // computed or measured for this project
  memory = 'M',      // from memory or an assumption: a free parameter until sourced
  setting = 'S',
};

/// Number per name, in the order of the row's words; names that are absent stand for 0.
using NumberMap = std::vector<std::pair<std::string, double>>;
using IntegerList = std::vector<std::uint64_t>;

/// What a row holds: boolean → bool, integer → u64, number → double, choice and text → string,
/// integer_list → IntegerList, number_map → NumberMap, therapy → Therapy. A sweep is none of a run's
/// parameters: it holds the empty list (config/read/sweep.hpp reads it).
using Value = std::variant<bool, std::uint64_t, double, std::string, IntegerList, NumberMap, Therapy>;

struct NumberRange {
  double low = 0;
  double high = 0;
  bool low_excluded = false;
};

struct IntegerRange {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

/// How many items a list has, and whether an item may occur twice.
struct ListShape {
  std::size_t at_least = 0;
  std::size_t at_most = 0;
  bool distinct = false;
};

/// One parameter. `get` and `set` are its place in RunParameters; `set` expects a value that passed
/// check_value().
struct Row {
  std::string key;      // dotted path, `tumour.division_per_day`
  std::string old_key;  // what it was before, and may still be written as; empty: it has always been `key`
  std::string unit;     // "1" for a pure number
  Kind kind = Kind::number;
  NumberRange numbers;                           // number, number_map: range of each value
  IntegerRange integers;                         // integer, integer_list: range of each item
  ListShape shape;                               // integer_list
  std::vector<std::string> words;                // choice: what may stand there; number_map: its names
  std::map<std::string, std::string> old_words;  // number_map: names of earlier versions, and today's
  std::string doc;
  std::string source;
  Status status = Status::memory;
  Value default_value;
  std::function<Value(const RunParameters&)> get;
  std::function<void(RunParameters&, const Value&)> set;
};

/// Every row, in the order in which they are documented and echoed; rows of one section stand together.
const std::vector<Row>& schema();

/// The row of a dotted key, by its old one too, or nullptr.
/// Test: tests/config/old_keys_test.cpp
const Row* find_row(std::string_view key);

/// Is `path` the name of a group of keys, as `tumour` or `fields.oxygen` are?
bool is_section(std::string_view path);

/// What is wrong with a value of the row's kind, and what was expected; nothing if it may be set.
/// Test: tests/config/schema_test.cpp
std::optional<std::string> check_value(const Row& row, const Value& value);

/// What the row accepts, in words: "0 to 24 1/day", "one of: closed, periodic".
std::string expectation(const Row& row);

/// A run none of whose rows has been set: its fields are named, all else is as its types have it.
RunParameters unset_parameters();

/// A run with every default.
RunParameters default_parameters();

/// Every parameter with its resolved value, as YAML that reads back to the same bits.
std::string to_yaml(const RunParameters& run);

/// The items as YAML in flow style, a line each, or all in one line; "[]" when there are none.
std::string therapy_lines(const Therapy& therapy);
std::string therapy_text(const Therapy& therapy);

/// A value as YAML and JSON both write it: numbers in the shortest form that reads back to the same bits.
std::string value_text(const Value& value);
std::string number_text(double value);

}  // namespace tilscape
