// Where a name leads is found first, link by link.
#include "core/io/run/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "core/base/errors.hpp"
#include "core/io/files/descriptor.hpp"
#include "core/io/run/run_folder.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// Of /proc/self/fd/3, by whatever name: 3. What is behind that link is an open file, not the file of its
/// name.
std::optional<int> own_descriptor(const fs::path& path) {
  std::error_code error;
  const std::string folder = fs::canonical(folder_of(path), error).string(), name = path.filename().string();
  const std::string own = fmt::format("/proc/{}/", ::getpid());
  if (error || !folder.starts_with(own) || !folder.ends_with("/fd")) return {};
  int number = 0;
  const auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), number);
  return bad == std::errc() && end == name.data() + name.size() ? std::optional(number) : std::nullopt;
}

struct Target {
  fs::path path;                  // no link
  std::optional<int> descriptor;  // of this process, instead
  struct stat status {};          // all zero: there is nothing yet

  bool is_there() const { return status.st_mode != 0; }
  bool is_file() const { return !descriptor && (!is_there() || S_ISREG(status.st_mode)); }
};

Target target_of(const fs::path& path) {
  constexpr int most_links = 40;  // as Linux
  Target target{path, {}};
  for (int links = 0;; ++links) {
    if ((target.descriptor = own_descriptor(target.path))) return target;
    if (::lstat(target.path.c_str(), &target.status) != 0) {
      if (errno != ENOENT) fail_file("open", path, errno);
      target.status = {};
      return target;
    }
    if (!S_ISLNK(target.status.st_mode)) return target;
    if (links == most_links) fail_file("open", path, ELOOP);
    target.path = folder_of(target.path) / fs::read_symlink(target.path);
  }
}

void refuse_unfit(const std::string& option, const fs::path& path, const Target& target) {
  if (path.empty()) throw InputError(option + ": is empty; expected a file to write");
  if (S_ISDIR(target.status.st_mode))
    throw InputError(fmt::format("{}: {} is a folder; expected a file to write", option, path.string()));
  if (!target.is_file()) return;
  if (const fs::path run = run_that_wrote(target.path); !run.empty())
    throw InputError(fmt::format("{}: {} belongs to the run in {}; expected another file", option,
                                 path.string(), run.string()));
}

mode_t usual_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

/// A new file beside the target, which then takes its name. @returns false when none can be made there
bool replace(const Target& target, std::string_view text) {
  std::string name = (folder_of(target.path) / ("." + target.path.filename().string() + ".XXXXXX")).string();
  const int open_file = ::mkostemp(name.data(), O_CLOEXEC);
  const bool may_write_into = errno == EACCES || errno == EPERM || errno == EROFS || errno == ENAMETOOLONG;
  if (open_file < 0 && target.is_there() && may_write_into) return false;
  if (open_file < 0) fail_file("write", target.path, errno);
  try {
    Descriptor file = Descriptor::adopt(target.path, open_file);
    file.reserve(text.size());
    file.write(text);
    // Whose it is may not be ours to decide.
    if (target.is_there()) [[maybe_unused]]
      const int kept = ::fchown(open_file, target.status.st_uid, target.status.st_gid);
    ::fchmod(open_file, target.is_there() ? target.status.st_mode & 07777 : usual_mode());
    file.flush();
    if (::rename(name.c_str(), target.path.c_str()) != 0) fail_file("rename", target.path, errno);
  } catch (...) {
    ::unlink(name.c_str());
    throw;
  }
  Descriptor(folder_of(target.path), O_RDONLY).flush();
  return true;
}

}  // namespace

void check_output(const std::string& option, const fs::path& path) {
  refuse_unfit(option, path, target_of(path));
}

void write_output(const std::string& option, const fs::path& path, std::string_view text) {
  const Target target = target_of(path);
  refuse_unfit(option, path, target);
  if (target.descriptor) {
    std::fflush(nullptr);  // what was said before comes before
    Descriptor::adopt(path, ::dup(*target.descriptor)).write(text);
    return;
  }
  if (target.is_file() && replace(target, text)) return;
  // A FIFO waits for its reader here.
  Descriptor(target.path, O_WRONLY | O_NOCTTY | (target.is_file() ? O_TRUNC : 0)).write(text);
}

}  // namespace tilscape
