// The therapy schedule: what stands under `therapy`, and how it is echoed.
#pragma once

#include <string>
#include <vector>

#include "agents/parameters/therapy.hpp"
#include "config/read/yaml_tree.hpp"

namespace tilscape {

struct TherapyProblem {
  int line;
  std::string key;  // "therapy", "therapy[1]" or "therapy[1].start.day": counted as paths of a sweep are
  std::string what;
};

inline constexpr std::size_t most_therapy_items = 1000;

/// A list of items, each with `drug` or `procedure`, its dose with its unit, and its times; or with
/// `regimen`, which stands for the items of config/read/regimens.hpp, and its start.
/// @param lines  gets the line of each item
/// Test: tests/config/therapy_test.cpp
Therapy to_therapy(const YamlNode& node, std::vector<int>& lines, std::vector<TherapyProblem>& problems);

}  // namespace tilscape
