// Two programs never write into one folder, and a killed one keeps nobody out.
#include "core/io/folder_lock.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>

#include "core/errors.hpp"
#include "core/io/run_folder.hpp"
#include "tests/catch.hpp"
#include "tests/io/samples.hpp"

using namespace tilscape;

TEST_CASE("A folder in use is refused with process and host", "[folder_lock]") {
  const ScratchFolder folder("lock");
  auto lock = std::make_unique<FolderLock>(folder.path());
  CHECK(FolderLock::is_locked(folder.path()));
  CHECK_THROWS_WITH(FolderLock(folder.path()),
                    contains("in use by process " + std::to_string(getpid()) + " on "));
  lock.reset();
  CHECK_FALSE(FolderLock::is_locked(folder.path()));
  CHECK(std::filesystem::is_empty(folder.path()));
  CHECK_NOTHROW(FolderLock(folder.path()));
}

TEST_CASE("A killed process keeps nobody out", "[folder_lock]") {
  const ScratchFolder folder("lock_killed");
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const FolderLock lock(folder.path());
    [[maybe_unused]] const auto written = ::write(ready[1], "x", 1);
    for (;;) ::pause();
  }
  char byte;
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK_THROWS_AS(FolderLock(folder.path()), OutputError);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(std::filesystem::exists(folder / FolderLock::file_name));
  CHECK_NOTHROW(FolderLock(folder.path()));
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
