// What has to hold between parameters, once each of them is in its own range.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agents/parameters/parameters.hpp"
#include "config/schema/presence.hpp"

namespace tilscape {

/// A rule that two or more parameters break together.
struct Conflict {
  std::vector<std::string> keys;  // the ones involved, the first one in the lead
  std::string what;               // what was wrong; what was expected
};

/// Of the therapy with the run, and among its items. Test: tests/config/therapy_test.cpp
std::vector<Conflict> therapy_conflicts(const RunParameters& run);
/// Of each field with the lattice and the run. Test: tests/config/check_test.cpp
std::vector<Conflict> field_conflicts(const RunParameters& run);
/// "therapy[2]", the key of the third item.
std::string therapy_key(std::size_t item);

/// Between the clock and the cells that are there or may come. Of a table that was not read yet no cell
/// counts: ask again when it is. Test: tests/config/check_test.cpp
std::vector<Conflict> cell_conflicts(const RunParameters& run, const Presence& cells);
/// Every broken rule. Test: tests/config/check_test.cpp
std::vector<Conflict> find_conflicts(const RunParameters& run);

/// Memory per site, agents and fields included: what a lattice too large is reported with.
inline constexpr double bytes_per_site = 42;

/// What 32 bits can index: the last index means "no site".
inline constexpr double most_world_sites = 4294967294.0;

/// Is a world of so many members too large to be indexed with 32 bits? Then the text says how much memory it
/// would take.
std::optional<std::string> world_too_large(const RunParameters& run, std::uint64_t members = 1);

}  // namespace tilscape
