// What HDF5's shuffle and deflate filters do to one chunk, done here so that chunks can be compressed in
// parallel. libdeflate where it was found at configure time, zlib otherwise; both give a standard zlib stream
// with its checksum.
#pragma once

#include <cstddef>
#include <vector>

namespace tilscape {

enum class Deflate { best_available, zlib, libdeflate };

/// Was libdeflate compiled in?
bool have_libdeflate();

/// `bytes` of values of `element_bytes` each, byte planes gathered: [element][byte] → [byte][element].
/// @param from,to  do not overlap; bytes is a multiple of element_bytes
void shuffle_bytes(const std::byte* from, std::byte* to, std::size_t bytes, std::size_t element_bytes);

/// A zlib stream (RFC 1950) at level 1, the same for the same bytes on every machine with the same library.
/// Never refused: incompressible bytes are stored, so that every chunk carries a checksum.
/// @throws OutputError when the library fails, or when libdeflate is asked for and absent. Test:
/// tests/io/deflate_test.cpp
std::vector<std::byte> deflate(const std::vector<std::byte>& bytes, Deflate method);

}  // namespace tilscape
