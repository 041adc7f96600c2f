// Each error number says which disk it is about, and what it means.
#include "core/io/files/disk_problem.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "tests/catch.hpp"
#include "tests/io/samples.hpp"

using namespace tilscape;
namespace fs = std::filesystem;

TEST_CASE("A disk is named by where it is mounted", "[disk_problem]") {
  CHECK(mount_point_of("/") == "/");
  CHECK(mount_point_of("/proc/self/status") == "/proc");
  CHECK(mount_point_of("/proc/nowhere/at/all") == "/proc");
  const ScratchFolder folder("mounted");
  const fs::path disk = mount_point_of(folder / "not/there");
  struct stat there {
  }, here{};
  REQUIRE(::stat(disk.c_str(), &there) == 0);
  REQUIRE(::stat(folder.path().c_str(), &here) == 0);
  CHECK(there.st_dev == here.st_dev);
  CHECK(mount_point_of(disk) == disk);
}

TEST_CASE("A problem says what it is, and where", "[disk_problem]") {
  const fs::path file = "/proc/file";
  CHECK_THAT(disk_problem(file, ENOSPC), contains("the disk at /proc is full"));
  CHECK_THAT(disk_problem(file, EDQUOT), contains("quota") && contains("/proc"));
  CHECK_THAT(disk_problem(file, EROFS), contains("/proc") && contains("only be read"));
  CHECK_THAT(disk_problem(file, EIO), contains("/proc") && contains("failing"));
  CHECK_THAT(disk_problem(file, EACCES), contains("denied"));
  CHECK_THAT(disk_problem(file, EFBIG), contains("larger"));
  CHECK_THAT(disk_problem(file, ENAMETOOLONG), contains("too long"));
}
