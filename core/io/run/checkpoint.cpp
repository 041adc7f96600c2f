// Layout and checks of a checkpoint file: see core/io/README.md.
#include "core/io/run/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/errors.hpp"
#include "core/base/types.hpp"
#include "core/io/files/checkpoint_seal.hpp"
#include "core/io/hdf5/dataset.hpp"
#include "core/io/hdf5/table_columns.hpp"
#include "core/io/hdf5/whole_file.hpp"
#include "core/io/run/moment_attributes.hpp"
#include "core/io/run/value_views.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;
using hdf5::Handle;

/// take(the values of an array), wherever they are.
template <class Take>
void of_values(const CheckpointArray& array, const Take& take) {
  if (array.made)
    std::visit(take, *array.made);
  else
    std::visit(take, array.values);
}

/// Writes one checkpoint into an open file, however that file is kept.
class CheckpointFile {
 public:
  CheckpointFile(hid_t file, const Checkpoint& checkpoint, const Compression& how)
      : file_(file), checkpoint_(checkpoint), arrays_(how) {}

  void write() {
    write_meta();
    write_arrays();
    Handle folder = hdf5::create_group(file_, "folder");
    arrays_.write(folder, "snapshot_times_h", hdf5::view_of(checkpoint_.folder.times_h));
    hdf5::write_scalar(folder, "census_csv_bytes", checkpoint_.folder.census_csv_bytes);
    Handle clones = hdf5::create_group(folder, "clones");
    hdf5::write_columns(clones, checkpoint_.folder.clone_rows);
  }

 private:
  void write_meta() {
    Handle meta = hdf5::create_group(file_, "meta");
    hdf5::write_moment(meta, checkpoint_);
    hdf5::write_scalar(meta, "replicate", checkpoint_.replicate);
  }

  void write_arrays() {
    Handle state = hdf5::create_group(file_, "state");
    for (const CheckpointArray& array : checkpoint_.arrays)
      of_values(array, [&](const auto& values) { arrays_.announce(view_of(values)); });
    std::set<std::string> groups;
    for (const CheckpointArray& array : checkpoint_.arrays) {
      const std::string group = array.name.substr(0, array.name.find('/'));
      if (groups.insert(group).second) hdf5::create_group(state, group);
      arrays_.write_next(state, array.name);
    }
  }

  hid_t file_;
  const Checkpoint& checkpoint_;
  hdf5::ArrayWriter arrays_;
};

template <class T>
bool read_as(hid_t type, hid_t parent, const std::string& name, CheckpointValues& values) {
  if (H5Tequal(type, hdf5::type_of<T>()) <= 0) return false;
  values = hdf5::read_array<T>(parent, name);
  return true;
}

CheckpointValues read_values(hid_t parent, const std::string& name) {
  Handle dataset = hdf5::open_dataset(parent, name);
  Handle type = hdf5::checked(H5Dget_type(dataset), H5Tclose, name);
  CheckpointValues values;
  const bool known = read_as<std::uint8_t>(type, parent, name, values) ||
                     read_as<std::uint16_t>(type, parent, name, values) ||
                     read_as<std::uint32_t>(type, parent, name, values) ||
                     read_as<std::uint64_t>(type, parent, name, values) ||
                     read_as<std::int64_t>(type, parent, name, values) ||
                     read_as<float>(type, parent, name, values) ||
                     read_as<double>(type, parent, name, values);
  if (!known) throw OutputError("dataset " + name + " has a type that no checkpoint has");
  return values;
}

void read_meta(hid_t file, Checkpoint& checkpoint) {
  Handle meta = hdf5::open_group(file, "meta");
  hdf5::read_moment(meta, checkpoint);
  checkpoint.replicate = hdf5::read_scalar<std::uint32_t>(meta, "replicate");
}

void read_folder(hid_t file, FolderState& state) {
  Handle folder = hdf5::open_group(file, "folder");
  state.times_h = hdf5::read_array<double>(folder, "snapshot_times_h");
  state.census_csv_bytes = hdf5::read_scalar<std::uint64_t>(folder, "census_csv_bytes");
  Handle clones = hdf5::open_group(folder, "clones");
  state.clone_rows = hdf5::read_columns(clones);
}

void read_arrays(hid_t file, std::vector<CheckpointArray>& arrays) {
  Handle state = hdf5::open_group(file, "state");
  for (const std::string& group : hdf5::names_in_order(state)) {
    Handle members = hdf5::open_group(state, group);
    for (const std::string& name : hdf5::names_in_order(members))
      arrays.push_back({group + "/" + name, read_values(members, name)});
  }
}

/// What the program counts on before it looks at the arrays.
void check_header(const Checkpoint& c) {
  const auto is_time = [](double time_h) { return std::isfinite(time_h) && time_h >= 0; };
  if (c.step > max_steps)
    throw OutputError(fmt::format("step {} is out of range; expected at most {}", c.step, max_steps));
  if (!is_time(c.time_h)) throw OutputError(fmt::format("time_h = {} is no time", c.time_h));
  double before = -1;
  for (const double time_h : c.folder.times_h) {
    if (!is_time(time_h) || time_h <= before)
      throw OutputError(fmt::format("a snapshot at {} h follows one at {} h", time_h, before));
    before = time_h;
  }
}

Checkpoint read(const fs::path& path, bool with_arrays) {
  verify_seal(path, checkpoint_format);
  Handle file = hdf5::open_for_reading(path);
  try {
    Checkpoint checkpoint;
    read_meta(file, checkpoint);
    read_folder(file, checkpoint.folder);
    check_header(checkpoint);
    if (with_arrays) read_arrays(file, checkpoint.arrays);
    return checkpoint;
  } catch (const OutputError& error) {
    throw OutputError(path.string() + ": " + error.what());
  }
}

/// Bytes of the arrays as they lie in memory.
std::uint64_t raw_bytes(const Checkpoint& checkpoint) {
  std::uint64_t bytes = 0;
  for (const CheckpointArray& array : checkpoint.arrays)
    of_values(array, [&bytes](const auto& values) { bytes += bytes_of(values); });
  return bytes;
}

}  // namespace

bool Checkpoint::has(std::string_view name) const {
  return std::any_of(arrays.begin(), arrays.end(),
                     [&](const CheckpointArray& array) { return array.name == name; });
}

const CheckpointValues& Checkpoint::find(std::string_view name) const {
  const auto found = std::find_if(arrays.begin(), arrays.end(),
                                  [&](const CheckpointArray& array) { return array.name == name; });
  if (found == arrays.end()) throw OutputError("it has no array " + std::string(name));
  return found->values;
}

void Checkpoint::fail_type(std::string_view name) {
  throw OutputError("its array " + std::string(name) + " has another type");
}

void write_checkpoint(FileGroup& files, const fs::path& path, const Checkpoint& checkpoint,
                      const SnapshotOptions& options) {
  hdf5::write_file(files, path, {raw_bytes(checkpoint), options.image_limit_bytes, checkpoint_format},
                   [&](hid_t file) { CheckpointFile(file, checkpoint, options.compression).write(); });
}

Checkpoint read_checkpoint_header(const fs::path& path) {
  return read(path, false);
}

Checkpoint read_checkpoint(const fs::path& path) {
  return read(path, true);
}

}  // namespace tilscape
