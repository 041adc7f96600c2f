// Buffers: zeroed when made, growing keeps what it is told to, moving leaves nothing behind.
#include "core/memory.hpp"

#include <numeric>
#include <utility>
#include <vector>

#include "core/errors.hpp"
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

TEST_CASE("too much memory is an error of its own, with the bytes asked for") {
  HostMemory memory;
  CHECK_THROWS_AS(Buffer<std::uint64_t>(memory, std::size_t{1} << 58), OutOfMemory);
}

}  // namespace tilscape
