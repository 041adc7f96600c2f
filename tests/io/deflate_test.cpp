// Streams from either compressor are zlib streams that give the bytes back; the shuffle is HDF5's.
#include "core/io/hdf5/deflate.hpp"

#include <zlib.h>

#include <algorithm>

#include "core/base/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

std::vector<std::byte> pattern(std::size_t size, bool compressible) {
  std::vector<std::byte> bytes(size);
  std::uint32_t x = 1;
  for (std::size_t i = 0; i < size; ++i) {
    x = x * 1664525u + 1013904223u;
    bytes[i] = static_cast<std::byte>(compressible ? i / 1000 : x >> 24);
  }
  return bytes;
}

std::vector<std::byte> inflate(const std::vector<std::byte>& stream, std::size_t size) {
  std::vector<std::byte> bytes(size + 1);  // one more, to notice too many
  uLongf length = bytes.size();
  const int status = uncompress(reinterpret_cast<Bytef*>(bytes.data()), &length,
                                reinterpret_cast<const Bytef*>(stream.data()), stream.size());
  REQUIRE(status == Z_OK);
  bytes.resize(length);
  return bytes;
}

std::vector<std::byte> deflate(const std::vector<std::byte>& bytes, Deflate method) {
  std::vector<std::byte> stream(Deflater::bound(bytes.size()));
  stream.resize(Deflater(method).compress(bytes, stream));
  return stream;
}

/// Leaves a small number all over the stack, where the next function's locals will lie.
[[gnu::noinline]] void litter_stack(std::uint16_t number) {
  volatile std::uint16_t litter[120000];
  for (auto& word : litter) word = number;
}

}  // namespace

TEST_CASE("The same bytes give the same stream, whatever lay in memory before", "[deflate]") {
  std::vector<std::byte> bytes(400);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i % 40 * (i % 3));
  litter_stack(0);
  const std::vector<std::byte> stream = deflate(bytes, Deflate::best_available);
  for (std::uint16_t number = 1; number < 20; ++number) {
    litter_stack(number);
    REQUIRE(deflate(bytes, Deflate::best_available) == stream);
  }
}

// Bytes that repeat every 50: a compressor that mistakes one of the first three finds another first match.
// ISA-L by itself does so for one address in 2,700.
TEST_CASE("The same bytes give the same stream, wherever a deflater lies in memory", "[deflate]") {
  std::vector<Deflater> deflaters(8);  // all at once, so that each lies elsewhere
  std::vector<std::byte> bytes(600), stream(Deflater::bound(600)), again(stream.size());
  for (std::uint32_t number = 0; number < 4000; ++number) {
    for (std::uint32_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<std::byte>((number * 50 + i % 50) * 2654435761u >> 24);
    const std::size_t length = deflaters[0].compress(bytes, stream);
    int others = 0;
    for (Deflater& deflater : deflaters)
      others +=
          deflater.compress(bytes, again) != length ||
          !std::equal(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(length), again.begin());
    CAPTURE(number);
    REQUIRE(others == 0);
  }
}

TEST_CASE("zlib inflates what either compressor wrote", "[deflate]") {
  std::vector<Deflate> methods = {Deflate::zlib, Deflate::best_available};
  if (have_isal()) methods.push_back(Deflate::isal);
  for (const Deflate method : methods)
    for (const std::size_t size : {1u, 31u, 65535u, 65536u, 1u << 20})
      for (const bool compressible : {true, false}) {
        CAPTURE(static_cast<int>(method), size, compressible);
        const std::vector<std::byte> bytes = pattern(size, compressible);
        const std::vector<std::byte> stream = deflate(bytes, method);
        REQUIRE(inflate(stream, size) == bytes);
        if (compressible && size > 60000) REQUIRE(stream.size() < size / 20);
      }
}

TEST_CASE("Asking for ISA-L where it is not built in is an error", "[deflate]") {
  if (have_isal()) {
    REQUIRE_NOTHROW(deflate(pattern(8, true), Deflate::isal));
  } else {
    REQUIRE_THROWS_AS(deflate(pattern(8, true), Deflate::isal), OutputError);
  }
}

TEST_CASE("The shuffle gathers byte planes", "[deflate]") {
  const std::uint8_t from[6] = {1, 2, 3, 4, 5, 6};
  std::uint8_t to[6];
  const auto shuffle_by = [&](std::size_t element_bytes) {
    shuffle_bytes(reinterpret_cast<const std::byte*>(from), reinterpret_cast<std::byte*>(to), 6,
                  element_bytes);
    return std::vector<int>(to, to + 6);
  };
  REQUIRE(shuffle_by(1) == std::vector<int>{1, 2, 3, 4, 5, 6});
  REQUIRE(shuffle_by(2) == std::vector<int>{1, 3, 5, 2, 4, 6});
  REQUIRE(shuffle_by(3) == std::vector<int>{1, 4, 2, 5, 3, 6});
}
