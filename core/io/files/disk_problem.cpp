// Of an error number the system says what it is called; here is what it means.
#include "core/io/files/disk_problem.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>
#include <optional>

namespace tilscape {

namespace {

namespace fs = std::filesystem;

std::optional<dev_t> file_system_of(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return status.st_dev;
}

/// Room for bytes may be left when that for files is not.
std::string full_text(const fs::path& disk) {
  struct statvfs space {};
  if (::statvfs(disk.c_str(), &space) != 0) return fmt::format("the disk at {} is full", disk.string());
  if (space.f_files > 0 && space.f_favail == 0)
    return fmt::format("the disk at {} has no room for another file, of whatever size", disk.string());
  const double block_mb = 1e-6 * static_cast<double>(space.f_frsize);
  return fmt::format("the disk at {} is full ({:.4g} of {:.4g} MB are free)", disk.string(),
                     block_mb * static_cast<double>(space.f_bavail),
                     block_mb * static_cast<double>(space.f_blocks));
}

}  // namespace

fs::path mount_point_of(const fs::path& path) {
  std::error_code error;  // of a current folder that was removed: then the path as it is must do
  fs::path here = fs::absolute(path, error).lexically_normal();
  if (error || here.empty()) return path;
  std::optional<dev_t> device = file_system_of(here);
  while (here != here.root_path()) {
    const std::optional<dev_t> above = file_system_of(here.parent_path());
    if (device && above && *above != *device) return here;
    here = here.parent_path();
    device = above;
  }
  return here;
}

std::string disk_problem(const fs::path& path, int error) {
  const std::string disk = mount_point_of(path).string();
  switch (error) {
    case ENOSPC:
      return full_text(disk);
    case EDQUOT:
      return fmt::format("your quota on the disk at {} is used up", disk);
    case ENOENT: {
      std::error_code gone;
      [[maybe_unused]] const fs::path current = fs::current_path(gone);
      if (path.is_relative() && gone)
        return "the current folder does not exist any more; change to one that does";
      return std::strerror(error);
    }
    case ELOOP:  // of what is opened without following links
      return "it is a symbolic link; expected a file in the folder itself";
    case EROFS:
      return fmt::format("the disk at {} can only be read", disk);
    case EIO:
      return fmt::format("the disk at {} reports an error ({}); it may be failing", disk,
                         std::strerror(error));
    case EFBIG:
      return "the file would be larger than this process may make one (ulimit -f), or the disk can hold";
    case EACCES:
    case EPERM:
      return fmt::format("{}; expected a place where you may write", std::strerror(error));
    default:
      return std::strerror(error);
  }
}

}  // namespace tilscape
