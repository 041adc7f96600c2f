// The executor's own passes, whatever the kernel: every size, every block.
#include "cuda/checks/executor_checks.hpp"
#include "tests/wide/holding.hpp"

namespace tilscape::testing {

void hold_passes(Holding& holding) {
  using namespace executor_checks;
  for (std::uint32_t n = 0; n <= largest_size; ++n)
    for (const std::uint32_t block : {1u, 3u, 8u, 17u, 64u, 256u}) {
      HostExecutor executor(1, block);
      const std::string where = "size " + std::to_string(n) + ", blocks of " + std::to_string(block);
      holding.hold("for_each", where, [&] { return after_each(executor, n); });
      holding.hold("for_each_marked", where, [&] { return after_marked(executor, n); });
      holding.hold("for_each_drawn", where, [&] { return after_drawn(executor, n); });
      holding.hold("exclusive_scan", where, [&] { return after_scan(executor, n, 0xffffffffu); });
      for (const std::uint32_t nx : {1u, 2u, 31u, 70u})
        holding.hold("for_each_row", where + ", rows of " + std::to_string(nx),
                     [&] { return after_rows(executor, n, nx); });
      for (const std::uint32_t slots : {1u, 3u})
        holding.hold("tally", where, [&] { return executor.tally(n, slots, Count{slots}); });
      holding.hold("maximum", where, [&] { return executor.maximum(n, Magnitude{}); });
    }
  for (const std::uint32_t n : {257u, 20011u}) {  // parts of several threads
    HostExecutor executor(3, 7);
    const std::string where = "size " + std::to_string(n) + ", 3 threads";
    holding.hold("for_each", where, [&] { return after_each(executor, n); });
    holding.hold("for_each_marked", where, [&] { return after_marked(executor, n); });
    holding.hold("for_each_drawn", where, [&] { return after_drawn(executor, n); });
    holding.hold("for_each_row", where, [&] { return after_rows(executor, n, 33); });
  }
}

}  // namespace tilscape::testing
