// Limits as batch systems, containers and shells set them, in files made up here.
#include "core/execution/available_memory.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "core/base/errors.hpp"
#include "core/execution/memory.hpp"
#include "tests/catch.hpp"

using namespace tilscape;
namespace fs = std::filesystem;

namespace {

/// A system's files, gone when it ends.
class Root {
 public:
  Root() : path_(fs::temp_directory_path() / ("tilscape_root_" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;
  ~Root() { fs::remove_all(path_); }
  void write(const fs::path& file, const std::string& text) const {
    fs::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file) << text;
  }
  std::uint64_t limit() const { return memory_limit(path_); }
  std::uint64_t available() const { return available_memory(path_); }

 private:
  fs::path path_;
};

constexpr std::uint64_t mb = 1000000;
const std::uint64_t installed =
    static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGE_SIZE));

}  // namespace

TEST_CASE("without limits there is what the machine has", "[available_memory]") {
  const Root root;
  CHECK(root.limit() == installed);
  root.write("proc/self/cgroup", "0::/\n");
  root.write("sys/fs/cgroup/memory.max", "max\n");
  root.write("proc/meminfo",
             "MemTotal:  9000 kB\nMemFree:  10 kB\nMemAvailable:   3000 kB\nSwapFree:  500 kB\n");
  CHECK(root.limit() == installed);
  CHECK(root.available() == 3500 * 1024);
  root.write("proc/spl/kstat/zfs/arcstats",
             "12 1 0x01\nname type data\nsize    4    5000\nc_min   4    2000\n");
  CHECK(root.available() == 3500 * 1024 + 3000);
}

TEST_CASE("the least limit of all levels counts, in both versions of control groups", "[available_memory]") {
  const bool is_v1 = GENERATE(false, true);
  CAPTURE(is_v1);
  const Root root;
  const std::string folder = is_v1 ? "sys/fs/cgroup/memory" : "sys/fs/cgroup";
  const auto write = [&](const std::string& group, std::uint64_t limit, std::uint64_t used,
                         std::uint64_t files) {
    const std::string at = folder + group + (is_v1 ? "/memory." : "/memory.");
    root.write(at + (is_v1 ? "limit_in_bytes" : "max"), std::to_string(limit) + "\n");
    root.write(at + (is_v1 ? "usage_in_bytes" : "current"), std::to_string(used) + "\n");
    root.write(at + "stat", "inactive_file " + std::to_string(is_v1 ? 1 : files) + "\ntotal_inactive_file " +
                                std::to_string(is_v1 ? files : 1) + "\n");
  };
  root.write("proc/self/cgroup",
             is_v1 ? "5:cpuset:/a\n4:cpu,memory:/slurm/job_7/step_0\n0::/b\n" : "0::/slurm/job_7/step_0\n");
  write("/slurm/job_7/step_0", std::uint64_t{1} << 62, 40 * mb, 0);
  write("/slurm/job_7", 60 * mb, 50 * mb, 20 * mb);
  write("/slurm", 80 * mb, 79 * mb, 9 * mb);
  write("/a", 1, 1, 0);
  CHECK(root.limit() == 60 * mb);
  CHECK(root.available() == 10 * mb);  // 80 − (79 − 9): the group above has less left
  write("/slurm", 80 * mb, 95 * mb, 0);
  CHECK(root.available() == 0);
}

TEST_CASE("a control group that cannot be seen from a container is no error", "[available_memory]") {
  const Root root;
  root.write("proc/self/cgroup", "0::/../../elsewhere/there\n");
  root.write("sys/fs/cgroup/memory.max", "70000000\n");
  CHECK(root.limit() == 70 * mb);
}

TEST_CASE("buffers leave what is to be kept free", "[available_memory]") {
  HostMemory memory;
  const std::uint64_t there = available_memory();
  memory.keep_free(there);
  CHECK_THROWS_AS(Buffer<std::uint8_t>(memory, 64 * mb), OutOfMemory);
  CHECK_THROWS_WITH(Buffer<std::uint8_t>(memory, 64 * mb), contains("needed for output"));
  memory.keep_free(0);
  CHECK_NOTHROW(Buffer<std::uint8_t>(memory, 64 * mb));
}
