// An open file that closes itself, and whose failing calls are errors with the name of the file and of its
// disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace tilscape {

/// The temporary name a file has until it is whole.
std::filesystem::path temporary_name(const std::filesystem::path& path);

/// What went wrong with a file: of one with its temporary name, the name that it would have had.
/// @throws OutputError
[[noreturn]] void fail_file(const std::string& doing, const std::filesystem::path& path, int error);

/// All calls throw OutputError.
class Descriptor {
 public:
  /// What is written is never behind a symbolic link, which could lead out of the folder.
  /// @param flags  of open(2)
  Descriptor(const std::filesystem::path& path, int flags);
  /// Takes over an open file.
  static Descriptor adopt(const std::filesystem::path& path, int open_file);
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  void reserve(std::size_t size);
  void write(std::string_view bytes);
  /// The start of a new file past the page cache, for which no memory need be found then: so much of `bytes`
  /// as memory and file system allow, which may be nothing. @returns what is left to write
  std::string_view write_directly(std::string_view bytes);
  std::uintmax_t size() const;
  void cut_to(std::uintmax_t size);
  void flush();
  void flush_file_system();

 private:
  struct Adopted {
    int fd;
  };
  Descriptor(const std::filesystem::path& path, Adopted open_file) : path_(path), fd_(open_file.fd) {}

  std::filesystem::path path_;
  int fd_;
};

}  // namespace tilscape
