// What has to hold between parameters, once each of them is in its own range.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agents/parameters.hpp"

namespace tilscape {

/// A rule that two or more parameters break together.
struct Conflict {
  std::vector<std::string> keys;  // the ones involved, the first one in the lead
  std::string what;               // what was wrong; what was expected
};

/// Every broken rule. Test: tests/config/check_test.cpp
std::vector<Conflict> find_conflicts(const RunParameters& run);

/// Memory per site, agents and fields included: what a lattice too large is reported with.
inline constexpr double bytes_per_site = 42;

/// Is the lattice too large to be indexed with 32 bits? Then the text says how much memory it would take.
std::optional<std::string> world_too_large(const RunParameters& run);

}  // namespace tilscape
