// Two programs never write into one folder, and a killed one keeps nobody out, whatever locks a file system
// has.
#include "core/io/files/folder_lock.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <fstream>
#include <memory>
#include <thread>

#include "core/base/errors.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/run/run_folder.hpp"
#include "tests/catch.hpp"
#include "tests/io/samples.hpp"

using namespace tilscape;
using std::chrono::milliseconds;
namespace fs = std::filesystem;

namespace {

bool is_shared(int) {
  return true;
}

/// A file system where flock answers so, seen from a machine of that name, with short waits.
template <int error>
LockSystem answering(const std::string& machine = this_machine()) {
  const auto lock_file = [](int, int) {
    errno = error;
    return error == 0 ? 0 : -1;
  };
  return {lock_file, is_shared, machine, milliseconds(20), milliseconds(800), milliseconds(50)};
}

std::vector<LockSystem> odd_systems(const std::string& machine = this_machine()) {
  return {answering<0>(machine),      answering<ENOSYS>(machine),     answering<EOPNOTSUPP>(machine),
          answering<ENOLCK>(machine), answering<EINVAL>(machine),     answering<EIO>(machine),
          answering<ESTALE>(machine), answering<EWOULDBLOCK>(machine)};
}

/// A process that locks a folder and lives until it is killed.
class Holder {
 public:
  Holder(const fs::path& folder, const LockSystem& system) {
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    process_ = ::fork();
    if (process_ == 0) try {
        const FolderLock lock(folder, system);
        [[maybe_unused]] const auto written = ::write(ready[1], "x", 1);
        for (;;) ::pause();
      } catch (...) {
        ::_exit(1);
      }
    ::close(ready[1]);
    char byte;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    ::close(ready[0]);
  }
  ~Holder() { kill(); }
  void kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
  }
  std::string name() const { return "in use by process " + std::to_string(process_) + " on "; }

 private:
  pid_t process_ = -1;
};

void write_lock(const fs::path& folder, const std::string& text) {
  std::ofstream(folder / FolderLock::file_name) << text;
}

}  // namespace

TEST_CASE("A folder in use is refused with process and host", "[folder_lock]") {
  const ScratchFolder folder("lock");
  auto lock = std::make_unique<FolderLock>(folder.path());
  CHECK(FolderLock::is_locked(folder.path()));
  CHECK_THROWS_WITH(FolderLock(folder.path()),
                    contains("in use by process " + std::to_string(getpid()) + " on "));
  lock.reset();
  CHECK_FALSE(FolderLock::is_locked(folder.path()));
  CHECK(fs::is_empty(folder.path()));
  CHECK_NOTHROW(FolderLock(folder.path()));
}

TEST_CASE("A killed process keeps nobody out", "[folder_lock]") {
  const ScratchFolder folder("lock_killed");
  Holder holder(folder.path(), LockSystem::real());
  CHECK_THROWS_WITH(FolderLock(folder.path()), contains(holder.name()));
  holder.kill();
  CHECK(fs::exists(folder / FolderLock::file_name));
  CHECK_FALSE(FolderLock::is_locked(folder.path()));
  CHECK_NOTHROW(FolderLock(folder.path()));
}

TEST_CASE("Where flock is absent, fails or lies, a living process of this machine is seen, and a dead one",
          "[folder_lock]") {
  for (const LockSystem& system : odd_systems()) {
    const ScratchFolder folder("lock_odd");
    Holder holder(folder.path(), system);
    CHECK_THROWS_WITH(FolderLock(folder.path(), system), contains(holder.name()));
    CHECK(FolderLock::is_locked(folder.path(), system));
    holder.kill();
    CHECK_NOTHROW(FolderLock(folder.path(), system));
    CHECK(fs::is_empty(folder.path()));
  }
}

TEST_CASE("A process of another machine is known by its signs of life", "[folder_lock]") {
  const std::vector<LockSystem> there = odd_systems("there/1"), here = odd_systems("here/1");
  for (std::size_t k = 0; k + 1 < there.size(); ++k) {
    CAPTURE(k);
    const ScratchFolder folder("lock_machines");
    Holder holder(folder.path(), there[k]);
    CHECK_THROWS_WITH(FolderLock(folder.path(), here[k]), contains(holder.name()));
    holder.kill();
    CHECK_NOTHROW(FolderLock(folder.path(), here[k]));
  }
  // What flock says is held is believed, and what to do if that is wrong is said.
  const ScratchFolder folder("lock_held");
  Holder holder(folder.path(), there.back());
  holder.kill();
  CHECK_THROWS_WITH(
      FolderLock(folder.path(), here.back()),
      contains(holder.name().substr(0, 17)) && contains("If that process is gone for good, remove"));
  CHECK(fs::exists(folder / FolderLock::file_name));
}

TEST_CASE("Of many that find an abandoned lock one gets it", "[folder_lock]") {
  for (const LockSystem& system : {answering<ENOSYS>(), answering<0>(), LockSystem::real()}) {
    const ScratchFolder folder("lock_race");
    write_lock(folder.path(), LockHolder{"node", "elsewhere/1", 1, 1, 1}.text());
    std::atomic<int> got{0};
    std::atomic<bool> all_tried{false};
    std::vector<std::thread> programs;
    std::atomic<int> tried{0};
    for (int k = 0; k < 6; ++k)
      programs.emplace_back([&] {
        std::unique_ptr<FolderLock> lock;
        try {
          lock = std::make_unique<FolderLock>(folder.path(), system);
          ++got;
        } catch (const OutputError&) {
        }
        ++tried;
        while (!all_tried) std::this_thread::sleep_for(milliseconds(1));
      });
    while (tried < 6) std::this_thread::sleep_for(milliseconds(1));
    CHECK(got == 1);
    all_tried = true;
    for (std::thread& program : programs) program.join();
  }
}

TEST_CASE("Locks that were never written, and those of earlier versions, keep nobody out for long",
          "[folder_lock]") {
  for (const char* text : {"", "process 1 on node\n"})
    for (const LockSystem& system : odd_systems()) {
      const ScratchFolder folder("lock_old");
      write_lock(folder.path(), text);
      int blocked = 0;
      system.lock_file(0, 0) != 0 && errno == EWOULDBLOCK ? ++blocked : 0;
      if (blocked)
        CHECK_THROWS_AS(FolderLock(folder.path(), system), OutputError);
      else
        CHECK_NOTHROW(FolderLock(folder.path(), system));
    }
}

TEST_CASE("A file of that name which is no lock is left alone", "[folder_lock]") {
  const ScratchFolder folder("lock_foreign");
  write_lock(folder.path(), "my notes");
  CHECK_THROWS_WITH(FolderLock(folder.path()), contains("lock: is no lock of a run"));
  CHECK_THROWS_WITH(RunFolder::create(folder.path()), contains("lock: is no lock of a run"));
  CHECK(read_text(folder / FolderLock::file_name) == "my notes");
  fs::remove(folder / FolderLock::file_name);
  REQUIRE(::mkfifo((folder / FolderLock::file_name).c_str(), 0600) == 0);
  CHECK_THROWS_AS(FolderLock(folder.path()), OutputError);
}

TEST_CASE("Whoever lost the folder writes nothing more there", "[folder_lock]") {
  const ScratchFolder folder("lock_lost");
  const fs::path path = folder / "run";
  RunFolder run = RunFolder::create(path);
  std::this_thread::sleep_for(milliseconds(1100));  // it looks once a second
  SECTION("removed, and made anew by another") {
    fs::remove_all(path);
    fs::create_directory(path);
    write_lock(path, LockHolder{"node", "elsewhere/1", 1, 1, 1}.text());
    CHECK_THROWS_AS(run.append_census({{"step", "1", std::vector<std::uint64_t>{1}}}), FolderLost);
    run.log("a line");
    CHECK_FALSE(fs::exists(path / run_files::log));
    CHECK_FALSE(fs::exists(path / run_files::census));
  }
  SECTION("removed") {
    fs::remove_all(path);
    CHECK_THROWS_WITH(run.append_census({{"step", "1", std::vector<std::uint64_t>{1}}}),
                      contains("was removed"));
  }
  SECTION("without its lock") {
    fs::remove(path / FolderLock::file_name);
    CHECK_THROWS_AS(run.finish(), FolderLost);
  }
}

TEST_CASE("A run keeps its folder to itself as long as it lives", "[folder_lock]") {
  const ScratchFolder folder("lock_run");
  {
    const RunFolder run = RunFolder::create(folder / "run");
    for (const bool force : {false, true})
      CHECK_THROWS_WITH(RunFolder::create(folder / "run", force), contains("in use by process"));
    const auto group = RunFolder::create_group(folder / "group");
    CHECK_THROWS_WITH(RunFolder::create_group(folder / "group", true), contains("in use by process"));
    CHECK_NOTHROW(RunFolder::create(folder / "group/replicate_0000", false, {}, group));
  }
  CHECK_THROWS_WITH(RunFolder::create(folder / "run"), contains("resume"));
  CHECK_NOTHROW(RunFolder::create(folder / "run", true));
}
