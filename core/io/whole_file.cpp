// The two ways of making a file: see core/io/whole_file.hpp.
#include "core/io/whole_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "core/errors.hpp"

namespace tilscape::hdf5 {

namespace {

std::uint64_t default_image_limit() {
  return static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
         static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 8;
}

/// HDF5 writes to the disk: needs no memory for the image, but cannot recover well from a full disk. So the
/// space for uncompressed values must be there before it starts.
void write_streamed(FileGroup& files, const std::filesystem::path& path, std::uint64_t needed,
                    const std::function<void(hid_t)>& fill) {
  if (free_bytes(path.parent_path()) < needed)
    throw OutputError(fmt::format("{}: cannot write: {} bytes may be needed, and the disk has fewer",
                                  path.string(), needed));
  const std::filesystem::path temporary = temporary_name(path);
  try {
    Handle file = create_on_disk(temporary);
    fill(file);
    if (!file.close()) throw OutputError(path.string() + ": cannot write: HDF5 could not close the file");
    files.adopt(path);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw;
  }
}

}  // namespace

void write_file(FileGroup& files, const std::filesystem::path& path, const FileSize& size,
                const std::function<void(hid_t)>& fill) {
  const std::uint64_t limit = size.image_limit_bytes ? size.image_limit_bytes : default_image_limit();
  if (size.raw_bytes > limit) return write_streamed(files, path, size.raw_bytes, fill);
  Handle file = create_in_memory();
  fill(file);
  files.write(path, image_of(file));
}

}  // namespace tilscape::hdf5
