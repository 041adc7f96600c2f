// Pieces made by several threads, taken in order.
#include "core/io/in_order.hpp"

#include <atomic>
#include <stdexcept>

#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("Pieces are taken in order, once, and made at most so many slots ahead", "[in_order]") {
  const std::size_t threads = GENERATE(1, 2, 4), slots = GENERATE(1, 3, 8), n = GENERATE(0, 1, 2, 9, 100);
  std::vector<std::size_t> slot(slots);
  std::atomic<std::size_t> taken{0}, made{0};
  std::atomic<bool> is_too_far{false};
  std::vector<std::size_t> order;
  in_order(
      n, slots, threads,
      [&](std::size_t i, std::size_t thread) {
        if (i >= taken + slots || thread >= threads) is_too_far = true;
        slot[i % slots] = i * i;
        ++made;
      },
      [&](std::size_t i) {
        order.push_back(i);
        if (slot[i % slots] != i * i) is_too_far = true;
        ++taken;
      });
  REQUIRE_FALSE(is_too_far);
  REQUIRE(made == n);
  REQUIRE(order.size() == n);
  for (std::size_t i = 0; i < n; ++i) REQUIRE(order[i] == i);
}

TEST_CASE("What a piece throws comes back, and no later piece is taken", "[in_order]") {
  const std::size_t threads = GENERATE(1, 2, 4);
  const bool while_made = GENERATE(true, false);
  std::size_t taken = 0;
  const auto run = [&] {
    in_order(
        50, 4, threads,
        [&](std::size_t i, std::size_t) {
          if (while_made && i == 20) throw std::runtime_error("piece 20");
        },
        [&](std::size_t i) {
          if (!while_made && i == 20) throw std::runtime_error("piece 20");
          ++taken;
        });
  };
  REQUIRE_THROWS_WITH(run(), "piece 20");
  REQUIRE(taken <= 20);
}
