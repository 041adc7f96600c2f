// Layout and checks of a checkpoint file: see core/io/README.md.
#include "core/io/checkpoint.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <regex>
#include <set>

#include "core/errors.hpp"
#include "core/io/dataset.hpp"
#include "core/io/moment_attributes.hpp"
#include "core/io/table_columns.hpp"
#include "core/io/whole_file.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;
using hdf5::Handle;

/// The last line: "Tilscape checkpoint, format 1, 0000000000012345 bytes, crc32 89abcdef\n".
std::string last_line(int format, std::uint64_t bytes, std::uint32_t checksum) {
  return fmt::format("Tilscape checkpoint, format {}, {:016} bytes, crc32 {:08x}\n", format, bytes, checksum);
}

[[noreturn]] void fail(const fs::path& path, const std::string& problem) {
  throw OutputError(path.string() + ": " + problem);
}

/// Of everything before the last line.
std::uint32_t checksum_of(std::istream& file, std::uint64_t bytes) {
  std::vector<char> piece(std::size_t{1} << 20);
  uLong checksum = crc32(0, nullptr, 0);
  while (bytes > 0) {
    const auto size = static_cast<std::streamsize>(std::min<std::uint64_t>(bytes, piece.size()));
    if (!file.read(piece.data(), size)) break;
    checksum = crc32(checksum, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(size));
    bytes -= static_cast<std::uint64_t>(size);
  }
  return static_cast<std::uint32_t>(checksum);
}

/// The last line, read back: never longer than it can be.
std::string read_last_line(std::ifstream& file, const fs::path& path, std::uint64_t size) {
  const std::uint64_t most = std::min<std::uint64_t>(size, 128);
  std::string end(most, '\0');
  file.seekg(static_cast<std::streamoff>(size - most));
  if (!file.read(end.data(), static_cast<std::streamsize>(most))) fail(path, "cannot be read");
  const std::size_t start = end.rfind("Tilscape checkpoint, format ");
  if (start == std::string::npos) fail(path, "is not a Tilscape checkpoint, or is truncated");
  return end.substr(start);
}

/// Only a file that is whole and has every bit as it was written gets past this.
void verify(const fs::path& path) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(path, error);
  if (error) fail(path, "cannot be read: " + error.message());
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path, "cannot be read");
  const std::string line = read_last_line(file, path, size);
  static const std::regex form(
      R"(Tilscape checkpoint, format (\d{1,6}), (\d{16}) bytes, crc32 ([0-9a-f]{8})\n)");
  std::smatch match;
  if (!std::regex_match(line, match, form)) fail(path, "is damaged: its last line cannot be read");
  const int format = std::stoi(match[1]);
  if (format > checkpoint_format)
    fail(path, fmt::format("was written by a later version (format {}); this one reads format {}", format,
                           checkpoint_format));
  const std::uint64_t bytes = std::stoull(match[2]);
  if (bytes + line.size() != size)
    fail(path, fmt::format("is damaged: {} bytes long, expected {}", size, bytes + line.size()));
  file.clear();
  file.seekg(0);
  if (last_line(format, bytes, checksum_of(file, bytes)) != line)
    fail(path, "is damaged: its checksum is wrong");
}

/// Adds the last line to a file that is written.
void seal(const fs::path& path) {
  const std::uint64_t bytes = fs::file_size(path);
  std::ifstream file(path, std::ios::binary);
  append_text(path, last_line(checkpoint_format, bytes, checksum_of(file, bytes)), false);
}

/// Writes one checkpoint into an open file, however that file is kept.
class CheckpointFile {
 public:
  CheckpointFile(hid_t file, const Checkpoint& checkpoint, const Compression& how)
      : file_(file), checkpoint_(checkpoint), how_(how) {}

  void write() {
    write_meta();
    write_arrays();
    Handle folder = hdf5::create_group(file_, "folder");
    hdf5::write_array(folder, "snapshot_times_h", hdf5::view_of(checkpoint_.folder.times_h), how_);
    hdf5::write_scalar(folder, "census_csv_bytes", checkpoint_.folder.census_csv_bytes);
    Handle census = hdf5::create_group(folder, "census"), clones = hdf5::create_group(folder, "clones");
    hdf5::write_columns(census, checkpoint_.folder.census_rows);
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
    std::set<std::string> groups;
    for (const CheckpointArray& array : checkpoint_.arrays) {
      const std::string group = array.name.substr(0, array.name.find('/'));
      if (groups.insert(group).second) hdf5::create_group(state, group);
      std::visit(
          [&](const auto& values) { hdf5::write_array(state, array.name, hdf5::view_of(values), how_); },
          array.values);
    }
  }

  hid_t file_;
  const Checkpoint& checkpoint_;
  const Compression& how_;
};

template <class T>
bool read_as(hid_t type, hid_t parent, const std::string& name, CheckpointValues& values) {
  if (H5Tequal(type, hdf5::type_of<T>()) <= 0) return false;
  values = hdf5::read_array<T>(parent, name);
  return true;
}

CheckpointValues read_values(hid_t parent, const std::string& name) {
  Handle dataset = hdf5::checked(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose, name);
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

Handle open_group(hid_t parent, const char* name) {
  return hdf5::checked(H5Gopen2(parent, name, H5P_DEFAULT), H5Gclose,
                       fmt::format("group {} is missing", name));
}

void read_meta(hid_t file, Checkpoint& checkpoint) {
  Handle meta = open_group(file, "meta");
  hdf5::read_moment(meta, checkpoint);
  checkpoint.replicate = hdf5::read_scalar<std::uint32_t>(meta, "replicate");
}

void read_folder(hid_t file, FolderState& state) {
  Handle folder = open_group(file, "folder");
  state.times_h = hdf5::read_array<double>(folder, "snapshot_times_h");
  state.census_csv_bytes = hdf5::read_scalar<std::uint64_t>(folder, "census_csv_bytes");
  Handle census = open_group(folder, "census"), clones = open_group(folder, "clones");
  state.census_rows = hdf5::read_columns(census);
  state.clone_rows = hdf5::read_columns(clones);
}

void read_arrays(hid_t file, std::vector<CheckpointArray>& arrays) {
  Handle state = open_group(file, "state");
  for (const std::string& group : hdf5::names_in_order(state)) {
    Handle members = open_group(state, group.c_str());
    for (const std::string& name : hdf5::names_in_order(members))
      arrays.push_back({group + "/" + name, read_values(members, name)});
  }
}

Checkpoint read(const fs::path& path, bool with_arrays) {
  verify(path);
  try {
    Handle file = hdf5::open_for_reading(path);
    Checkpoint checkpoint;
    read_meta(file, checkpoint);
    read_folder(file, checkpoint.folder);
    if (with_arrays) read_arrays(file, checkpoint.arrays);
    return checkpoint;
  } catch (const OutputError& error) {
    fail(path, error.what());
  }
}

/// Bytes of the arrays as they lie in memory.
std::uint64_t raw_bytes(const Checkpoint& checkpoint) {
  std::uint64_t bytes = 0;
  for (const CheckpointArray& array : checkpoint.arrays)
    bytes += std::visit([](const auto& values) { return values.size() * sizeof(values[0]); }, array.values);
  return bytes;
}

}  // namespace

const CheckpointValues& Checkpoint::find(const std::string& name) const {
  const auto found = std::find_if(arrays.begin(), arrays.end(),
                                  [&](const CheckpointArray& array) { return array.name == name; });
  if (found == arrays.end()) throw OutputError("it has no array " + name);
  return found->values;
}

void Checkpoint::fail_type(const std::string& name) {
  throw OutputError("its array " + name + " has another type");
}

void write_checkpoint(FileGroup& files, const fs::path& path, const Checkpoint& checkpoint,
                      const SnapshotOptions& options) {
  FileGroup whole;  // not before it is sealed
  hdf5::write_file(whole, path, {raw_bytes(checkpoint), options.image_limit_bytes},
                   [&](hid_t file) { CheckpointFile(file, checkpoint, options.compression).write(); });
  seal(temporary_name(path));
  files.join(std::move(whole));
}

Checkpoint read_checkpoint_header(const fs::path& path) {
  return read(path, false);
}

Checkpoint read_checkpoint(const fs::path& path) {
  return read(path, true);
}

}  // namespace tilscape
