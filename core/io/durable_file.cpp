// POSIX calls behind core/io/durable_file.hpp: reserve, write, fsync, rename, fsync of the folder.
#include "core/io/durable_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/errors.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* doing, const fs::path& path, int error) {
  throw OutputError(fmt::format("{}: cannot {}: {}", path.string(), doing, std::strerror(error)));
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags)
      : path_(path), fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
    if (fd_ < 0) fail("open", path, errno);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(fd_); }

  void reserve(std::size_t size) {
    if (size == 0) return;
    const int error = ::posix_fallocate(fd_, 0, static_cast<off_t>(size));
    if (error != 0 && error != EOPNOTSUPP && error != EINVAL) fail("reserve space", path_, error);
  }

  void write(const char* data, std::size_t size) {
    while (size > 0) {
      const ssize_t written = ::write(fd_, data, size);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write", path_, errno);
      data += written;
      size -= static_cast<std::size_t>(written);
    }
  }

  std::uintmax_t size() const {
    const off_t end = ::lseek(fd_, 0, SEEK_END);
    return end < 0 ? 0 : static_cast<std::uintmax_t>(end);
  }
  void cut_to(std::uintmax_t size) {
    if (::ftruncate(fd_, static_cast<off_t>(size)) != 0) fail("shorten", path_, errno);
  }

  void flush() {
    // Some network file systems refuse to fsync a folder with EINVAL: nothing more can be done there.
    if (::fsync(fd_) != 0 && errno != EINVAL) fail("flush", path_, errno);
  }

 private:
  fs::path path_;
  int fd_;
};

void flush_folder(const fs::path& path) {
  Descriptor(path.has_parent_path() ? path.parent_path() : fs::path("."), O_RDONLY | O_DIRECTORY).flush();
}

void rename_and_flush(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail("rename", from, errno);
  flush_folder(to);
}

}  // namespace

fs::path temporary_name(const fs::path& path) {
  return path.string() + ".tmp";
}

void write_durably(const fs::path& path, const void* data, std::size_t size) {
  const fs::path temporary = temporary_name(path);
  try {
    {
      Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
      file.reserve(size);
      file.write(static_cast<const char*>(data), size);
      file.flush();
    }
    rename_and_flush(temporary, path);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
}

void write_durably(const fs::path& path, std::string_view text) {
  write_durably(path, text.data(), text.size());
}

void commit_temporary(const fs::path& path) {
  const fs::path temporary = temporary_name(path);
  Descriptor(temporary, O_RDONLY).flush();
  rename_and_flush(temporary, path);
}

void append_text(const fs::path& path, std::string_view text, bool flush) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_APPEND);
  const std::uintmax_t size_before = file.size();
  try {
    file.write(text.data(), text.size());
  } catch (...) {
    file.cut_to(size_before);
    throw;
  }
  if (flush) file.flush();
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail("read", path, errno);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::uintmax_t free_bytes(const fs::path& folder) {
  std::error_code error;
  const fs::space_info space = fs::space(folder.empty() ? fs::path(".") : folder, error);
  if (error) fail("examine", folder, error.value());
  return space.available;
}

}  // namespace tilscape
