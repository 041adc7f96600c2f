// Who waits for whom between a GPU and its host, on a runtime that does nothing before it must: a wait that
// is missing reads rubbish, one too many shows in what has happened by then.
#include <memory>
#include <numeric>
#include <vector>

#include "core/base/errors.hpp"
#include "core/execution/memory.hpp"
#include "cuda/runtime/device_aside.hpp"
#include "cuda/runtime/device_memory.hpp"
#include "cuda/runtime/device_readback.hpp"
#include "tests/catch.hpp"
#include "tests/streams/late_runtime.hpp"

using namespace tilscape;

namespace {

using Values = std::vector<std::uint64_t>;

Values counting(std::size_t n, std::uint64_t first) {
  Values values(n);
  std::iota(values.begin(), values.end(), first);
  return values;
}

void write(Buffer<std::uint64_t>& buffer, const Values& values) {
  buffer.from_host(values.data(), values.size());
}

}  // namespace

TEST_CASE("small copies from the host hold what was there, and nobody waits for them") {
  constexpr std::size_t copies = 40, values = 3;
  DeviceMemory memory;
  Buffer<std::uint64_t> buffer(memory, copies * values);
  const std::size_t done = late::done();
  for (std::size_t k = 0; k < copies; ++k) {
    Values source = counting(values, 1 + k * values);
    buffer.from_host(source.data(), values, k * values);
    std::fill(source.begin(), source.end(), 0);
    if (k == 15) CHECK(late::done() == done);  // as many as there are slots
  }
  CHECK(late::done() < done + copies);
  CHECK(buffer.to_host() == counting(copies * values, 1));
  CHECK(late::faults() == 0);
}

TEST_CASE("copies of every size come back as they went") {
  DeviceMemory memory;
  constexpr std::size_t limit = PinnedUploads::most_bytes / 8, three_chunks = (std::size_t{17} << 20) / 8;
  for (const std::size_t n : {std::size_t{1}, limit, limit + 1, three_chunks + 5}) {
    Buffer<std::uint64_t> buffer(memory, n);
    write(buffer, counting(n, n));
    CHECK(buffer.to_host() == counting(n, n));
  }
  CHECK(late::faults() == 0);
}

TEST_CASE("counts set out at once, and are waited for when they are asked for") {
  DeviceMemory memory;
  Buffer<std::uint64_t> counts(memory, 100);
  DeviceReadback readback(memory, counts.size());
  for (std::uint64_t period = 0; period < 3; ++period) {
    write(counts, counting(100, 1000 * period));
    const std::size_t done = late::done();
    readback.begin(counts);
    counts.clear_values();  // the next period begins
    CHECK(late::done() == done);
    const auto told = readback.values();
    CHECK(Values(told.begin(), told.end()) == counting(100, 1000 * period));
    CHECK(late::done() > done);
  }
  CHECK(late::faults() == 0);
}

TEST_CASE("counts that nobody asks for leave nothing behind them") {
  DeviceMemory memory;
  Buffer<std::uint64_t> counts(memory, 100);
  {
    DeviceReadback readback(memory, counts.size());
    readback.begin(counts);
  }
  { const DeviceReadback empty(memory, 0); }
  memory.wait();
  CHECK(late::faults() == 0);
}

TEST_CASE("the second stream has what was copied, whatever the first one does next") {
  DeviceMemory memory;
  DeviceAside aside(memory);
  Buffer<std::uint64_t> world(memory, 5000);
  write(world, counting(5000, 7));
  Buffer<std::uint64_t> copy(aside, 5000), table(aside, 10);
  aside.copy(copy.data(), world.data(), world.bytes());
  write(world, counting(5000, 0));
  CHECK(copy.to_host() == counting(5000, 7));
  write(table, counting(10, 3));
  CHECK(table.to_host() == counting(10, 3));
  CHECK(world.to_host() == counting(5000, 0));
  CHECK(late::faults() == 0);
}

TEST_CASE("what was given back is room again, for a copy aside too") {
  constexpr std::size_t third = late::device_bytes / 3;
  DeviceMemory memory;
  const Buffer<unsigned char> world(memory, third);
  const std::size_t before = memory.room().free;
  CHECK(before == late::device_bytes - third);
  CHECK(memory.room().total == late::device_bytes);
  DeviceAside aside(memory);
  for (int snapshot = 0; snapshot < 3; ++snapshot) {
    {
      Buffer<unsigned char> copy(aside, third);
      aside.copy(copy.data(), world.data(), third);
      CHECK_THROWS_AS(Buffer<unsigned char>(aside, third), OutOfMemory);  // an eighth stays free
      CHECK(memory.room().free == before - third);
    }
    late::catch_up();
    CHECK(memory.room().free == before);
  }
  CHECK(late::faults() == 0);
}

TEST_CASE("memory that is not there is refused with what is") {
  DeviceMemory memory;
  const Buffer<unsigned char> world(memory, 1000);
  CHECK_THROWS_WITH(Buffer<unsigned char>(memory, late::device_bytes),
                    "device memory: cannot allocate 67108864 bytes; 67107864 of 67108864 bytes are free");
  CHECK(late::faults() == 0);
}
