// Values of options that must not pass for something else.
#include "tools/terminal/option_checks.hpp"

#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("a seed is digits alone, and fits 64 bits", "[tools]") {
  for (const char* good : {"0", "7", "18446744073709551615"}) CHECK(wrong_with_whole_number(good).empty());
  for (const char* bad : {"", "-3", "+3", " 3", "3.5", "1e3", "0x10", "18446744073709551616"})
    CHECK(wrong_with_whole_number(bad) ==
          "found '" + std::string(bad) + "'; expected a whole number, 0 to 18446744073709551615");
}

TEST_CASE("a day is a number from 0 to 100000", "[tools]") {
  for (const char* good : {"0", "0.5", "1e5"}) CHECK(wrong_with_day(good).empty());
  for (const char* bad : {"", "nan", "inf", "-1", "100001", "1e400", "5d"})
    CHECK(wrong_with_day(bad) == "found '" + std::string(bad) + "'; expected a day, 0 to 100000");
}

TEST_CASE("a wall time is above 0 and no more than 1e9 s", "[tools]") {
  for (const char* good : {"0.1", "1e9"}) CHECK(wrong_with_seconds(good).empty());
  for (const char* bad : {"", "0", "-1", "nan", "inf", "1e400", "2e9"})
    CHECK(wrong_with_seconds(bad) ==
          "found '" + std::string(bad) + "'; expected a time above 0, at most 1e9 s");
}
