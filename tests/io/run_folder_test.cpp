// A run folder: its files, its indexes, its tables, and what it refuses to touch.
#include "core/io/run/run_folder.hpp"

#include <cmath>
#include <fstream>

#include "core/base/errors.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/hdf5/hdf5.hpp"
#include "core/io/run/read_run.hpp"
#include "tests/catch.hpp"
#include "tests/io/samples.hpp"

using namespace tilscape;
namespace fs = std::filesystem;

namespace {

Table census_row(int step) {
  return {{"step", "1", std::vector<std::uint64_t>{static_cast<std::uint64_t>(step)}},
          {"time_h", "h", std::vector<double>{0.1 * step}},
          {"change", "cells", std::vector<std::int64_t>{-step}}};
}
Table clone_row(std::int64_t id) {
  return {{"clone_id", "1", std::vector<std::int64_t>{id}}};
}

/// Three snapshots, seven rows of census, the last of them after the last snapshot.
void write_run(const fs::path& path, bool force = false) {
  RunFolder run = RunFolder::create(path, force);
  FileGroup config;
  run.write_config("seed: 7\n", config);
  config.commit();
  for (int step = 0; step < 7; ++step) {
    run.append_census(census_row(step));
    run.append_clones(clone_row((std::int64_t{step} << 40) + 1));
    if (step % 2 == 0 && step < 6) run.add_snapshot(sample_snapshot({6, 5, 4}, 50, 0.1 * step));
  }
  run.finish();
}

std::string external_link(const fs::path& view) {
  const hdf5::Handle file = hdf5::open_for_reading(view);
  H5L_info_t link{};
  REQUIRE(H5Lget_info(file, "VTKHDF", &link, H5P_DEFAULT) >= 0);
  std::vector<char> value(link.u.val_size);
  unsigned flags = 0;
  const char *target = nullptr, *object = nullptr;
  REQUIRE(H5Lget_val(file, "VTKHDF", value.data(), value.size(), H5P_DEFAULT) >= 0);
  REQUIRE(H5Lunpack_elink_val(value.data(), value.size(), &flags, &target, &object) >= 0);
  return std::string(target) + ":" + object;
}

}  // namespace

TEST_CASE("A run folder holds what ParaView opens", "[run_folder]") {
  const ScratchFolder folder("run");
  write_run(folder / "run");
  const fs::path run = folder / "run";

  REQUIRE(read_text(run / "cells.hdf.series") ==
          "{\"file-series-version\":\"1.0\",\"files\":[\n"
          "  {\"name\":\"view/cells_00000000.hdf\",\"time\":0},\n"
          "  {\"name\":\"view/cells_00000001.hdf\",\"time\":0.2},\n"
          "  {\"name\":\"view/cells_00000002.hdf\",\"time\":0.4}\n"
          "]}\n");
  REQUIRE(read_text(run / "run.vtkhdf.series").find("snap/snap_00000002.vtkhdf") != std::string::npos);
  for (const std::string part : {"cells", "fields"})
    for (std::size_t i = 0; i < 3; ++i) {
      const fs::path view = run / run_files::view(part, i);
      const std::string number = "0000000" + std::to_string(i);
      REQUIRE(external_link(view) == "../snap/snap_" + number + ".vtkhdf:/VTKHDF/" + part);
      REQUIRE(fs::file_size(view) < 2000);
      const hdf5::Handle file = hdf5::open_for_reading(view);
      REQUIRE(H5Oexists_by_name(file, "VTKHDF/PointData", H5P_DEFAULT) > 0);  // through the link
    }
  REQUIRE(read_run_config(run) == "seed: 7\n");
  for (const auto& entry : fs::recursive_directory_iterator(run)) REQUIRE(entry.path().extension() != ".tmp");
}

TEST_CASE("Census and clones are complete, typed and in order", "[run_folder]") {
  const ScratchFolder folder("tables");
  write_run(folder / "run");
  REQUIRE(read_text(folder / "run/census.csv") ==
          "step,time_h,change\n0,0,0\n1,0.1,-1\n2,0.2,-2\n3,0.30000000000000004,-3\n4,0.4,-4\n5,0.5,-5\n"
          "6,0.6000000000000001,-6\n");
  const Table clones = read_table(folder / "run/clones.h5");
  REQUIRE((clones.size() == 1 && clones[0].name == "clone_id" && clones[0].units == "1"));
  REQUIRE(std::get<std::vector<std::int64_t>>(clones[0].values)[6] == (std::int64_t{6} << 40) + 1);
  REQUIRE(row_count(read_table(folder / "run/clones/clones_00000001.h5")) == 2);
}

TEST_CASE("The census is stored once", "[run_folder]") {
  const ScratchFolder folder("once");
  write_run(folder / "run");
  for (const auto& entry : fs::recursive_directory_iterator(folder / "run")) {
    CAPTURE(entry.path().string());
    const bool is_census = entry.path().filename().string().find("census") != std::string::npos;
    CHECK(is_census == (entry.path() == folder / "run/census.csv"));
  }
}

TEST_CASE("A census.csv reads back as it was written, and one that is damaged is named", "[run_folder]") {
  const ScratchFolder folder("csv");
  write_run(folder / "run");
  const fs::path csv = folder / "run/census.csv";
  const NumberColumns columns = read_csv(csv);
  REQUIRE(columns.size() == 3);
  REQUIRE(columns.at("time_h")[3] == 0.1 * 3);
  REQUIRE(columns.at("change") == std::vector<double>{0, -1, -2, -3, -4, -5, -6});
  for (const std::string line : {"7,0.7", "7,0.7,-7,1", "7,0.7,x", "7,,-7"}) {
    fs::copy_file(csv, folder / "damaged.csv", fs::copy_options::overwrite_existing);
    append_text(folder / "damaged.csv", line + "\n", false);
    REQUIRE_THROWS_WITH(read_csv(folder / "damaged.csv"), contains("damaged.csv:9: is damaged"));
  }
  append_text(folder / "undefined.csv", "a,b\nnan,1\n", false);
  REQUIRE(std::isnan(read_csv(folder / "undefined.csv").at("a")[0]));
}

TEST_CASE("The summary comes last, and goes with the run", "[run_folder]") {
  const ScratchFolder folder("summary");
  {
    RunFolder run = RunFolder::create(folder / "run");
    run.set_summary("day 1: all is well\n");
    REQUIRE(!fs::exists(folder / "run/summary.txt"));
    run.finish();
    REQUIRE(read_text(folder / "run/summary.txt") == "day 1: all is well\n");
  }
  write_run(folder / "run", true);
  REQUIRE(!fs::exists(folder / "run/summary.txt"));
}

TEST_CASE("Rows of another shape are refused", "[run_folder]") {
  const ScratchFolder folder("shape");
  RunFolder run = RunFolder::create(folder / "run");
  run.append_census(census_row(0));
  Table other = census_row(1);
  SECTION("another name") {
    other[2].name = "changed";
  }
  SECTION("another type") {
    other[2].values = std::vector<double>{1};
  }
  SECTION("another number of columns") {
    other.pop_back();
  }
  SECTION("columns of different length") {
    other[2].values = std::vector<std::int64_t>{1, 2};
  }
  REQUIRE_THROWS_AS(run.append_census(other), OutputError);
  REQUIRE(read_text(folder / "run/census.csv") == "step,time_h,change\n0,0,0\n");
}

TEST_CASE("Snapshots must advance in time", "[run_folder]") {
  const ScratchFolder folder("time");
  RunFolder run = RunFolder::create(folder / "run");
  run.add_snapshot(sample_snapshot({4, 4, 4}, 1, 2));
  REQUIRE_THROWS_AS(run.add_snapshot(sample_snapshot({4, 4, 4}, 1, 2)), OutputError);
  REQUIRE(list_snapshots(folder / "run").size() == 1);
}

TEST_CASE("A folder in use is refused with a reason", "[run_folder]") {
  const ScratchFolder folder("refuse");
  write_run(folder / "run");
  REQUIRE_THROWS_WITH(RunFolder::create(folder / "run"), contains("is not empty") && contains("--force"));
  REQUIRE_THROWS_WITH(RunFolder::create(folder / "no/run"), contains("there is no folder"));
  std::ofstream(folder / "file") << "text";
  REQUIRE_THROWS_WITH(RunFolder::create(folder / "file"), contains("is a file"));
  REQUIRE_THROWS_WITH(RunFolder::create("/proc/tilscape_run"), contains("cannot be made"));
  REQUIRE_THROWS_AS(RunFolder::create(folder / "no/run"), OutputError);
  fs::create_directory(folder / "empty");
  REQUIRE_NOTHROW(RunFolder::create(folder / "empty"));
}

TEST_CASE("Force removes the replicates of an earlier run, but not what is a user's", "[run_folder]") {
  const ScratchFolder folder("group");
  const fs::path group = folder / "group";
  RunFolder::create_group(group);
  write_run(group / "replicate_0000");
  write_run(group / "replicate_0001");
  std::ofstream(group / "replicate_0001/notes.txt") << "mine";
  REQUIRE_THROWS_AS(RunFolder::create_group(group), OutputError);
  write_run(group, true);
  REQUIRE_FALSE(fs::exists(group / "replicate_0000"));
  REQUIRE(read_text(group / "replicate_0001/notes.txt") == "mine");
  REQUIRE_FALSE(fs::exists(group / "replicate_0001/run.vtkhdf.series"));
}

TEST_CASE("Force removes a sweep with its table", "[run_folder]") {
  const ScratchFolder folder("sweep");
  const fs::path group = folder / "group";
  RunFolder::create_group(group);
  write_durably(group / run_files::sweep, "member\n");
  write_run(group / run_files::member(0));
  write_run(group / run_files::member(10000));
  RunFolder::create_group(group, true);
  REQUIRE(std::distance(fs::directory_iterator(group), {}) == 1);  // the log
}

TEST_CASE("The runs in a folder are found in order, and single snapshots without the others", "[read_run]") {
  const ScratchFolder folder("members");
  const fs::path group = folder / "group";
  RunFolder::create_group(group);
  for (const std::size_t r : {10000u, 3u, 9999u}) write_run(group / run_files::replicate(r));
  RunFolder::create(group / run_files::replicate(4));  // without a snapshot yet
  const std::vector<fs::path> runs = run_folders(group);
  REQUIRE(runs == std::vector<fs::path>{group / "replicate_0003", group / "replicate_9999",
                                        group / "replicate_10000"});
  REQUIRE(run_folders(runs[0]) == std::vector<fs::path>{runs[0]});
  REQUIRE(run_folders(folder / "none") == std::vector<fs::path>{folder / "none"});

  fs::remove(runs[0] / run_files::snapshot(1));
  REQUIRE_THROWS_AS(list_snapshots(runs[0]), OutputError);
  REQUIRE(last_snapshot(runs[0]).time_h == 0.4);
  REQUIRE(find_snapshot(runs[0], 0)->file == runs[0] / run_files::snapshot(0));
  REQUIRE_FALSE(find_snapshot(runs[0], 0.3));
  REQUIRE_THROWS_AS(find_snapshot(runs[0], 0.2), OutputError);
  REQUIRE_THROWS_AS(last_snapshot(group / "replicate_0004"), OutputError);
}

TEST_CASE("A run that begins again keeps what it needs for that", "[run_folder]") {
  const ScratchFolder folder("restart");
  const fs::path run = folder / "run";
  write_run(run);
  for (const char* name : {"tissue.csv", "tissue_0001.csv", "notes.txt"}) write_durably(run / name, name);
  const std::string log = read_text(run / run_files::log);
  const auto lock = std::make_shared<const FolderLock>(run);
  RunFolder::restart(run, lock).append_census(census_row(0));
  for (const char* name : {"run.yaml", "tissue.csv", "tissue_0001.csv", "notes.txt", "snap"})
    CHECK(fs::exists(run / name));
  CHECK(read_text(run / run_files::log) == log);
  for (const char* name : {"clones.h5", "cells.hdf.series", "snap/snap_00000000.vtkhdf"})
    CHECK_FALSE(fs::exists(run / name));
  CHECK(read_text(run / run_files::census) == csv_header(census_row(0)) + csv_row(census_row(0), 0));
  RunFolder::restart(folder / "new", nullptr);
  CHECK(fs::is_directory(folder / "new/checkpoint"));
}

TEST_CASE("Force replaces the run and keeps what Tilscape did not write", "[run_folder]") {
  const ScratchFolder folder("force");
  const fs::path run = folder / "run";
  write_run(run);
  std::ofstream(run / "notes.txt") << "mine";
  std::ofstream(run / "snap/snap_1.vtkhdf.bak") << "mine";
  RunFolder::create(run, true);
  REQUIRE(read_text(run / "notes.txt") == "mine");
  REQUIRE(read_text(run / "snap/snap_1.vtkhdf.bak") == "mine");
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(run)) files += !entry.is_directory();
  REQUIRE(files == 3);  // the two above and the new log

  fs::create_directory(folder / "home");
  std::ofstream(folder / "home/run.yaml") << "a user's own";
  REQUIRE_THROWS_AS(RunFolder::create(folder / "home", true), OutputError);
  REQUIRE(read_text(folder / "home/run.yaml") == "a user's own");
}
