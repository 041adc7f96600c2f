// Snapshots and tables that somebody made on purpose: what no writer wrote is refused, by every reader,
// before it takes memory.
#include <sys/resource.h>

#include <fstream>
#include <random>

#include "core/base/errors.hpp"
#include "core/io/hdf5/hdf5.hpp"
#include "core/io/run/read_run.hpp"
#include "core/io/run/run_folder.hpp"
#include "tests/catch.hpp"
#include "tests/io/samples.hpp"

using namespace tilscape;
using hdf5::Handle;
namespace fs = std::filesystem;

namespace {

/// What the first reader says that refuses a snapshot after `change(file)`, an HDF5 file open for writing.
template <class Change>
std::string reason(const fs::path& folder, const Change& change) {
  const fs::path file = folder / "s.vtkhdf";
  write_snapshot(file, sample_snapshot({6, 5, 4}, 50, 1));
  {
    Handle handle = hdf5::checked(H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose, "file");
    change(handle);
  }
  try {
    read_snapshot_info(file);
    for (const char* name : {"site"}) read_point_array<std::uint32_t>(file, name);
    read_point_array<std::int64_t>(file, "cell_id");
    verify_snapshot(file);
  } catch (const OutputError& error) {
    return error.what();
  }
  return "was accepted";
}

void remove_link(hid_t file, const char* name) {
  hdf5::check(H5Ldelete(file, name, H5P_DEFAULT), name);
}

void link(hid_t file, const char* name, bool is_external) {
  remove_link(file, name);
  const std::string target = "/" + std::string(name);
  if (is_external)
    H5Lcreate_external("other.vtkhdf", target.c_str(), file, name, H5P_DEFAULT, H5P_DEFAULT);
  else
    H5Lcreate_soft(target.c_str(), file, name, H5P_DEFAULT, H5P_DEFAULT);
}

/// Replaces a dataset by an empty one of this extent.
void put(hid_t file, const char* name, hid_t type, std::vector<hsize_t> shape, hsize_t chunk) {
  remove_link(file, name);
  Handle space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose),
      properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  if (chunk) {
    const std::vector<hsize_t> chunks(shape.size(), chunk);
    H5Pset_chunk(properties, static_cast<int>(shape.size()), chunks.data());
    H5Pset_shuffle(properties);
    H5Pset_deflate(properties, 1);
  }
  Handle(hdf5::checked(H5Dcreate2(file, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose,
                       name));
}

void put_attribute(hid_t file, const char* object, const char* name, hid_t type, hsize_t count) {
  Handle at(H5Oopen(file, object, H5P_DEFAULT), H5Oclose),
      space(H5Screate_simple(1, &count, nullptr), H5Sclose);
  H5Adelete(at, name);
  Handle(hdf5::checked(H5Acreate2(at, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, name));
}

/// No more address space than now and a little, while this exists: who asks for what a file claims, fails.
class MemoryLimit {
 public:
  explicit MemoryLimit(rlim_t more_bytes) {
    ::getrlimit(RLIMIT_AS, &old_);
    std::ifstream pages("/proc/self/statm");
    rlim_t used = 0;
    pages >> used;
    const rlimit limit{used * 4096 + more_bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_AS, &limit);
  }
  ~MemoryLimit() { ::setrlimit(RLIMIT_AS, &old_); }

 private:
  rlimit old_{};
};

}  // namespace

TEST_CASE("A snapshot has no links to elsewhere", "[hostile]") {
  const ScratchFolder folder("hostile_snapshot_link");
  CHECK(reason(folder.path(), [](hid_t) {}) == "was accepted");
  write_snapshot(folder / "other.vtkhdf", sample_snapshot({6, 5, 4}, 50, 1));
  for (const char* name : {"meta", "VTKHDF", "VTKHDF/cells", "VTKHDF/cells/Points", "VTKHDF/cells/PointData",
                           "VTKHDF/cells/PointData/site", "VTKHDF/fields/PointData/oxygen_mmHg"})
    for (const bool is_external : {true, false}) {
      CAPTURE(name, is_external);
      CHECK_THAT(reason(folder.path(), [&](hid_t file) { link(file, name, is_external); }),
                 contains("s.vtkhdf: ") && contains("is a link to elsewhere"));
    }
  CHECK_THAT(reason(folder.path(),
                    [](hid_t file) {
                      H5Lcreate_hard(file, "VTKHDF", file, "VTKHDF/cells/again", H5P_DEFAULT, H5P_DEFAULT);
                    }),
             contains("lies deeper than was written"));
}

TEST_CASE("An array of a snapshot that claims more than its file holds takes no memory", "[hostile]") {
  const ScratchFolder folder("hostile_snapshot_size");
  reason(folder.path(), [](hid_t) {});  // what libraries take once
  const MemoryLimit limit(rlim_t{1} << 30);
  const auto array = [&](const char* name, hid_t type, std::vector<hsize_t> shape, hsize_t chunk) {
    return reason(folder.path(), [&](hid_t file) { put(file, name, type, shape, chunk); });
  };
  constexpr hsize_t absurd = hsize_t{1} << 60;
  const char* site = "VTKHDF/cells/PointData/site";
  CHECK_THAT(array(site, H5T_NATIVE_UINT32, {1000000000000}, 262144), contains("claims to hold more"));
  CHECK_THAT(array(site, H5T_NATIVE_UINT32, {absurd}, 262144), contains("than was written"));
  CHECK_THAT(array(site, H5T_NATIVE_UINT32, {1000000000000}, 0), contains("is stored in another way"));
  CHECK_THAT(array(site, H5T_NATIVE_DOUBLE, {50}, 50), contains("has another type"));
  CHECK_THAT(array(site, H5T_NATIVE_UINT32, {5, 10}, 5), contains("has another shape"));
  CHECK_THAT(array("VTKHDF/cells/Points", H5T_NATIVE_FLOAT, {absurd, 3}, 3),
             contains("should hold 50 cells"));
  CHECK_THAT(array("VTKHDF/cells/Points", H5T_NATIVE_FLOAT, {150}, 50), contains("has another shape"));
  const char* oxygen = "VTKHDF/fields/PointData/oxygen_mmHg";
  CHECK_THAT(array(oxygen, H5T_NATIVE_FLOAT, {1 << 20, 1 << 20, 4}, 4), contains("claims to hold more"));
  CHECK_THAT(array(oxygen, H5T_NATIVE_FLOAT, {absurd, 2, 2}, 2), contains("than was written"));
}

TEST_CASE("An attribute of a snapshot of another shape writes nothing behind its value", "[hostile]") {
  const ScratchFolder folder("hostile_snapshot_attribute");
  for (const char* name : {"step", "cells", "digest", "seed", "time_h"})
    for (const hid_t type : {H5T_NATIVE_UINT64, H5T_NATIVE_DOUBLE, H5T_NATIVE_LDOUBLE}) {
      CAPTURE(name);
      CHECK_THAT(reason(folder.path(), [&](hid_t file) { put_attribute(file, "meta", name, type, 1000); }),
                 contains("has another type or shape"));
    }
}

TEST_CASE("A table with absurd columns, links or units takes no memory", "[hostile]") {
  const ScratchFolder folder("hostile_table");
  const fs::path file = folder / "t.h5";
  const auto read_after = [&](const auto& change) -> std::string {
    FileGroup files;
    write_table(
        files, file,
        {{"step", "1", std::vector<std::uint64_t>{1, 2, 3}}, {"time_h", "h", std::vector<double>{1, 2, 3}}});
    files.commit();
    {
      Handle handle = hdf5::checked(H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose, "file");
      change(handle);
    }
    try {
      read_table(file);
    } catch (const OutputError& error) {
      return error.what();
    }
    return "was accepted";
  };
  CHECK(read_after([](hid_t) {}) == "was accepted");
  const MemoryLimit limit(rlim_t{1} << 30);
  for (const bool is_external : {true, false})
    CHECK_THAT(read_after([&](hid_t f) { link(f, "step", is_external); }),
               contains("is a link to elsewhere"));
  const auto with_units = [](hid_t f, hsize_t count) {
    put(f, "step", H5T_NATIVE_UINT64, {count}, count < 131072 ? count : 131072);
    Handle step(H5Dopen2(f, "step", H5P_DEFAULT), H5Dclose);
    hdf5::write_text(step, "units", "1");
  };
  CHECK_THAT(read_after([&](hid_t f) { with_units(f, 1000000000000); }), contains("claims to hold more"));
  CHECK_THAT(read_after([](hid_t f) { put(f, "step", H5T_NATIVE_UINT64, {3}, 3); }), contains("units"));
  CHECK_THAT(read_after([](hid_t f) { put_attribute(f, "step", "units", H5T_NATIVE_UINT64, 1 << 12); }),
             contains("another type or shape"));
}
