// Numbers of several countries, and the marks that decide between them.
#include "tools/tissue/numbers.hpp"

#include <array>

#include "tests/catch.hpp"

using namespace tilscape;

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// The mark by a table's first column, with the others as witnesses.
DecimalMark mark_of(const Rows& rows) {
  constexpr std::array<std::size_t, 1> first{0};
  return decimal_mark_of(rows, first);
}

}  // namespace

TEST_CASE("a field is a number, or it is known what it is instead") {
  for (const auto& [text, value] : {std::pair<const char*, double>{"6.5", 6.5},
                                    {"+6.5", 6.5},
                                    {"-1e3", -1000},
                                    {"\xe2\x88\x92"
                                     "2",
                                     -2}}) {
    CAPTURE(text);
    CHECK(read_field(text, false).form == FieldForm::number);
    CHECK(read_field(text, false).value == value);
  }
  CHECK(read_field("88.10 %", false).form == FieldForm::percent);
  CHECK(read_field("88.10 %", false).value == 88.1);
  for (const char* text : {"", "NA", "#N/A", "NaN", "nan", "None", "null"}) {
    CAPTURE(text);
    CHECK(read_field(text, false).form == FieldForm::missing);
    CHECK(is_missing(text));
  }
  for (const char* text :
       {"1,015.5", "1,015", "1,015,300", "-1,234.5", "1 015.5", "1'015", "1.015.300", "3,234.56 %"}) {
    CAPTURE(text);
    CHECK(read_field(text, false).form == FieldForm::thousands);
  }
  for (const char* text : {"12,5", "0,125", "1234,567", "1,5e3"}) {
    CAPTURE(text);
    CHECK(read_field(text, false).form == FieldForm::decimal_comma);
  }
  for (const char* text : {"inf", "bright", "1,", ",5", "1 um", "0x10", "1e999"}) {
    CAPTURE(text);
    CHECK(read_field(text, false).form == FieldForm::other);
  }
}

TEST_CASE("with decimal commas the comma is the point") {
  for (const auto& [text, value] : {std::pair<const char*, double>{"12,5", 12.5},
                                    {"1,234", 1.234},
                                    {"36", 36},
                                    {"-0,5", -0.5},
                                    {"1,5e3", 1500}}) {
    CAPTURE(text);
    CHECK(read_field(text, true).form == FieldForm::number);
    CHECK(read_field(text, true).value == value);
  }
  CHECK(read_field("88,10 %", true).value == 88.1);
  CHECK(read_field("12.5", true).form == FieldForm::point_beside_commas);
  CHECK(read_field("1.234,5", true).form == FieldForm::other);
  CHECK(read_field("1.234.567,5", true).form == FieldForm::thousands);
}

TEST_CASE("the columns that are read decide on the mark, the others where they are silent") {
  CHECK(mark_of({{"12.5", "1,5"}}) == DecimalMark::point);
  CHECK(mark_of({{"12", "x"}, {"12,5", "1.5"}}) == DecimalMark::comma);
  CHECK(mark_of({{"12", "0,01 %"}}) == DecimalMark::comma);
  CHECK(mark_of({{"12", "0,01 %"}, {"13", "1.5"}}) == DecimalMark::point);
  CHECK(mark_of({{"1,234", "a"}}) == DecimalMark::unclear);
  CHECK(mark_of({{"1,234", "0,5"}}) == DecimalMark::comma);
  CHECK(mark_of({{"1,234", "0.5"}}) == DecimalMark::point);
  CHECK(mark_of({{"1,234", "a"}, {"12,5", "a"}}) == DecimalMark::comma);
  CHECK(mark_of({{"12,5", "a"}, {"12.5", "a"}}) ==
        DecimalMark::point);  // and 12,5 is refused where it stands
  CHECK(mark_of({}) == DecimalMark::point);
}

TEST_CASE("a marker says yes or no in many words") {
  for (const char* text :
       {"TRUE", "true", "T", "yes", "pos", "Positive", "+", "CD8+", "CD8 positive", "PDL1_pos"}) {
    CAPTURE(text);
    CHECK(read_marker_word(text) == MarkerWord::positive);
  }
  for (const char* text :
       {"FALSE", "F", "no", "neg", "NEGATIVE", "-", "CD8-", "CD8\xe2\x88\x92", "CD8 negative"}) {
    CAPTURE(text);
    CHECK(read_marker_word(text) == MarkerWord::negative);
  }
  for (const char* text : {"", "CD8", "bright", "compos"}) {
    CAPTURE(text);
    CHECK(read_marker_word(text) == MarkerWord::none);
  }
}
