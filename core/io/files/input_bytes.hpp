// The bytes of an input file, unpacked on the way where they are packed.
#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

namespace tilscape {

/// Reads a file or pipe from front to back. What begins as gzip does is unpacked, whatever its name is,
/// several streams one behind the other (bgzip) too. Test: tests/io/input_bytes_test.cpp
class InputBytes {
 public:
  /// @param file  open for reading, nothing of it read yet; may be closed once this returns
  /// @param path  for messages
  InputBytes(std::FILE* file, std::string path);
  ~InputBytes();
  InputBytes(const InputBytes&) = delete;
  InputBytes& operator=(const InputBytes&) = delete;

  /// Fills `into` from its front. @returns how many bytes; fewer than there is room for at the end alone
  /// @throws InputError when the file cannot be read, or its gzip stream is cut or damaged
  std::size_t read(std::span<char> into);
  /// Does it come out of a gzip stream? Known once something was read.
  bool is_gzip() const { return is_gzip_; }

 private:
  struct Stream;

  std::string path_;
  std::unique_ptr<Stream> stream_;
  bool is_gzip_ = false;
};

}  // namespace tilscape
