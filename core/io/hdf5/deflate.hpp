// What HDF5's shuffle and deflate filters do to one chunk, done here so that chunks can be compressed in
// parallel. ISA-L where it was found at configure time, zlib otherwise; both give a standard zlib stream with
// its checksum.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace tilscape {

enum class Deflate { best_available, zlib, isal };

/// Was ISA-L compiled in?
bool have_isal();

/// `bytes` of values of `element_bytes` each, byte planes gathered: [element][byte] → [byte][element].
/// @param from,to  do not overlap; bytes is a multiple of element_bytes
void shuffle_bytes(const std::byte* from, std::byte* to, std::size_t bytes, std::size_t element_bytes);

/// Compresses one piece after another, each by itself, and keeps its working memory for the next. For one
/// thread at a time.
class Deflater {
 public:
  /// @throws OutputError when ISA-L is asked for and absent
  explicit Deflater(Deflate method = Deflate::best_available);
  Deflater(Deflater&&) noexcept;
  ~Deflater();

  /// No stream of so many bytes is longer.
  static std::size_t bound(std::size_t bytes);

  /// A zlib stream (RFC 1950) at level 1, the same for the same bytes on every machine with the same library
  /// and instruction set. Never refused: incompressible bytes are stored, so that every chunk carries a
  /// checksum.
  /// @param stream  bound(bytes.size()) of them
  /// @return how many were written
  /// @throws OutputError when the library fails. Test: tests/io/deflate_test.cpp
  std::size_t compress(std::span<const std::byte> bytes, std::span<std::byte> stream);

 private:
  struct Isal;
  std::unique_ptr<Isal> isal_;  // none: zlib
};

}  // namespace tilscape
