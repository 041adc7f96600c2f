// Host memory by mmap: page-aligned, returned to the system at once, huge pages on request.
#include "core/memory.hpp"

#include <sys/mman.h>

#include <cstring>
#include <new>
#include <string>

#include "core/errors.hpp"

namespace tilscape {

namespace {
constexpr std::size_t huge_page_bytes = std::size_t{2} << 20;
}

void* HostMemory::allocate(std::size_t bytes) {
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED)
    throw OutOfMemory("host memory: cannot allocate " + std::to_string(bytes) + " bytes");
  if (bytes >= 2 * huge_page_bytes) madvise(data, bytes, MADV_HUGEPAGE);
  return data;
}

void HostMemory::release(void* data, std::size_t bytes) noexcept {
  munmap(data, bytes);
}

// Fresh anonymous pages are zero already, but a buffer may be cleared later too.
void HostMemory::zero(void* data, std::size_t bytes) {
  std::memset(data, 0, bytes);
}
void HostMemory::copy(void* to, const void* from, std::size_t bytes) {
  std::memcpy(to, from, bytes);
}
void HostMemory::copy_to_host(void* to, const void* from, std::size_t bytes) {
  std::memcpy(to, from, bytes);
}
void HostMemory::copy_from_host(void* to, const void* from, std::size_t bytes) {
  std::memcpy(to, from, bytes);
}

}  // namespace tilscape
