// Pieces made by several threads, taken in order.
#include "core/io/hdf5/piece_makers.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("Pieces are taken in order, once, and made at most so many slots ahead", "[piece_makers]") {
  const std::size_t threads = GENERATE(1, 2, 4), slots = GENERATE(1, 3, 8), n = GENERATE(0, 1, 2, 9, 100);
  std::vector<std::size_t> slot(slots);
  std::atomic<std::size_t> taken{0}, made{0};
  std::atomic<bool> is_wrong{false};
  std::vector<std::size_t> order;
  {
    PieceMakers makers(slots, threads, [&](std::size_t i, std::size_t thread) {
      if (i >= taken + slots || thread >= threads) is_wrong = true;
      slot[i % slots] = i * i;
      ++made;
    });
    makers.add(n / 3);  // as two arrays, the second of which is there before the first is taken
    makers.add(n - n / 3);
    for (std::size_t k = 0; k < n; ++k)
      makers.take_next([&](std::size_t i) {
        std::this_thread::sleep_for(
            std::chrono::microseconds(50));  // the others get as far ahead as they may
        order.push_back(i);
        if (slot[i % slots] != i * i) is_wrong = true;
        ++taken;
      });
  }
  REQUIRE_FALSE(is_wrong);
  REQUIRE(made == n);
  REQUIRE(order.size() == n);
  for (std::size_t i = 0; i < n; ++i) REQUIRE(order[i] == i);
}

TEST_CASE("What a piece throws comes back, and no later piece is taken", "[piece_makers]") {
  const std::size_t threads = GENERATE(1, 2, 4);
  const bool while_made = GENERATE(true, false);
  std::size_t taken = 0;
  const auto run = [&] {
    PieceMakers makers(4, threads, [&](std::size_t i, std::size_t) {
      if (while_made && i == 20) throw std::runtime_error("piece 20");
    });
    makers.add(50);
    for (std::size_t k = 0; k < 50; ++k)
      makers.take_next([&](std::size_t i) {
        if (!while_made && i == 20) throw std::runtime_error("piece 20");
        ++taken;
      });
  };
  REQUIRE_THROWS_WITH(run(), "piece 20");
  REQUIRE(taken <= 20);
}

TEST_CASE("Pieces that nobody takes hold nobody up", "[piece_makers]") {
  PieceMakers makers(3, 2, [](std::size_t, std::size_t) {});
  makers.add(100);
  makers.take_next([](std::size_t i) { REQUIRE(i == 0); });
}
