// Near words are found, far ones are not offered.
#include "config/schema/suggest.hpp"

#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("the nearest word is the one with the fewest typing errors") {
  const std::vector<std::string> words{"seed", "speed", "duration_days", "lattice", "border", "boundary"};
  CHECK(nearest_word("sede", words) == "seed");
  CHECK(nearest_word("boundry", words) == "boundary");
  CHECK(nearest_word("lattcie", words) == "lattice");
  CHECK(nearest_word("duration", words) == "duration_days");  // its beginning
  CHECK(nearest_word("chemotaxis", words).empty());
  CHECK(nearest_word("x", words).empty());
  CHECK(nearest_word("64", {"14", "63"}).empty());
  CHECK(nearest_word("", words).empty());
  CHECK(nearest_word(std::string(100000, 'a'), words).empty());
}
