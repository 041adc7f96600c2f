// A checkpoint: one moment of a run as named arrays, whole or refused. An HDF5 file with a last line of text
// that says how long the file is and what its checksum is, so that nothing of a damaged file ever reaches
// HDF5. Knows no biology.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/io/files/durable_file.hpp"
#include "core/io/hdf5/table.hpp"
#include "core/io/run/snapshot.hpp"

namespace tilscape {

using CheckpointValues = std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>,
                                      std::vector<std::uint32_t>, std::vector<std::uint64_t>,
                                      std::vector<std::int64_t>, std::vector<float>, std::vector<double>>;

using MadeCheckpointValues =
    std::variant<MadeValues<std::uint8_t>, MadeValues<std::uint16_t>, MadeValues<std::uint32_t>,
                 MadeValues<std::uint64_t>, MadeValues<std::int64_t>, MadeValues<float>, MadeValues<double>>;

/// "tumour/hits": a dataset of a group.
struct CheckpointArray {
  std::string name;
  CheckpointValues values;
  std::optional<MadeCheckpointValues> made = {};  // instead of values, when it is written
};

/// What a run folder was like when the checkpoint was taken: resuming puts it back to that.
struct FolderState {
  std::vector<double> times_h;  // of the snapshots
  std::uint64_t census_csv_bytes = 0;
  Table clone_rows;  // not yet in a segment
};

struct Checkpoint : Moment {
  std::uint32_t replicate = 0;
  std::vector<CheckpointArray> arrays;
  FolderState folder;

  bool has(std::string_view name) const;
  /// The values of an array. @throws OutputError when there is none of that name and type
  template <class T>
  const std::vector<T>& values(std::string_view name) const {
    const auto* found = std::get_if<std::vector<T>>(&find(name));
    if (!found) fail_type(name);
    return *found;
  }

 private:
  const CheckpointValues& find(std::string_view name) const;
  [[noreturn]] static void fail_type(std::string_view name);
};

/// Of the files that this program writes; one with a higher number is refused. A new number whenever a
/// reader of the old one would go wrong.
inline constexpr int checkpoint_format = 2;  // 1 held rows of the census too

/// Test: tests/io/checkpoint_test.cpp
void write_checkpoint(FileGroup& files, const std::filesystem::path& path, const Checkpoint& checkpoint,
                      const SnapshotOptions& options = {});

/// @throws OutputError "<file>: …" when the file is missing, no checkpoint, from a later version, truncated
/// or damaged in any bit
Checkpoint read_checkpoint(const std::filesystem::path& path);
/// The same without the arrays; the whole file is checked all the same.
Checkpoint read_checkpoint_header(const std::filesystem::path& path);

}  // namespace tilscape
