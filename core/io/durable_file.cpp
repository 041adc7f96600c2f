// System calls behind core/io/durable_file.hpp: reserve, write, fsync, rename, fsync of the folder.
#include "core/io/durable_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "core/errors.hpp"
#include "core/io/disk_problem.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

constexpr const char* temporary_ending = ".tmp";

/// Names the file that would have been, not the temporary one.
[[noreturn]] void fail(const std::string& doing, const fs::path& path, int error) {
  std::string name = path.string();
  if (path.extension() == temporary_ending) name.resize(name.size() - std::strlen(temporary_ending));
  throw OutputError(fmt::format("{}: cannot {}: {}", name, doing, disk_problem(path, error)));
}

/// A file descriptor that closes itself. What is written is never behind a symbolic link, which could lead
/// out of the folder.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags)
      : path_(path),
        fd_(::open(path.c_str(), flags | O_CLOEXEC | (is_written(flags) ? O_NOFOLLOW : 0), 0644)) {
    if (fd_ < 0) fail("open", path, errno);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(fd_); }

  void reserve(std::size_t size) {
    if (size == 0) return;
    const int error = ::posix_fallocate(fd_, 0, static_cast<off_t>(size));
    if (error != 0 && error != EOPNOTSUPP && error != EINVAL)
      fail(fmt::format("reserve {} bytes", size), path_, error);
  }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write", path_, errno);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  /// The start of a new file past the page cache, for which no memory need be found then: so much of `bytes`
  /// as memory and file system allow, which may be nothing. @returns what is left to write
  std::string_view write_directly(std::string_view bytes) {
    constexpr std::size_t block = 4096, worth_it = std::size_t{1} << 20;
    if (bytes.size() < worth_it || reinterpret_cast<std::uintptr_t>(bytes.data()) % block != 0) return bytes;
    if (::fcntl(fd_, F_SETFL, O_DIRECT) != 0) return bytes;
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size() / block * block);
    if (written < 0 && errno != EINTR && errno != EINVAL) fail("write", path_, errno);
    ::fcntl(fd_, F_SETFL, 0);
    return bytes.substr(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
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
  void flush_file_system() {
    if (::syncfs(fd_) != 0) fail("flush the file system of", path_, errno);
  }

 private:
  static bool is_written(int flags) { return (flags & O_ACCMODE) != O_RDONLY; }

  fs::path path_;
  int fd_;
};

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

dev_t file_system_of(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) fail("examine", path, errno);
  return status.st_dev;
}

/// Files or folders reach the disk. A few are flushed one by one; of many, the file systems that hold them.
void flush_all(const std::vector<fs::path>& paths) {
  constexpr std::size_t few = 16;
  if (paths.size() <= few) {
    for (const fs::path& path : paths) Descriptor(path, O_RDONLY).flush();
    return;
  }
  std::set<dev_t> flushed;
  for (const fs::path& path : paths)
    if (flushed.insert(file_system_of(path)).second) Descriptor(path, O_RDONLY).flush_file_system();
}

}  // namespace

fs::path temporary_name(const fs::path& path) {
  return path.string() + temporary_ending;
}

FileGroup::~FileGroup() {
  remove_temporaries();
}

void FileGroup::remove_temporaries() noexcept {
  for (const fs::path& path : files_) ::unlink(temporary_name(path).c_str());
  later_.clear();
  files_.clear();
  appended_.clear();
}

void FileGroup::write(const fs::path& path, std::string_view bytes, std::string_view last_line) {
  const fs::path temporary = temporary_name(path);
  try {
    Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    file.reserve(bytes.size() + last_line.size());
    file.write(file.write_directly(bytes));
    file.write(last_line);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  files_.push_back(path);
}

void FileGroup::write_later(std::function<void(FileGroup&)> write) {
  later_.push_back(std::move(write));
}

void FileGroup::write_now() {
  for (const auto& write : std::exchange(later_, {})) write(*this);
}

void FileGroup::adopt(const fs::path& path) {
  files_.push_back(path);
}

void FileGroup::also_flush(const fs::path& path) {
  appended_.push_back(path);
}

void FileGroup::join(FileGroup&& other) {
  files_.insert(files_.end(), other.files_.begin(), other.files_.end());
  appended_.insert(appended_.end(), other.appended_.begin(), other.appended_.end());
  std::move(other.later_.begin(), other.later_.end(), std::back_inserter(later_));
  other.later_.clear();
  other.files_.clear();
  other.appended_.clear();
}

void FileGroup::commit() {
  try {
    write_now();
    std::vector<fs::path> written = appended_;
    for (const fs::path& path : files_) written.push_back(temporary_name(path));
    flush_all(written);
    std::set<fs::path> folders;
    for (const fs::path& path : files_) {
      const fs::path temporary = temporary_name(path);
      if (::rename(temporary.c_str(), path.c_str()) != 0) fail("rename", temporary, errno);
      folders.insert(folder_of(path));
    }
    flush_all({folders.begin(), folders.end()});
  } catch (...) {
    remove_temporaries();
    throw;
  }
  files_.clear();
  appended_.clear();
}

void write_durably(const fs::path& path, std::string_view text) {
  FileGroup file;
  file.write(path, text);
  file.commit();
}

void append_text(const fs::path& path, std::string_view text, bool flush) {
  Descriptor file(path, O_WRONLY | O_CREAT | O_APPEND);
  const std::uintmax_t size_before = file.size();
  try {
    file.write(text);
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
