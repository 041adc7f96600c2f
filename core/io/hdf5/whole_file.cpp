// The two ways of making a file: see core/io/hdf5/whole_file.hpp.
#include "core/io/hdf5/whole_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "core/base/errors.hpp"
#include "core/io/files/checkpoint_seal.hpp"
#include "core/io/files/disk_problem.hpp"

namespace tilscape::hdf5 {

namespace {

std::uint64_t default_image_limit() {
  return static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
         static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 8;
}

/// HDF5 writes to the disk: needs no memory for the image, but cannot recover well from a full disk. So the
/// space for uncompressed values must be there before it starts.
void write_streamed(FileGroup& files, const std::filesystem::path& path, const FileForm& form,
                    const std::function<void(hid_t)>& fill) {
  const auto is_full = [&] { return free_bytes(path.parent_path()) < form.raw_bytes; };
  const auto fail = [&](const std::string& why) {
    throw OutputError(fmt::format("{}: cannot write: {}", path.string(), why));
  };
  if (is_full()) fail(fmt::format("{} bytes may be needed: {}", form.raw_bytes, disk_problem(path, ENOSPC)));
  const std::filesystem::path temporary = temporary_name(path);
  std::error_code absent;
  std::filesystem::remove(temporary, absent);  // were it a symbolic link, HDF5 would follow it
  try {
    Handle file = create_on_disk(temporary);
    fill(file);
    if (!file.close()) throw OutputError("HDF5 could not close the file");
    if (form.seal_format) seal(temporary, *form.seal_format);
    files.adopt(path);
  } catch (const OutputError& error) {
    const bool was_full = is_full();
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    fail(was_full ? disk_problem(path, ENOSPC) : error.what());
  }
}

}  // namespace

void write_file(FileGroup& files, const std::filesystem::path& path, const FileForm& form,
                const std::function<void(hid_t)>& fill) {
  const std::uint64_t limit = form.image_limit_bytes ? form.image_limit_bytes : default_image_limit();
  if (form.raw_bytes > limit) return write_streamed(files, path, form, fill);
  const auto file = std::make_shared<const Handle>(create_in_memory());
  fill(*file);
  files.write_later([file, path, format = form.seal_format](FileGroup& group) {
    const std::string_view image = image_of(*file);
    group.write(path, image, format ? seal_of(image, *format) : "");
  });
}

}  // namespace tilscape::hdf5
