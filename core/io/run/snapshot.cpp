// Builds a snapshot's VTKHDF file. The layout and its reasons: core/io/README.md.
#include "core/io/run/snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <type_traits>

#include "core/base/errors.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/hdf5/dataset.hpp"
#include "core/io/hdf5/whole_file.hpp"
#include "core/io/run/moment_attributes.hpp"
#include "core/io/run/value_views.hpp"

namespace tilscape {

namespace {

using hdf5::Handle;

constexpr double thin_spacing_um = 1e-3;  // between the two copies of an axis of one site
constexpr std::uint8_t vtk_vertex = 1;

std::uint64_t site_count(const Snapshot& s) {
  return std::uint64_t{s.size[0]} * s.size[1] * s.size[2];
}

template <class Values>
std::size_t length_of(const Values& values) {
  return std::visit([](const auto& v) { return v.size(); }, values);
}

template <class T>
std::vector<T> all_of(const ValuesOf<T>& values) {
  if (const auto* there = std::get_if<std::vector<T>>(&values)) return *there;
  const auto& made = std::get<MadeValues<T>>(values);
  std::vector<T> all(made.count);
  made.make(0, all);
  return all;
}

template <class Values>
hdf5::ArrayView view_of_any(const Values& values, std::vector<hsize_t> shape) {
  hdf5::ArrayView view = std::visit([](const auto& v) { return view_of(v); }, values);
  view.shape = std::move(shape);
  return view;
}

void require(bool good, const std::string& problem) {
  if (!good) throw OutputError("snapshot: " + problem);
}

void check_names_and_lengths(const Snapshot& s) {
  require(length_of(s.points_um) % 3 == 0, "points_um must hold three coordinates per cell");
  require(site_count(s) > 0, "every axis needs at least one site");
  std::set<std::string> seen;
  const auto check = [&](const std::string& name, std::size_t length, std::size_t expected) {
    require(!name.empty() && name.find_first_of("/.") == std::string::npos,
            fmt::format("array name \"{}\" must not be empty or hold '/' or '.'", name));
    require(seen.insert(name).second, fmt::format("two arrays are called {}", name));
    require(length == expected, fmt::format("{} has {} values, expected {}", name, length, expected));
  };
  for (const PointArray& a : s.point_arrays) check(a.name, length_of(a.values), s.cell_count());
  seen.clear();
  for (const FieldArray& f : s.fields) check(f.name, length_of(f.values), site_count(s));
  for (const CodeTable& table : s.code_tables) {
    seen.clear();
    for (const CodeColumn& c : table.columns)
      check(c.name, length_of(c.values), length_of(table.columns.front().values));
  }
}

std::uint64_t raw_bytes(const Snapshot& s) {
  constexpr std::uint64_t topology_bytes_per_cell = 12 + 4 + 4 + 1;  // Points, Connectivity, Offsets, Types
  std::uint64_t bytes = s.cell_count() * topology_bytes_per_cell;
  for (const PointArray& a : s.point_arrays)
    bytes += std::visit([](const auto& v) { return bytes_of(v); }, a.values);
  for (const FieldArray& f : s.fields) bytes += length_of(f.values) * sizeof(float);
  return bytes;
}

/// Writes one snapshot into an open file, however that file is kept.
class SnapshotFile {
 public:
  SnapshotFile(hid_t file, const Snapshot& snapshot, const Compression& how)
      : file_(file), snapshot_(snapshot), arrays_(how) {}

  void write() {
    announce();
    Handle root = hdf5::create_group(file_, "VTKHDF");
    write_kind(root, "PartitionedDataSetCollection", {2, 1});
    {
      Handle cells = hdf5::create_group(root, "cells");
      write_cells(cells);
    }
    {
      Handle fields = hdf5::create_group(root, "fields");
      write_fields(fields);
    }
    write_assembly(root);
    write_meta();
    hdf5::write_scalar<std::uint8_t>(file_, "complete", 1);
  }

 private:
  static void write_kind(hid_t group, const char* type, const std::array<std::int64_t, 2>& version) {
    hdf5::write_list<std::int64_t>(group, "Version", version);
    hdf5::write_ascii(group, "Type", type);
  }

  /// Every large array, in the order in which they are written.
  void announce() {
    const std::size_t n = snapshot_.cell_count();
    arrays_.announce(view_of_any(snapshot_.points_um, {n, 3}));
    if (has_short_indices()) {
      arrays_.announce(view_of(short_connectivity_));
      arrays_.announce(view_of(short_offsets_));
    } else {
      arrays_.announce(view_of(connectivity_));
      arrays_.announce(view_of(offsets_));
    }
    arrays_.announce(view_of(types_));
    for (const PointArray& array : snapshot_.point_arrays) arrays_.announce(view_of_any(array.values, {n}));
    for (const FieldArray& field : snapshot_.fields)
      if (!has_thin_axis()) arrays_.announce(view_of_any(field.values, field_shape()));
  }

  template <class T>
  void write_single(hid_t group, const char* name, T value) {
    arrays_.write(group, name, hdf5::view_of(std::vector<T>{value}));
  }

  void write_cells(hid_t group) {
    write_kind(group, "UnstructuredGrid", {1, 0});
    hdf5::write_scalar<std::int64_t>(group, "Index", 0);
    const std::size_t n = snapshot_.cell_count();
    for (const char* count : {"NumberOfPoints", "NumberOfCells", "NumberOfConnectivityIds"})
      write_single(group, count, static_cast<std::int64_t>(n));
    for (const char* array : {"Points", "Connectivity", "Offsets", "Types"}) arrays_.write_next(group, array);

    Handle point_data = hdf5::create_group(group, "PointData");
    for (const PointArray& array : snapshot_.point_arrays) {
      Handle dataset = arrays_.write_next(point_data, array.name);
      hdf5::write_text(dataset, "units", array.units);
    }
    Handle field_data = hdf5::create_group(group, "FieldData");
    write_single(field_data, "TimeValue", snapshot_.time_h);
    write_single(field_data, "step", static_cast<std::int64_t>(snapshot_.step));
  }

  /// 0, 1, 2, …: one vertex per cell has connectivity 0 … n − 1 and offsets 0 … n. Unsigned integers would
  /// not be read.
  template <class Integer>
  static MadeValues<Integer> ascending(std::size_t count) {
    return {count, [](std::size_t first, std::span<Integer> out) {
              std::iota(out.begin(), out.end(), static_cast<Integer>(first));
            }};
  }
  bool has_short_indices() const {
    return snapshot_.cell_count() < static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max());
  }

  void write_fields(hid_t group) {
    write_kind(group, "ImageData", {1, 0});
    hdf5::write_scalar<std::int64_t>(group, "Index", 1);
    std::array<std::int64_t, 6> extent{};
    std::array<double, 3> spacing{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      extent[2 * axis + 1] = stored_size(axis) - 1;
      spacing[axis] = snapshot_.size[axis] == 1 ? thin_spacing_um : snapshot_.spacing_um;
    }
    hdf5::write_list<std::int64_t>(group, "WholeExtent", extent);
    hdf5::write_list<double>(group, "Origin", snapshot_.origin_um);
    hdf5::write_list<double>(group, "Spacing", spacing);
    hdf5::write_list<double>(group, "Direction", std::array<double, 9>{1, 0, 0, 0, 1, 0, 0, 0, 1});

    Handle point_data = hdf5::create_group(group, "PointData");
    for (const FieldArray& field : snapshot_.fields) write_field(point_data, field);
  }

  std::uint32_t stored_size(std::size_t axis) const { return std::max(2u, snapshot_.size[axis]); }
  bool has_thin_axis() const { return *std::min_element(snapshot_.size.begin(), snapshot_.size.end()) == 1; }

  std::vector<hsize_t> field_shape() const { return {stored_size(2), stored_size(1), stored_size(0)}; }

  void write_field(hid_t group, const FieldArray& field) {
    Handle dataset = has_thin_axis() ? write_doubled(group, field) : arrays_.write_next(group, field.name);
    hdf5::write_text(dataset, "units", field.units);
  }
  Handle write_doubled(hid_t group, const FieldArray& field) {
    const std::vector<float> doubled = with_thin_axes_doubled(field.values);
    return arrays_.write(group, field.name, {hdf5::type_of<float>(), doubled.data(), field_shape(), {}});
  }

  std::vector<float> with_thin_axes_doubled(const ValuesOf<float>& from) const {
    const std::vector<float> values = all_of<float>(from);
    std::vector<float> doubled;
    doubled.reserve(std::size_t{stored_size(0)} * stored_size(1) * stored_size(2));
    const auto& n = snapshot_.size;
    for (std::uint32_t z = 0; z < stored_size(2); ++z)
      for (std::uint32_t y = 0; y < stored_size(1); ++y)
        for (std::uint32_t x = 0; x < stored_size(0); ++x)
          doubled.push_back(
              values[std::min(x, n[0] - 1) + n[0] * (std::size_t{std::min(y, n[1] - 1)} +
                                                     std::size_t{n[1]} * std::min(z, n[2] - 1))]);
    return doubled;
  }

  static void write_assembly(hid_t root) {
    Handle assembly = hdf5::create_group(root, "Assembly");
    for (const std::string part : {"cells", "fields"})
      hdf5::check(
          H5Lcreate_soft(("/VTKHDF/" + part).c_str(), assembly, part.c_str(), H5P_DEFAULT, H5P_DEFAULT),
          part);
  }

  void write_meta() {
    Handle meta = hdf5::create_group(file_, "meta");
    hdf5::write_moment(meta, snapshot_);
    hdf5::write_scalar(meta, "cells", static_cast<std::uint64_t>(snapshot_.cell_count()));
    hdf5::write_list<std::uint32_t>(meta, "lattice_size", snapshot_.size);
    hdf5::write_scalar(meta, "spacing_um", snapshot_.spacing_um);
    hdf5::write_list<double>(meta, "origin_um", snapshot_.origin_um);
    for (const CodeTable& table : snapshot_.code_tables) write_codes(meta, table);
  }

  static void write_codes(hid_t meta, const CodeTable& table) {
    Handle group = hdf5::create_group(meta, table.name);
    const auto write = [&group](const std::string& name, const auto& values) {
      using T = typename std::remove_cvref_t<decltype(values)>::value_type;
      if constexpr (std::is_same_v<T, std::string>)
        hdf5::write_texts(group, name.c_str(), values);
      else
        hdf5::write_list<T>(group, name.c_str(), values);
    };
    for (const CodeColumn& column : table.columns)
      std::visit([&](const auto& values) { write(column.name, values); }, column.values);
  }

  hid_t file_;
  const Snapshot& snapshot_;
  const std::size_t cells_ = snapshot_.cell_count();
  const MadeValues<std::int32_t> short_connectivity_ = ascending<std::int32_t>(cells_),
                                 short_offsets_ = ascending<std::int32_t>(cells_ + 1);
  const MadeValues<std::int64_t> connectivity_ = ascending<std::int64_t>(cells_),
                                 offsets_ = ascending<std::int64_t>(cells_ + 1);
  const MadeValues<std::uint8_t> types_{cells_,
                                        [](std::size_t, auto out) { std::ranges::fill(out, vtk_vertex); }};
  hdf5::ArrayWriter arrays_;  // the last: its threads read the others
};

}  // namespace

std::size_t Snapshot::cell_count() const {
  return length_of(points_um) / 3;
}

void write_snapshot(FileGroup& files, const std::filesystem::path& path, const Snapshot& snapshot,
                    const SnapshotOptions& options) {
  check_names_and_lengths(snapshot);
  hdf5::write_file(files, path, {raw_bytes(snapshot), options.image_limit_bytes},
                   [&](hid_t file) { SnapshotFile(file, snapshot, options.compression).write(); });
}

void write_snapshot(const std::filesystem::path& path, const Snapshot& snapshot,
                    const SnapshotOptions& options) {
  FileGroup files;
  write_snapshot(files, path, snapshot, options);
  files.commit();
}

void write_view(FileGroup& files, const std::filesystem::path& path, const std::string& target,
                const std::string& part) {
  Handle file = hdf5::create_in_memory();
  hdf5::check(H5Lcreate_external(target.c_str(), ("/VTKHDF/" + part).c_str(), file, "VTKHDF", H5P_DEFAULT,
                                 H5P_DEFAULT),
              path.string());
  files.write(path, hdf5::image_of(file));
}

}  // namespace tilscape
