// Buffers: zeroed when made, growing keeps what it is told to, moving leaves nothing behind.
#include "core/execution/memory.hpp"

#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/errors.hpp"
#include "core/execution/host_team.hpp"
#include "tests/catch.hpp"

namespace tilscape {

TEST_CASE("a new buffer is zero") {
  HostMemory memory;
  for (const std::size_t n : {0u, 1u, 1000u, 3000000u}) {
    const Buffer<std::uint32_t> buffer(memory, n);
    CHECK(buffer.size() == n);
    CHECK(buffer.bytes() == 4 * n);
    CHECK(buffer.to_host() == std::vector<std::uint32_t>(n, 0));
  }
}

TEST_CASE("growing keeps the first values and zeroes the rest") {
  HostMemory memory;
  Buffer<std::uint32_t> buffer(memory, 100);
  std::vector<std::uint32_t> values(100);
  std::iota(values.begin(), values.end(), 1u);
  buffer.from_host(values.data(), values.size());
  buffer.grow(5000, 60);
  std::vector<std::uint32_t> expected(values.begin(), values.begin() + 60);
  expected.resize(5000, 0);
  CHECK(buffer.to_host() == expected);
  Buffer<std::uint32_t> empty(memory, 0);
  empty.grow(3, 0);
  CHECK(empty.to_host() == std::vector<std::uint32_t>(3, 0));
}

TEST_CASE("parts are copied in and out by place") {
  HostMemory memory;
  Buffer<std::uint16_t> buffer(memory, 6);
  const std::vector<std::uint16_t> values{7, 8};
  buffer.from_host(values.data(), 2, 3);
  CHECK(buffer.to_host() == std::vector<std::uint16_t>{0, 0, 0, 7, 8, 0});
  CHECK(buffer.to_host(2, 2) == std::vector<std::uint16_t>{0, 7});
  buffer.clear_values();
  CHECK(buffer.to_host() == std::vector<std::uint16_t>(6, 0));
}

TEST_CASE("moving a buffer hands its memory over") {
  HostMemory memory;
  Buffer<std::uint8_t> first(memory, 10);
  const std::uint8_t* data = first.data();
  Buffer<std::uint8_t> second = std::move(first);
  CHECK(second.data() == data);
  first = Buffer<std::uint8_t>(memory, 3);
  second = std::move(first);
  CHECK(second.size() == 3);
}

TEST_CASE("a buffer is cleared and copied in a part per thread, of a huge page at least") {
  constexpr std::size_t huge_page = std::size_t{2} << 20;
  CHECK(HostMemory::part_bytes(10, 4) == huge_page);
  CHECK(HostMemory::part_bytes(100'000'000, 1) == 100'003'840);  // whole pages
  CHECK(HostMemory::part_bytes(100'000'000, 8) == 12'500'992);
  CHECK(HostMemory::part_bytes(100'000'000, 64) == huge_page);  // 48 parts: every second node has its share
  CHECK(HostMemory::part_bytes(8'000'000'000, 64) == 125'001'728);
  for (const int threads : {1, 3}) {
    HostMemory memory(std::make_shared<HostTeam>(threads, [threads](std::uint64_t) { return threads; }));
    Buffer<std::uint32_t> buffer(memory, 5'000'001);
    std::vector<std::uint32_t> values(buffer.size());
    std::iota(values.begin(), values.end(), 1u);
    buffer.from_host(values.data(), values.size());
    CHECK(buffer.to_host() == values);
    buffer.clear_values();
    CHECK(buffer.to_host() == std::vector<std::uint32_t>(values.size(), 0));
  }
}

TEST_CASE("too much memory is an error of its own, with the bytes asked for") {
  HostMemory memory;
  CHECK_THROWS_AS(Buffer<std::uint64_t>(memory, std::size_t{1} << 58), OutOfMemory);
}

}  // namespace tilscape
