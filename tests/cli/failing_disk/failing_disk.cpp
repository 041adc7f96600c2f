// A disk that fails: preloaded, it makes one of the calls that write below a folder fail, or every one from
// there on. TILSCAPE_FAILS="FOLDER ERRNO NUMBER once|on"; NUMBER 0 is none. How many calls there were goes to
// the file TILSCAPE_CALLS.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
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

std::atomic<long> calls{0};

bool fails(const char* path) {
  static const Plan plan;
  if (!plan.folder[0] || std::strncmp(path, plan.folder, std::strlen(plan.folder)) != 0) return false;
  const long call = ++calls;
  const bool goes_on = std::strcmp(plan.how, "on") == 0;
  if (plan.number == 0 || (goes_on ? call < plan.number : call != plan.number)) return false;
  errno = plan.error;
  return true;
}

bool fails(int descriptor) {
  char link[64], path[1024] = {};
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  return readlink(link, path, sizeof path - 1) > 0 && fails(path);
}

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

struct Report {
  ~Report() {
    if (const char* file = std::getenv("TILSCAPE_CALLS"))
      if (std::FILE* out = std::fopen(file, "w")) {
        std::fprintf(out, "%ld\n", calls.load());
        std::fclose(out);
      }
  }
} report;

}  // namespace

extern "C" {
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if ((flags & O_CREAT) && fails(path)) return -1;
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
  return fails(descriptor) ? -1
                           : real<ssize_t (*)(int, const void*, size_t)>("write")(descriptor, data, size);
}
int posix_fallocate(int descriptor, off_t offset, off_t size) {
  return fails(descriptor) ? errno
                           : real<int (*)(int, off_t, off_t)>("posix_fallocate")(descriptor, offset, size);
}
int posix_fallocate64(int descriptor, off64_t offset, off64_t size) {
  return posix_fallocate(descriptor, offset, size);
}
int fsync(int descriptor) {
  return fails(descriptor) ? -1 : real<int (*)(int)>("fsync")(descriptor);
}
int syncfs(int descriptor) {
  return fails(descriptor) ? -1 : real<int (*)(int)>("syncfs")(descriptor);
}
int rename(const char* from, const char* to) {
  return fails(from) ? -1 : real<int (*)(const char*, const char*)>("rename")(from, to);
}
int mkdir(const char* path, mode_t mode) {
  return fails(path) ? -1 : real<int (*)(const char*, mode_t)>("mkdir")(path, mode);
}
}
