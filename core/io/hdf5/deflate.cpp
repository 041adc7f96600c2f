// Shuffle and deflate of one chunk with ISA-L or zlib.
#include "core/io/hdf5/deflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <string>
#include <type_traits>

#include "core/base/errors.hpp"
#ifdef TILSCAPE_HAVE_ISAL
#include <isa-l.h>
#endif

namespace tilscape {

#ifdef TILSCAPE_HAVE_ISAL
struct Deflater::Isal {
  isal_zstream z;
  std::vector<std::uint8_t> level_buffer = std::vector<std::uint8_t>(ISAL_DEF_LVL1_DEFAULT);

  std::size_t compress(std::span<const std::byte> bytes, std::span<std::byte> stream);
  void run(std::size_t bytes);
};

/// ISA-L 2.30 and 2.31 begin a long stream by putting a hash of where the stream's state lies in memory into
/// their table of matches, and so the same bytes give another stream now and then. A stream that begins with
/// a short block of its own does not take that way.
std::size_t Deflater::Isal::compress(std::span<const std::byte> bytes, std::span<std::byte> stream) {
  constexpr std::size_t first_block = 16;
  isal_deflate_init(&z);
  z.level = 1;
  z.level_buf = level_buffer.data();
  z.level_buf_size = static_cast<std::uint32_t>(level_buffer.size());
  z.gzip_flag = IGZIP_ZLIB;
  z.next_in = const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(bytes.data()));
  z.next_out = reinterpret_cast<std::uint8_t*>(stream.data());
  z.avail_out = static_cast<std::uint32_t>(stream.size());
  const std::size_t first = std::min(first_block, bytes.size());
  z.flush = SYNC_FLUSH;
  run(first);
  z.flush = NO_FLUSH;
  z.end_of_stream = 1;
  run(bytes.size() - first);
  if (z.internal_state.state != ZSTATE_END) throw OutputError("ISA-L cannot compress a chunk: no end");
  return z.total_out;
}

void Deflater::Isal::run(std::size_t bytes) {
  z.avail_in = static_cast<std::uint32_t>(bytes);
  const int status = isal_deflate(&z);
  if (status != COMP_OK || z.avail_in != 0)
    throw OutputError("ISA-L cannot compress a chunk (status " + std::to_string(status) + ")");
}
#else
struct Deflater::Isal {
  std::size_t compress(std::span<const std::byte>, std::span<std::byte>) { return 0; }
};
#endif

namespace {

std::size_t compress_zlib(std::span<const std::byte> bytes, std::span<std::byte> stream) {
  uLongf size = stream.size();
  const int status = compress2(reinterpret_cast<Bytef*>(stream.data()), &size,
                               reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), 1);
  if (status != Z_OK)
    throw OutputError("zlib cannot compress a chunk (status " + std::to_string(status) + ")");
  return size;
}

/// In blocks that stay in the nearest cache. A size that the compiler knows makes the inner loop a vector's.
template <class Size>
void shuffle(const std::byte* from, std::byte* to, std::size_t count, Size element_bytes) {
  constexpr std::size_t block = 1024;
  for (std::size_t first = 0; first < count; first += block) {
    const std::size_t n = std::min(block, count - first);
    for (std::size_t plane = 0; plane < element_bytes; ++plane) {
      const std::byte* in = from + first * element_bytes + plane;
      std::byte* out = to + plane * count + first;
      for (std::size_t i = 0; i < n; ++i) out[i] = in[i * element_bytes];
    }
  }
}

}  // namespace

bool have_isal() {
#ifdef TILSCAPE_HAVE_ISAL
  return true;
#else
  return false;
#endif
}

void shuffle_bytes(const std::byte* from, std::byte* to, std::size_t bytes, std::size_t element_bytes) {
  switch (element_bytes) {
    case 2:
      return shuffle(from, to, bytes / 2, std::integral_constant<std::size_t, 2>{});
    case 4:
      return shuffle(from, to, bytes / 4, std::integral_constant<std::size_t, 4>{});
    case 8:
      return shuffle(from, to, bytes / 8, std::integral_constant<std::size_t, 8>{});
    default:
      return shuffle(from, to, bytes / element_bytes, element_bytes);
  }
}

Deflater::Deflater(Deflate method) {
  if (method == Deflate::isal && !have_isal()) throw OutputError("this program was built without ISA-L");
  if (method != Deflate::zlib && have_isal()) isal_ = std::make_unique<Isal>();
}
Deflater::Deflater(Deflater&&) noexcept = default;
Deflater::~Deflater() = default;

std::size_t Deflater::bound(std::size_t bytes) {
  // Stored blocks of ISA-L hold up to 65,535 bytes and cost 5 each; the rest is header, trailer and slack.
  return std::max<std::size_t>(compressBound(bytes), bytes + bytes / 1024 + 1024);
}

std::size_t Deflater::compress(std::span<const std::byte> bytes, std::span<std::byte> stream) {
  return isal_ ? isal_->compress(bytes, stream) : compress_zlib(bytes, stream);
}

}  // namespace tilscape
