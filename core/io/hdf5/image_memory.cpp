// HDF5's callbacks for the memory of an image. They are not told how large it is: that stands in a page
// before it. The memory of the last image is kept for the next one, because its pages cost more to get than
// to write.
#include "core/io/hdf5/image_memory.hpp"

#include <sys/mman.h>

#include <mutex>
#include <utility>

namespace tilscape::hdf5 {

namespace {

constexpr std::size_t page = 4096;

std::byte* mapping_of(void* image) {
  return static_cast<std::byte*>(image) - page;
}
std::size_t& bytes_of(std::byte* mapping) {
  return *reinterpret_cast<std::size_t*>(mapping);
}

void unmap(std::byte* mapping) {
  if (mapping) ::munmap(mapping, bytes_of(mapping));
}

/// One mapping that nobody uses. HDF5 clears what it gets.
class Spare {
 public:
  /// @returns null where there is none
  std::byte* take() {
    const std::lock_guard lock(guard_);
    return std::exchange(mapping_, nullptr);
  }
  void give(std::byte* mapping) {
    const std::lock_guard lock(guard_);
    unmap(std::exchange(mapping_, mapping));
  }

 private:
  std::byte* mapping_ = nullptr;
  std::mutex guard_;
};

Spare& spare() {
  static Spare one;
  return one;
}

/// @returns null where there is not so much
void* resize(void* image, std::size_t bytes) {
  std::byte* const before = image ? mapping_of(image) : spare().take();
  const std::size_t needed = page + bytes;
  if (before && bytes_of(before) >= needed) return before + page;
  void* const mapping =
      before ? ::mremap(before, bytes_of(before), needed, MREMAP_MAYMOVE)
             : ::mmap(nullptr, needed, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapping == MAP_FAILED) {
    if (!image) unmap(before);
    return nullptr;
  }
  bytes_of(static_cast<std::byte*>(mapping)) = needed;
  return static_cast<std::byte*>(mapping) + page;
}

void release(void* image) {
  if (image) spare().give(mapping_of(image));
}

}  // namespace

void keep_image_in_pages(hid_t access) {
  H5FD_file_image_callbacks_t callbacks{};
  callbacks.image_malloc = [](std::size_t bytes, H5FD_file_image_op_t, void*) {
    return resize(nullptr, bytes);
  };
  callbacks.image_realloc = [](void* image, std::size_t bytes, H5FD_file_image_op_t, void*) {
    return resize(image, bytes);
  };
  callbacks.image_free = [](void* image, H5FD_file_image_op_t, void*) -> herr_t {
    release(image);
    return 0;
  };
  check(H5Pset_file_image_callbacks(access, &callbacks), "file in memory");
}

}  // namespace tilscape::hdf5
