// HDF5's callbacks for the memory of an image. They are not told how large it is: that stands in a page
// before it.
#include "core/io/image_memory.hpp"

#include <sys/mman.h>

namespace tilscape::hdf5 {

namespace {

constexpr std::size_t page = 4096;

std::byte* mapping_of(void* image) {
  return static_cast<std::byte*>(image) - page;
}
std::size_t& bytes_of(std::byte* mapping) {
  return *reinterpret_cast<std::size_t*>(mapping);
}

/// @returns null where there is not so much
void* resize(void* image, std::size_t bytes) {
  const std::size_t needed = page + bytes;
  std::byte* const before = image ? mapping_of(image) : nullptr;
  void* const mapping =
      before ? ::mremap(before, bytes_of(before), needed, MREMAP_MAYMOVE)
             : ::mmap(nullptr, needed, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapping == MAP_FAILED) return nullptr;
  bytes_of(static_cast<std::byte*>(mapping)) = needed;
  return static_cast<std::byte*>(mapping) + page;
}

void release(void* image) {
  if (image) ::munmap(mapping_of(image), bytes_of(mapping_of(image)));
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
