// "Did you mean": the known word nearest to a mistyped one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tilscape {

/// The candidate with the fewest typing errors (insert, delete, replace, swap of neighbours) from `word`, or
/// one that begins with it; empty if none is near. Test: tests/config/suggest_test.cpp
std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

/// "; did you mean 'x'?", or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

/// A file of another kind would take long to find advice for.
inline constexpr std::size_t most_suggestions = 100;

/// The same for a dotted key: a mistyped name among its neighbours, else a key of that name in any section.
std::string suggest_key(const std::string& key);

}  // namespace tilscape
