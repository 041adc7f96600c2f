// Parameter sets: what `sweep` in a configuration stands for, and a run that has some.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "config/read/places.hpp"
#include "config/read/yaml_tree.hpp"
#include "config/schema/schema.hpp"

namespace tilscape {

/// What a parameter set says of one key, and in which line.
struct SweptValue {
  const Row* row;
  Value value;
  int line;
};
using ParameterSet = std::vector<SweptValue>;

/// What a user should know of a key that is read all the same.
struct KeyRemark {
  int line;
  std::string key;
  std::string what;
};

/// A configuration with its sweep.
struct SweptRun {
  RunParameters base;
  std::vector<ParameterSet> sets;  // one at least; the only one of a run without a sweep is empty
  Places places{};
  std::vector<KeyRemark> remarks{};

  /// The base with the values of one set.
  RunParameters parameters(std::size_t set) const;
  /// The rows that any set has a value for, in the order in which they first appear.
  std::vector<const Row*> rows() const;
};

struct SweepProblem {
  int line;
  std::string key;  // "sweep", or "sweep." and the key it is about
  std::string what;
  bool refuses = true;  // else the value holds all the same
};

inline constexpr std::size_t most_parameter_sets = 100000;

/// A map `{key: [value, …], …}` is every combination, the first key varying slowest; a list
/// `[{key: value, …}, …]` is these sets. Keys are dotted paths of the schema; `therapy`, a whole schedule; or
/// paths into the schedule of the set (config/schema/therapy_rows.hpp), such as `therapy[0].dose_mg`.
/// @returns nothing when there is no set, or when there was a problem
/// Test: tests/config/sweep_test.cpp
std::vector<ParameterSet> to_parameter_sets(const YamlNode& sweep, std::vector<SweepProblem>& problems);

/// A value for people and tables: text without quotes.
std::string text_of(const SweptValue& value);
/// "t_cell.hits_per_h = 2, tumour.division_per_day = 0.5".
std::string text_of(const ParameterSet& set);

}  // namespace tilscape
