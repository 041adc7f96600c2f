// Numbers as programs of different countries write them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tilscape {

/// What a field of a table is, where a number is expected.
enum class FieldForm { number, percent, missing, decimal_comma, thousands, point_beside_commas, other };

struct FieldNumber {
  FieldForm form;
  double value;  // of a number, and the number before a percent sign
};

/// Reads one field. A plus may stand before a number and a percent sign behind it; nothing, NA, NaN, null and
/// their like are `missing`. A number with the other decimal mark, or with thousands set apart, is said to be
/// that and has no value. Test: tests/tools/numbers_test.cpp
FieldNumber read_field(std::string_view text, bool decimal_commas);

/// Does a field say that nothing is known? Nothing, NA, #N/A, NaN, None, null.
bool is_missing(std::string_view text);

/// What a field that is not a number should have been, for a message: "a decimal comma; expected …".
std::string expected_instead(FieldForm form);

enum class DecimalMark { point, comma, unclear };

/// Which mark the numbers of a table have, by its first rows.
/// @param rows  fields, each row as long as the header
/// @param read  the columns whose numbers will be used. The others bear witness where these are silent.
/// `unclear`: all that is known is numbers like 1,234. Test: tests/tools/numbers_test.cpp
DecimalMark decimal_mark_of(const std::vector<std::vector<std::string>>& rows,
                            std::span<const std::size_t> read);

/// A cell is positive for a marker when its field says so: TRUE, yes, pos, positive, +, CD8+ against FALSE,
/// no, neg, negative, -, CD8-; case does not matter.
enum class MarkerWord { positive, negative, none };
MarkerWord read_marker_word(std::string_view text);

}  // namespace tilscape
