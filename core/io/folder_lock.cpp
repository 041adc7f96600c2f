// flock(2) on a file in the folder, which says who holds it.
#include "core/io/folder_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/errors.hpp"
#include "core/io/disk_problem.hpp"
#include "core/io/durable_file.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

std::string own_name() {
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  return fmt::format("process {} on {}", ::getpid(), host);
}

/// Whoever had the lock may have removed its file between our opening and our locking it.
bool is_still_there(int descriptor, const fs::path& file) {
  struct stat opened {
  }, named{};
  return ::fstat(descriptor, &opened) == 0 && ::stat(file.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

void write_name(int descriptor) {
  const std::string name = own_name() + "\n";
  if (::ftruncate(descriptor, 0) == 0) [[maybe_unused]]
    const ssize_t written = ::pwrite(descriptor, name.data(), name.size(), 0);  // a courtesy
}

std::string holder_of(const fs::path& file) {
  std::string name = read_text(file);
  while (!name.empty() && name.back() == '\n') name.pop_back();
  return name.empty() ? "another process" : name;
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder) : file_(folder / file_name) {
  for (;;) {
    descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor_ < 0)
      throw OutputError(fmt::format("{}: cannot open: {}", file_.string(), disk_problem(file_, errno)));
    const bool got_it = ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
    if (!got_it && errno == EWOULDBLOCK) {
      ::close(descriptor_);
      throw OutputError(fmt::format("{}: is in use by {}; wait until it ends, or choose another folder",
                                    folder.string(), holder_of(file_)));
    }
    if (!got_it || is_still_there(descriptor_, file_)) break;
    ::close(descriptor_);
  }
  write_name(descriptor_);
}

FolderLock::~FolderLock() {
  ::unlink(file_.c_str());
  ::close(descriptor_);
}

bool FolderLock::is_locked(const fs::path& folder) {
  const int descriptor = ::open((folder / file_name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return false;
  const bool locked = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(descriptor);
  return locked;
}

}  // namespace tilscape
