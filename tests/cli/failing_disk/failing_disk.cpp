// A disk that fails: preloaded, it makes one of the calls that write below a folder fail, or every one from
// there on, or kills the process at it. TILSCAPE_FAILS="FOLDER ERRNO NUMBER once|on|kill"; NUMBER 0 is none.
// To the file TILSCAPE_CALLS goes how many files got their name before all of them had reached the disk, how
// many folders had new names at the end that had not, and a letter for each call: open, allocate, write,
// flush, rename, make folder. TILSCAPE_FLOCK=ERRNO makes each flock fail so; 0: succeed whoever has the lock.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <string>

namespace {

struct Plan {
  char folder[512] = {};
  int error = 0;
  long number = 0;
  char how[8] = {};
  Plan() {
    if (const char* text = std::getenv("TILSCAPE_FAILS"))
      std::sscanf(text, "%511s %d %ld %7s", folder, &error, &number, how);
  }
};

std::mutex guard;
std::string calls;  // a letter each

bool fails(const std::string& path, char kind) {
  static const Plan plan;
  if (!plan.folder[0] || !path.starts_with(plan.folder)) return false;
  const std::lock_guard lock(guard);
  calls += kind;
  const long call = static_cast<long>(calls.size());
  const bool goes_on = std::strcmp(plan.how, "on") == 0;
  if (plan.number == 0 || (goes_on ? call < plan.number : call != plan.number)) return false;
  if (std::strcmp(plan.how, "kill") == 0) ::raise(SIGKILL);
  errno = plan.error;
  return true;
}

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

std::string path_of(int descriptor) {
  char link[64], path[1024] = {};
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  return readlink(link, path, sizeof path - 1) > 0 ? path : "";
}

/// What would be lost if the power failed now: contents of files, and names in folders.
class Unflushed {
 public:
  void written(int descriptor) {
    const std::lock_guard lock(guard);
    files_.insert(path_of(descriptor));
  }
  void flushed(int descriptor) {
    const std::lock_guard lock(guard);
    files_.erase(path_of(descriptor));
    folders_.erase(path_of(descriptor));
  }
  void all_flushed() {
    const std::lock_guard lock(guard);
    files_.clear();
    folders_.clear();
  }
  void renamed(const std::string& from) {
    const std::lock_guard lock(guard);
    named_too_early_ += static_cast<long>(files_.erase(from));
    folders_.insert(from.substr(0, from.rfind('/')));
  }
  ~Unflushed() {
    if (const char* file = std::getenv("TILSCAPE_CALLS"))
      if (std::FILE* out = std::fopen(file, "w")) {
        std::fprintf(out, "%ld %zu %s\n", named_too_early_, folders_.size(), calls.c_str());
        std::fclose(out);
      }
  }

 private:
  std::set<std::string> files_, folders_;
  long named_too_early_ = 0;
} unflushed;

}  // namespace

extern "C" {
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if ((flags & O_CREAT) && fails(path, 'o')) return -1;
  return real<int (*)(const char*, int, mode_t)>("open")(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return open(path, flags, mode);
}
ssize_t write(int descriptor, const void* data, size_t size) {
  if (fails(path_of(descriptor), 'w')) return -1;
  unflushed.written(descriptor);
  return real<ssize_t (*)(int, const void*, size_t)>("write")(descriptor, data, size);
}
int posix_fallocate(int descriptor, off_t offset, off_t size) {
  if (fails(path_of(descriptor), 'a')) return errno;
  return real<int (*)(int, off_t, off_t)>("posix_fallocate")(descriptor, offset, size);
}
int posix_fallocate64(int descriptor, off64_t offset, off64_t size) {
  return posix_fallocate(descriptor, offset, size);
}
int fsync(int descriptor) {
  if (fails(path_of(descriptor), 'f')) return -1;
  unflushed.flushed(descriptor);
  return real<int (*)(int)>("fsync")(descriptor);
}
int syncfs(int descriptor) {
  if (fails(path_of(descriptor), 'f')) return -1;
  unflushed.all_flushed();
  return real<int (*)(int)>("syncfs")(descriptor);
}
int rename(const char* from, const char* to) {
  if (fails(from, 'r')) return -1;
  unflushed.renamed(from);
  return real<int (*)(const char*, const char*)>("rename")(from, to);
}
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // there is a struct of that name, too
int flock(int descriptor, int operation) {
  const char* error = std::getenv("TILSCAPE_FLOCK");
  if (!error) return real<int (*)(int, int)>("flock")(descriptor, operation);
  errno = std::atoi(error);
  return errno == 0 ? 0 : -1;
}
#pragma GCC diagnostic pop
int mkdir(const char* path, mode_t mode) {
  return fails(path, 'm') ? -1 : real<int (*)(const char*, mode_t)>("mkdir")(path, mode);
}
}
