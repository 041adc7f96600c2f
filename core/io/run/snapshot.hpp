// One moment of a run as plain arrays, and its file: VTKHDF that ParaView opens. Knows no biology: arrays
// come with their names and units.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/io/files/durable_file.hpp"
#include "core/io/hdf5/dataset_options.hpp"
#include "core/io/run/moment.hpp"

namespace tilscape {

/// Values that are made in pieces while they are compressed, and never lie in memory as a whole.
template <class T>
struct MadeValues {
  std::size_t count = 0;
  /// Values [first, first + out.size()): the same at every call, from several threads at a time.
  std::function<void(std::size_t first, std::span<T> out)> make;

  std::size_t size() const { return count; }
};

template <class... T>
using ValuesOf = std::variant<std::vector<T>..., MadeValues<T>...>;
using PointValues = ValuesOf<std::uint8_t, std::uint16_t, std::uint32_t, std::int64_t, float, double>;

/// One value per cell, in the order of Snapshot::points_um. Names hold the unit (`radius_um`), no '/' and no
/// '.'.
struct PointArray {
  std::string name;
  std::string units;  // "1" where there is none
  PointValues values;
};

/// One value per site, [z][y][x], x fastest.
struct FieldArray {
  std::string name;
  std::string units;
  ValuesOf<float> values;
};

/// One value per row of a table of codes.
struct CodeColumn {
  std::string name;
  std::variant<std::vector<std::uint8_t>, std::vector<double>, std::vector<std::string>> values;
};

/// What codes in the arrays stand for, a row each, for whoever reads the file.
struct CodeTable {
  std::string name;
  std::vector<CodeColumn> columns;
};

struct Snapshot : Moment {
  std::array<std::uint32_t, 3> size{1, 1, 1};  // sites per axis; size[2] = 1 is 2-D
  double spacing_um = 1;
  std::array<double, 3> origin_um{};  // centre of site (0, 0, 0), in the frame of points_um

  /// x, y, z per cell; sorted by site compresses best. Made in pieces of whole cells.
  ValuesOf<float> points_um;
  std::vector<PointArray> point_arrays;  // the same set at every snapshot of a run
  std::vector<FieldArray> fields;
  std::vector<CodeTable> code_tables;

  std::size_t cell_count() const;
};

struct SnapshotOptions {
  Compression compression;
  /// Above this many bytes of raw values HDF5 writes to the disk itself instead of through an image in
  /// memory. 0: an eighth of the machine's memory.
  std::uint64_t image_limit_bytes = 0;
};

/// Writes the file into a group, or leaves none: a full disk is an error, and the next snapshot can succeed.
/// An axis of one site is stored twice, 0.001 µm apart, because ParaView cannot read images one layer thick.
/// @throws OutputError when array lengths or names are wrong, or the file cannot be written
/// Tests: tests/io/snapshot_test.cpp, tests/io/failure_test.cpp, tests/paraview/
void write_snapshot(FileGroup& files, const std::filesystem::path& path, const Snapshot& snapshot,
                    const SnapshotOptions& options = {});
/// The same for a file by itself.
void write_snapshot(const std::filesystem::path& path, const Snapshot& snapshot,
                    const SnapshotOptions& options = {});

/// A tiny file whose /VTKHDF is an external link to `part` ("cells" or "fields") of a snapshot.
/// @param target  of the snapshot, relative to the view file's folder
void write_view(FileGroup& files, const std::filesystem::path& path, const std::string& target,
                const std::string& part);

}  // namespace tilscape
