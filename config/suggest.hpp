// "Did you mean": the known word nearest to a mistyped one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tilscape {

/// The candidate with the fewest typing errors (insert, delete, replace, swap of neighbours) from `word`, or
/// one that begins with it; empty if none is near. Test: tests/config/suggest_test.cpp
std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

/// "; did you mean 'x'?", or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace tilscape
