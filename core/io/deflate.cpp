// Shuffle and deflate of one chunk with ISA-L or zlib.
#include "core/io/deflate.hpp"

#include <zlib.h>

#include "core/errors.hpp"
#ifdef TILSCAPE_HAVE_ISAL
#include <isa-l.h>
#endif

namespace tilscape {

namespace {

std::vector<std::byte> deflate_zlib(const std::vector<std::byte>& bytes) {
  uLongf size = compressBound(bytes.size());
  std::vector<std::byte> stream(size);
  const int status = compress2(reinterpret_cast<Bytef*>(stream.data()), &size,
                               reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), 1);
  if (status != Z_OK)
    throw OutputError("zlib cannot compress a chunk (status " + std::to_string(status) + ")");
  stream.resize(size);
  return stream;
}

#ifdef TILSCAPE_HAVE_ISAL
std::vector<std::byte> deflate_isal(const std::vector<std::byte>& bytes) {
  // Stored blocks hold up to 65,535 bytes and cost 5 each; the rest is header, trailer and the level's own
  // slack.
  std::vector<std::byte> stream(bytes.size() + bytes.size() / 1024 + 1024);
  std::vector<std::uint8_t> level_buffer(ISAL_DEF_LVL1_DEFAULT);
  isal_zstream z{};  // isal_deflate_stateless_init leaves hist_bits, how far back matches may lie, to chance
  isal_deflate_stateless_init(&z);
  z.level = 1;
  z.level_buf = level_buffer.data();
  z.level_buf_size = static_cast<std::uint32_t>(level_buffer.size());
  z.gzip_flag = IGZIP_ZLIB;
  z.end_of_stream = 1;
  z.flush = NO_FLUSH;
  z.next_in = const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(bytes.data()));
  z.avail_in = static_cast<std::uint32_t>(bytes.size());
  z.next_out = reinterpret_cast<std::uint8_t*>(stream.data());
  z.avail_out = static_cast<std::uint32_t>(stream.size());
  const int status = isal_deflate_stateless(&z);
  if (status != COMP_OK)
    throw OutputError("ISA-L cannot compress a chunk (status " + std::to_string(status) + ")");
  stream.resize(z.total_out);
  return stream;
}
#endif

}  // namespace

bool have_isal() {
#ifdef TILSCAPE_HAVE_ISAL
  return true;
#else
  return false;
#endif
}

void shuffle_bytes(const std::byte* from, std::byte* to, std::size_t bytes, std::size_t element_bytes) {
  const std::size_t count = bytes / element_bytes;
  for (std::size_t plane = 0; plane < element_bytes; ++plane)
    for (std::size_t i = 0; i < count; ++i) to[plane * count + i] = from[i * element_bytes + plane];
}

std::vector<std::byte> deflate(const std::vector<std::byte>& bytes, Deflate method) {
#ifdef TILSCAPE_HAVE_ISAL
  if (method != Deflate::zlib) return deflate_isal(bytes);
#else
  if (method == Deflate::isal) throw OutputError("this program was built without ISA-L");
#endif
  return deflate_zlib(bytes);
}

}  // namespace tilscape
