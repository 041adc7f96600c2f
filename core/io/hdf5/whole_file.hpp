// A new HDF5 file as part of a group of durable files: built in memory where that has room, else on the disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "core/io/files/durable_file.hpp"
#include "core/io/hdf5/hdf5.hpp"

namespace tilscape::hdf5 {

struct FileForm {
  std::uint64_t raw_bytes = 0;  // of all values
  /// Above this HDF5 writes to the disk itself instead of through an image in memory. 0: an eighth of the
  /// machine's memory.
  std::uint64_t image_limit_bytes = 0;
  std::optional<int> seal_format = {};  // of a file with a last line: core/io/files/checkpoint_seal.hpp
};

/// An image in memory is left for later, when nothing has to be compressed.
/// @param fill  writes everything into the open file
/// @throws OutputError, and leaves no file then. Test: tests/io/snapshot_test.cpp, tests/io/failure_test.cpp
void write_file(FileGroup& files, const std::filesystem::path& path, const FileForm& form,
                const std::function<void(hid_t file)>& fill);

}  // namespace tilscape::hdf5
