// Shuffle and deflate of one chunk with libdeflate or zlib.
#include "core/io/deflate.hpp"

#include <zlib.h>

#include "core/errors.hpp"
#ifdef TILSCAPE_HAVE_LIBDEFLATE
#include <libdeflate.h>

#include <memory>
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

#ifdef TILSCAPE_HAVE_LIBDEFLATE
std::vector<std::byte> deflate_libdeflate(const std::vector<std::byte>& bytes) {
  const std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> compressor(
      libdeflate_alloc_compressor(1), libdeflate_free_compressor);
  if (!compressor) throw OutputError("libdeflate cannot compress a chunk: no memory");
  std::vector<std::byte> stream(libdeflate_zlib_compress_bound(compressor.get(), bytes.size()));
  stream.resize(
      libdeflate_zlib_compress(compressor.get(), bytes.data(), bytes.size(), stream.data(), stream.size()));
  return stream;
}
#endif

}  // namespace

bool have_libdeflate() {
#ifdef TILSCAPE_HAVE_LIBDEFLATE
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
#ifdef TILSCAPE_HAVE_LIBDEFLATE
  if (method != Deflate::zlib) return deflate_libdeflate(bytes);
#else
  if (method == Deflate::libdeflate) throw OutputError("this program was built without libdeflate");
#endif
  return deflate_zlib(bytes);
}

}  // namespace tilscape
