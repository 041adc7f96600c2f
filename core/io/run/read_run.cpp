// Reading a run folder back: see core/io/run/read_run.hpp.
#include "core/io/run/read_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <regex>
#include <string_view>
#include <utility>

#include "core/base/errors.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/hdf5/dataset.hpp"
#include "core/io/run/run_folder.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;
using hdf5::Handle;

struct SeriesEntry {
  std::string name;
  double time_h;
};

/// Takes `expected` off the beginning of `text`, if it is there.
bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

bool take_number(std::string_view& text, double& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return error == std::errc() && std::isfinite(value);
}

/// The entries of a series file in the form that RunFolder writes, and no other: a name is never a path out
/// of the run folder.
std::vector<SeriesEntry> read_series(const fs::path& path) {
  const std::string file = read_text(path);
  std::string_view text = file;
  std::vector<SeriesEntry> entries;
  bool is_good = take(text, "{\"file-series-version\":\"1.0\",\"files\":[\n");
  while (is_good && !take(text, "]}\n")) {
    const std::string name = run_files::snapshot(entries.size());
    double time_h = 0;
    is_good =
        take(text, "  {\"name\":\"" + name + "\",\"time\":") && take_number(text, time_h) && take(text, "}");
    is_good = is_good && (take(text, ",\n") || take(text, "\n"));
    entries.push_back({name, time_h});
  }
  if (!is_good || !text.empty())
    throw OutputError(fmt::format("{}: is damaged at byte {}: not a series of snapshots", path.string(),
                                  file.size() - text.size()));
  return entries;
}

/// What a run folder lists.
std::vector<SeriesEntry> entries_of(const fs::path& run_folder) {
  const fs::path series = run_folder / run_files::run_series;
  if (!fs::is_directory(run_folder)) throw OutputError(run_folder.string() + ": there is no such run folder");
  if (!fs::exists(series))
    throw OutputError(fmt::format("{}: holds no {}: no Tilscape run, or one without a snapshot",
                                  run_folder.string(), run_files::run_series));
  return read_series(series);
}

/// The snapshot of an entry. @throws OutputError when it is not the one that was listed
SnapshotInfo listed(const fs::path& run_folder, const std::vector<SeriesEntry>& entries, std::size_t index) {
  const SeriesEntry& entry = entries[index];
  SnapshotInfo info = read_snapshot_info(run_folder / entry.name);
  info.index = index;
  if (info.time_h != entry.time_h)
    throw OutputError(fmt::format("{}: is at {} h, but {} lists it at {} h", info.file.string(), info.time_h,
                                  run_files::run_series, entry.time_h));
  return info;
}

/// Does something with an open snapshot; errors get its name in front.
template <class Action>
auto with_snapshot(const fs::path& file, const Action& action) {
  Handle handle = hdf5::open_for_reading(file);
  try {
    return action(handle);
  } catch (const OutputError& error) {
    throw OutputError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

/// The number of cells that have a position.
std::uint64_t positions(hid_t file) {
  Handle root = hdf5::open_group(file, "VTKHDF");
  Handle cells = hdf5::open_group(root, "cells");
  Handle dataset = hdf5::open_dataset(cells, "Points");
  Handle space = hdf5::checked(H5Dget_space(dataset), H5Sclose, "Points");
  hsize_t shape[2] = {};
  if (H5Sget_simple_extent_ndims(space) != 2 || H5Sget_simple_extent_dims(space, shape, nullptr) != 2)
    throw OutputError("Points has another shape than was written");
  return shape[0];
}

void read_every_value(hid_t group, const std::string& name) {
  Handle dataset = hdf5::open_dataset(group, name);
  Handle space = hdf5::checked(H5Dget_space(dataset), H5Sclose, name);
  Handle type = hdf5::checked(H5Dget_type(dataset), H5Tclose, name);
  const hssize_t count = H5Sget_simple_extent_npoints(space);
  if (count <= 0) return;
  const std::uint64_t bytes = static_cast<std::uint64_t>(count) * H5Tget_size(type);
  if (H5Tdetect_class(type, H5T_VLEN) != 0 || bytes / H5Tget_size(type) != static_cast<std::uint64_t>(count))
    throw OutputError(name + " has another type or shape than was written");
  hdf5::require_stored(dataset, bytes, name);
  std::vector<std::byte> values(bytes);
  hdf5::check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), name + " is damaged");
}

/// Every array of a group and of those in it, which are `levels` deep at most: a group may be linked into
/// itself.
void read_every_array(hid_t group, int levels) {
  for (const std::string& name : hdf5::names_in_order(group, {"Assembly"})) {  // links for ParaView alone
    if (!hdf5::is_group(group, name)) {
      read_every_value(group, name);
      continue;
    }
    if (levels == 0) throw OutputError(name + " lies deeper than was written");
    Handle inner = hdf5::open_group(group, name);
    read_every_array(inner, levels - 1);
  }
}

}  // namespace

SnapshotInfo read_snapshot_info(const fs::path& file) {
  return with_snapshot(file, [&](hid_t handle) {
    SnapshotInfo info;
    info.file = file;
    info.complete =
        H5Aexists(handle, "complete") > 0 && hdf5::read_scalar<std::uint8_t>(handle, "complete") == 1;
    if (!info.complete) throw OutputError("is incomplete: it was never finished");
    Handle meta = hdf5::open_group(handle, "meta");
    info.step = hdf5::read_scalar<std::uint64_t>(meta, "step");
    info.time_h = hdf5::read_scalar<double>(meta, "time_h");
    info.seed = hdf5::read_scalar<std::uint64_t>(meta, "seed");
    info.digest = hdf5::read_scalar<std::uint64_t>(meta, "digest");
    info.cells = hdf5::read_scalar<std::uint64_t>(meta, "cells");
    if (positions(handle) != info.cells)
      throw OutputError(fmt::format("is damaged: it should hold {} cells", info.cells));
    return info;
  });
}

void verify_snapshot(const fs::path& file) {
  read_snapshot_info(file);
  with_snapshot(file, [](hid_t handle) {
    constexpr int levels = 3;  // VTKHDF/cells/PointData
    read_every_array(handle, levels);
  });
}

std::vector<SnapshotInfo> list_snapshots(const fs::path& run_folder) {
  std::vector<SnapshotInfo> snapshots;
  const std::vector<SeriesEntry> entries = entries_of(run_folder);
  for (std::size_t k = 0; k < entries.size(); ++k) snapshots.push_back(listed(run_folder, entries, k));
  return snapshots;
}

std::optional<SnapshotInfo> find_snapshot(const fs::path& run_folder, double time_h) {
  const std::vector<SeriesEntry> entries = entries_of(run_folder);
  for (std::size_t k = 0; k < entries.size(); ++k)
    if (entries[k].time_h == time_h) return listed(run_folder, entries, k);
  return {};
}

SnapshotInfo last_snapshot(const fs::path& run_folder) {
  const std::vector<SeriesEntry> entries = entries_of(run_folder);
  if (entries.empty()) throw OutputError(run_folder.string() + ": holds no snapshot");
  return listed(run_folder, entries, entries.size() - 1);
}

template <class T>
std::vector<T> read_point_array(const fs::path& snapshot, const std::string& name) {
  return with_snapshot(snapshot, [&](hid_t file) {
    Handle root = hdf5::open_group(file, "VTKHDF");
    Handle cells = hdf5::open_group(root, "cells");
    Handle arrays = hdf5::open_group(cells, "PointData");
    return hdf5::read_array<T>(arrays, name);
  });
}
template std::vector<std::uint8_t> read_point_array(const fs::path&, const std::string&);
template std::vector<std::uint32_t> read_point_array(const fs::path&, const std::string&);
template std::vector<std::int64_t> read_point_array(const fs::path&, const std::string&);
template std::vector<float> read_point_array(const fs::path&, const std::string&);

Table read_clones_until(const fs::path& run_folder, const SnapshotInfo& snapshot) {
  Table clones;
  if (!fs::exists(run_folder / run_files::segment("clones", 0)))  // its only snapshot is that of the end
    return read_table(run_folder / run_files::clones);
  for (std::size_t k = 0; k <= snapshot.index; ++k)
    append_rows(clones, read_table(run_folder / run_files::segment("clones", k)));
  return clones;
}

std::vector<fs::path> run_folders(const fs::path& folder) {
  std::vector<fs::path> folders;
  if (fs::is_directory(folder) && !fs::exists(folder / run_files::run_series))
    for (const auto& entry : fs::directory_iterator(folder))
      if (run_files::is_one_of_several(entry.path().filename().string()) &&
          (has_snapshots(entry.path()) || fs::exists(entry.path() / run_files::summary)))
        folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end(), [](const fs::path& a, const fs::path& b) {
    const std::string x = a.string(), y = b.string();  // 10000 comes after 9999
    return std::pair(x.size(), x) < std::pair(y.size(), y);
  });
  return folders.empty() ? std::vector<fs::path>{folder} : folders;
}

std::optional<RunEnd> read_run_end(const fs::path& run_folder) {
  const fs::path summary = run_folder / run_files::summary;
  if (!fs::exists(summary)) return {};
  const std::string text = read_text(summary), line = text.substr(0, text.find('\n'));
  static const std::regex form(R"(day ([0-9.e+-]{1,20}): .{1,200}, digest ([0-9a-f]{16}))");
  std::smatch match;
  if (!std::regex_match(line, match, form))
    throw OutputError(summary.string() + ": is damaged: its first line does not say day and digest");
  return RunEnd{std::strtod(match[1].str().c_str(), nullptr), std::stoull(match[2], nullptr, 16), line};
}

bool has_snapshots(const fs::path& run_folder) {
  return fs::exists(run_folder / run_files::run_series);
}

std::string read_run_config(const fs::path& run_folder) {
  return read_text(run_folder / run_files::config);
}

}  // namespace tilscape
