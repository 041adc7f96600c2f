#include "tools/machine/machine.hpp"

#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("a world has as many threads as it gives enough to do", "[machine]") {
  CHECK(threads_worth_having(1, 8) == 1);
  CHECK(threads_worth_having(93 * 70, 2) == 1);  // examples/02_tissue
  CHECK(threads_worth_having(23'999, 8) == 1);
  CHECK(threads_worth_having(24'000, 8) == 2);
  CHECK(threads_worth_having(24'000, 1) == 1);
  CHECK(threads_worth_having(1e6, 8) == 8);
  CHECK(threads_worth_having(1.7e10, 4096) == 4096);
}
