// Checkpoints and run folders that somebody made on purpose: the last line is right, what it guards is not.
#include <fstream>

#include "core/base/errors.hpp"
#include "core/io/files/checkpoint_seal.hpp"
#include "core/io/hdf5/hdf5.hpp"
#include "core/io/run/checkpoint.hpp"
#include "core/io/run/run_folder.hpp"
#include "tests/catch.hpp"
#include "tests/io/samples.hpp"

using namespace tilscape;
using hdf5::Handle;
namespace fs = std::filesystem;

namespace {

Checkpoint sample() {
  Checkpoint c;
  c.step = 6;
  c.time_h = 0.1;
  c.config = "seed: 7\n";
  c.arrays = {{"planes/tissue", std::vector<std::uint8_t>(30, 1)},
              {"tumour/id", std::vector<std::uint64_t>{1, 2, 3}}};
  c.folder.times_h = {0, 0.05};
  c.folder.clone_rows = {{"clone_id", "1", std::vector<std::uint64_t>{9}}};
  return c;
}

fs::path write(const fs::path& path, const Checkpoint& checkpoint) {
  FileGroup file;
  write_checkpoint(file, path, checkpoint);
  file.commit();
  return path;
}

/// Why a checkpoint is refused after `change(file)`, an HDF5 file open for writing.
template <class Change>
std::string reason(const fs::path& path, const Change& change) {
  write(path, sample());
  {
    Handle file = hdf5::checked(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose, "file");
    change(file);
  }
  seal(path, checkpoint_format);
  try {
    read_checkpoint(path);
  } catch (const OutputError& error) {
    return error.what();
  }
  return "was accepted";
}

/// Replaces a dataset by an empty one of so many values.
void put(hid_t file, const char* name, hid_t type, hsize_t count, hsize_t chunk) {
  H5Ldelete(file, name, H5P_DEFAULT);
  Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose),
      properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  if (chunk) {
    H5Pset_chunk(properties, 1, &chunk);
    H5Pset_shuffle(properties);
    H5Pset_deflate(properties, 1);
  }
  Handle(hdf5::checked(H5Dcreate2(file, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose,
                       name));
}

void put_attribute(hid_t file, const char* name, hid_t type, hsize_t count) {
  Handle meta(H5Gopen2(file, "meta", H5P_DEFAULT), H5Gclose),
      space(H5Screate_simple(1, &count, nullptr), H5Sclose);
  H5Adelete(meta, name);
  Handle(hdf5::checked(H5Acreate2(meta, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, name));
}

}  // namespace

TEST_CASE("An array that is not as it was written is refused before it takes memory", "[hostile]") {
  const ScratchFolder folder("hostile");
  const fs::path file = folder / "c.h5";
  CHECK(reason(file, [](hid_t) {}) == "was accepted");
  const auto array = [&](hid_t type, hsize_t count, hsize_t chunk) {
    return reason(file, [&](hid_t f) { put(f, "state/tumour/id", type, count, chunk); });
  };
  CHECK_THAT(array(H5T_NATIVE_UINT64, 1000000000000, 131072),
             contains("id claims to hold more than was written"));
  CHECK_THAT(array(H5T_NATIVE_UINT64, ~std::uint64_t{0} / 4, 131072), contains("claims to hold more"));
  CHECK_THAT(array(H5T_NATIVE_UINT64, 1000000000000, 0), contains("is stored in another way"));
  CHECK_THAT(array(H5T_NATIVE_UINT64, 1000000000000, 1), contains("is stored in another way"));
  CHECK_THAT(array(H5T_STD_U64BE, 3, 3), contains("has a type that no checkpoint has"));
  CHECK_THAT(array(H5T_NATIVE_LDOUBLE, 3, 3), contains("has a type that no checkpoint has"));
  CHECK_THAT(reason(file, [](hid_t f) { put(f, "folder/clones/clone_id", H5T_NATIVE_FLOAT, 1, 1); }),
             contains("units is missing") || contains("has another type"));
}

TEST_CASE("An attribute of another shape writes nothing behind the value it is read into", "[hostile]") {
  const ScratchFolder folder("hostile_attribute");
  const fs::path file = folder / "c.h5";
  Handle text(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(text, H5T_VARIABLE);
  const auto attribute = [&](const char* name, hid_t type, hsize_t count) {
    return reason(file, [&](hid_t f) { put_attribute(f, name, type, count); });
  };
  CHECK_THAT(attribute("step", H5T_NATIVE_UINT64, 1000),
             contains("attribute step has another type or shape"));
  CHECK_THAT(attribute("digest", H5T_NATIVE_DOUBLE, 1),
             contains("attribute digest has another type or shape"));
  CHECK_THAT(attribute("config", text, 100), contains("attribute config has another type or shape"));
  CHECK_THAT(attribute("version", H5T_NATIVE_UINT64, 1),
             contains("attribute version has another type or shape"));
}

TEST_CASE("A checkpoint has no links to elsewhere", "[hostile]") {
  const ScratchFolder folder("hostile_link");
  const fs::path file = folder / "c.h5";
  write(folder / "other.h5", sample());
  const auto link = [&](const char* name, bool is_external) {
    return reason(file, [&](hid_t f) {
      H5Ldelete(f, name, H5P_DEFAULT);
      if (is_external)
        H5Lcreate_external("other.h5", name, f, name, H5P_DEFAULT, H5P_DEFAULT);
      else
        H5Lcreate_soft("/meta", f, name, H5P_DEFAULT, H5P_DEFAULT);
    });
  };
  for (const char* name :
       {"state", "state/tumour", "state/tumour/id", "folder", "folder/clones", "folder/clones/clone_id"})
    for (const bool is_external : {true, false}) {
      CAPTURE(name, is_external);
      CHECK_THAT(link(name, is_external), contains("is a link to elsewhere"));
    }
}

TEST_CASE("Numbers that no run has are refused", "[hostile]") {
  const ScratchFolder folder("hostile_numbers");
  const auto refused = [&](const auto& change) {
    Checkpoint c = sample();
    change(c);
    CHECK_THROWS_AS(read_checkpoint_header(write(folder / "c.h5", c)), OutputError);
  };
  refused(
      [](Checkpoint& c) { c.step = ~std::uint64_t{0}; });  // the checkpoints behind it would be all of them
  refused([](Checkpoint& c) { c.time_h = std::numeric_limits<double>::quiet_NaN(); });
  refused([](Checkpoint& c) { c.time_h = -1; });
  refused([](Checkpoint& c) { c.folder.times_h = {0, 0}; });
  refused([](Checkpoint& c) { c.folder.times_h = {0, std::numeric_limits<double>::infinity()}; });
}

TEST_CASE("Nothing is written, cut or removed through a symbolic link of a run folder", "[hostile]") {
  const ScratchFolder folder("hostile_folder");
  fs::create_directory(folder / "outside");
  const fs::path precious = folder / "outside/ckpt_99999999.h5";
  std::ofstream(precious) << "precious";
  const auto is_untouched = [&] { return read_text(precious) == "precious"; };
  for (const char* name :
       {"snap", "view", "census", "clones", "checkpoint", "census.csv", "log.txt", "run.yaml"}) {
    CAPTURE(name);
    const fs::path run = folder / (std::string("run_") + name);
    { RunFolder::create(run).log("made"); }
    std::ofstream(run / "census.csv") << "step\n";
    fs::remove_all(run / name);
    fs::create_symlink(fs::path(name).has_extension() ? precious : precious.parent_path(), run / name);
    Checkpoint from = sample();
    from.folder.times_h = {};
    const auto lock = std::make_shared<const FolderLock>(run);
    CHECK_THROWS_WITH(RunFolder::resume(run, from, lock),
                      contains(std::string(name) + ": is a symbolic link"));
    CHECK(is_untouched());
  }
  const fs::path run = folder / "run";
  fs::create_directory(run);
  fs::create_symlink(precious, run / "lock");
  CHECK_THROWS_WITH(FolderLock(run), contains("lock: cannot open: it is a symbolic link"));
  fs::create_symlink(precious, run / "run.yaml.tmp");
  CHECK_THROWS_WITH(write_durably(run / "run.yaml", "text"), contains("it is a symbolic link"));
  fs::create_symlink(precious, run / "log.txt");
  CHECK_THROWS_WITH(append_text(run / "log.txt", "text", false), contains("it is a symbolic link"));
  CHECK(is_untouched());
}

TEST_CASE("Replacing a group removes a link to a member, and nothing behind it", "[hostile]") {
  const ScratchFolder folder("hostile_group");
  fs::create_directories(folder / "outside/snap");
  RunFolder::create_group(folder / "group");
  fs::create_directory_symlink(folder / "outside", folder / "group/replicate_0000");
  RunFolder::create_group(folder / "group", true);
  CHECK_FALSE(fs::exists(fs::symlink_status(folder / "group/replicate_0000")));
  CHECK(fs::exists(folder / "outside/snap"));
}
