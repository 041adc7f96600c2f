// What --out writes, and what it never replaces.
#include "core/io/run/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "core/base/errors.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/run/run_folder.hpp"
#include "tests/catch.hpp"
#include "tests/io/file_size_limit.hpp"
#include "tests/io/samples.hpp"

using namespace tilscape;
namespace fs = std::filesystem;

namespace {

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("A file is replaced as a whole and keeps its permissions, behind a link too", "[output_file]") {
  const ScratchFolder folder("output");
  const fs::path file = folder / "tree.nwk";
  write_output("--out", file, "first");
  CHECK(read_text(file) == "first");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  write_output("--out", file, "second");
  CHECK(read_text(file) == "second");
  CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));

  fs::create_directory(folder / "links");
  fs::create_symlink("../tree.nwk", folder / "links/one");
  fs::create_symlink("one", folder / "links/two");
  fs::create_symlink("new.nwk", folder / "links/dangling");
  write_output("--out", folder / "links/two", "third");
  write_output("--out", folder / "links/dangling", "new");
  CHECK(read_text(file) == "third");
  CHECK(read_text(folder / "links/new.nwk") == "new");
  for (const char* link : {"one", "two", "dangling"}) CHECK(fs::is_symlink(folder / "links" / link));
  {
    const FileSizeLimit limit(3);
    CHECK_THROWS_AS(write_output("--out", file, "too long"), OutputError);
  }
  CHECK(read_text(file) == "third");
  CHECK(entries(folder.path()) == 2);  // no temporary file is left
  fs::create_symlink("loop", folder / "loop");
  CHECK_THROWS_AS(write_output("--out", folder / "loop", "text"), OutputError);
  CHECK_THROWS_WITH(write_output("--out", folder / "none/tree", "text"), contains("none/tree: cannot write"));
  std::ofstream(folder / "tree.nwk.tmp") << "mine";
  write_output("--out", file, "fourth");
  CHECK(read_text(folder / "tree.nwk.tmp") == "mine");
}

TEST_CASE("What is no regular file is written into and stays what it is", "[output_file]") {
  const ScratchFolder folder("output_special");
  write_output("--out", "/dev/null", "text");
  CHECK(fs::is_character_file("/dev/null"));
  CHECK_THROWS_AS(write_output("--out", "/dev/full", "text"), OutputError);
  CHECK(fs::is_character_file("/dev/full"));
  fs::create_symlink("/dev/null", folder / "null");
  write_output("--out", folder / "null", "text");
  CHECK(fs::is_symlink(folder / "null"));

  const fs::path fifo = folder / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  std::string got;
  std::thread reader([&] { got = read_text(fifo); });
  write_output("--out", fifo, "through");
  reader.join();
  CHECK(got == "through");
  CHECK(fs::is_fifo(fifo));
}

TEST_CASE("An open file by its number gets the text where it stands", "[output_file]") {
  const ScratchFolder folder("output_descriptor");
  const int file = ::open((folder / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  REQUIRE(::write(file, "before ", 7) == 7);
  fs::create_symlink("/dev/fd/" + std::to_string(file), folder / "link");
  write_output("--out", "/dev/fd/" + std::to_string(file), "text ");
  write_output("--out", "/proc/self/fd/" + std::to_string(file), "again ");
  write_output("--out", folder / "link", "and again");
  ::close(file);
  CHECK(read_text(folder / "log") == "before text again and again");
  CHECK_THROWS_AS(write_output("--out", "/dev/fd/999", "text"), OutputError);
}

TEST_CASE("A folder and the files of a run are refused", "[output_file]") {
  const ScratchFolder folder("output_run");
  {
    const auto group = RunFolder::create_group(folder / "group");
    RunFolder run = RunFolder::create(folder / "group/replicate_0000", false, {}, group);
    run.append_census({{"step", "1", std::vector<std::uint64_t>{0}}});
    run.add_snapshot(sample_snapshot({4, 4, 4}, 5));
  }
  const fs::path run = folder / "group/replicate_0000";
  const std::string census = read_text(run / "census.csv");
  fs::create_symlink("group/replicate_0000/census.csv", folder / "link");
  for (const fs::path& file :
       {run / "census.csv", run / "summary.txt", run / "snap/../run.yaml", folder / "link",
        run / run_files::snapshot(0), folder / "group/log.txt", folder / "group/sweep.csv"})
    CHECK_THROWS_WITH(check_output("--out", file), contains("--out: ") && contains("belongs to the run in"));
  CHECK_THROWS_AS(write_output("--json", run / "census.csv", "text"), InputError);
  CHECK_THROWS_WITH(check_output("--out", run), contains("is a folder"));
  CHECK_THROWS_WITH(check_output("--out", ""), contains("is empty"));
  CHECK(read_text(run / "census.csv") == census);
  CHECK_NOTHROW(write_output("--out", run / "tree.nwk", "text"));  // beside them
  CHECK_NOTHROW(write_output("--out", folder / "census.csv", "text"));
}
