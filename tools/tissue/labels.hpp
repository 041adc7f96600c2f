// How labels of cells are compared.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tilscape {

/// A label without blanks at its ends, no-break spaces as spaces, and of a whole number "1.0" only "1"
/// (pandas turns cluster numbers into floats). Test: tests/tools/labels_test.cpp
std::string plain_label(std::string_view label);

/// Does a pattern fit the whole text? A star stands for any letters, or none; without one, nothing fits.
bool fits_pattern(std::string_view pattern, std::string_view text);

/// Letters of a pattern that are not stars: of two that fit, the one with more says more.
std::size_t own_letters(std::string_view pattern);

}  // namespace tilscape
