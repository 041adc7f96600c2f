// The system calls of core/io/files/descriptor.hpp.
#include "core/io/files/descriptor.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/errors.hpp"
#include "core/io/files/disk_problem.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

constexpr const char* temporary_ending = ".tmp";

/// What a file system says that does not know the call: some of the network refuse to fsync a folder so, and
/// nothing more can be done there.
bool is_not_offered(int error) {
  return error == EINVAL || error == EOPNOTSUPP || error == ENOSYS;
}

bool is_written(int flags) {
  return (flags & O_ACCMODE) != O_RDONLY;
}

}  // namespace

fs::path temporary_name(const fs::path& path) {
  return path.string() + temporary_ending;
}

void fail_file(const std::string& doing, const fs::path& path, int error) {
  std::string name = path.string();
  if (path.extension() == temporary_ending) name.resize(name.size() - std::strlen(temporary_ending));
  throw OutputError(fmt::format("{}: cannot {}: {}", name, doing, disk_problem(path, error)));
}

Descriptor::Descriptor(const fs::path& path, int flags)
    : path_(path), fd_(::open(path.c_str(), flags | O_CLOEXEC | (is_written(flags) ? O_NOFOLLOW : 0), 0644)) {
  if (fd_ < 0) fail_file("open", path, errno);
}

Descriptor Descriptor::adopt(const fs::path& path, int open_file) {
  if (open_file < 0) fail_file("open", path, errno);
  return {path, Adopted{open_file}};
}

Descriptor::~Descriptor() {
  ::close(fd_);
}

void Descriptor::reserve(std::size_t size) {
  if (size == 0) return;
  const int error = ::posix_fallocate(fd_, 0, static_cast<off_t>(size));
  if (error != 0 && !is_not_offered(error)) fail_file(fmt::format("reserve {} bytes", size), path_, error);
}

void Descriptor::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_file("write", path_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string_view Descriptor::write_directly(std::string_view bytes) {
  constexpr std::size_t block = 4096, worth_it = std::size_t{1} << 20;
  if (bytes.size() < worth_it || reinterpret_cast<std::uintptr_t>(bytes.data()) % block != 0) return bytes;
  if (::fcntl(fd_, F_SETFL, O_DIRECT) != 0) return bytes;
  const ssize_t written = ::write(fd_, bytes.data(), bytes.size() / block * block);
  if (written < 0 && errno != EINTR && errno != EINVAL) fail_file("write", path_, errno);
  ::fcntl(fd_, F_SETFL, 0);
  return bytes.substr(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
}

std::uintmax_t Descriptor::size() const {
  const off_t end = ::lseek(fd_, 0, SEEK_END);
  return end < 0 ? 0 : static_cast<std::uintmax_t>(end);
}

void Descriptor::cut_to(std::uintmax_t size) {
  if (::ftruncate(fd_, static_cast<off_t>(size)) != 0) fail_file("shorten", path_, errno);
}

void Descriptor::flush() {
  if (::fsync(fd_) != 0 && !is_not_offered(errno)) fail_file("flush", path_, errno);
}

void Descriptor::flush_file_system() {
  if (::syncfs(fd_) != 0 && !is_not_offered(errno)) fail_file("flush the file system of", path_, errno);
}

}  // namespace tilscape
