// From what stands in a file to the value of a row: strict about types, ranges and names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/read/yaml_tree.hpp"
#include "config/schema/schema.hpp"

namespace tilscape {

struct Complaint {
  int line;
  std::string what;     // what was wrong; what was expected
  bool refuses = true;  // else the value holds all the same
};

/// What a node is, for "found …": 'text', "a list".
std::string shown(const YamlNode& node);

/// The value of `row` that a node stands for, in range; nothing, and at least one more complaint that
/// refuses it, otherwise.
/// Not for Kind::sweep and Kind::therapy, which config/read/sweep.hpp and config/read/read_therapy.hpp read.
std::optional<Value> to_value(const Row& row, const YamlNode& node, std::vector<Complaint>& complaints);

}  // namespace tilscape
