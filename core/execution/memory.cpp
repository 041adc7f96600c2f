// Host memory by mmap: page-aligned, returned to the system at once, huge pages on request.
#include "core/execution/memory.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>
#include <string>

#include "core/base/errors.hpp"
#include "core/execution/available_memory.hpp"
#include "core/execution/host_team.hpp"

namespace tilscape {

namespace {
constexpr std::size_t page_bytes = 4096, huge_page_bytes = std::size_t{2} << 20;

constexpr std::size_t round_up(std::size_t n, std::size_t multiple) {
  return (n + multiple - 1) / multiple * multiple;
}

[[noreturn]] void refuse(std::size_t bytes, std::uint64_t available, std::size_t kept_free) {
  std::string text = "host memory: cannot allocate " + std::to_string(bytes) + " bytes; " +
                     std::to_string(available) + " bytes are available";
  if (kept_free) text += ", " + std::to_string(kept_free) + " of them needed for output";
  throw OutOfMemory(text);
}

std::byte* map_pages(std::size_t bytes, std::size_t kept_free) {
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED) refuse(bytes, available_memory(), kept_free);
  return static_cast<std::byte*>(data);
}

}  // namespace

// The last huge page is filled up where that wastes little.
std::size_t HostMemory::mapped_bytes(std::size_t bytes) {
  const std::size_t whole = round_up(bytes, huge_page_bytes);
  return whole - bytes <= bytes / 8 ? whole : round_up(bytes, page_bytes);
}

// A huge page must begin at a multiple of its size: what lies before the first such address is given back.
void* HostMemory::allocate(std::size_t bytes) {
  const std::size_t mapped = mapped_bytes(bytes);
  const bool huge = bytes >= huge_page_bytes;
  if (huge)
    if (const std::uint64_t available = available_memory(); available < mapped + kept_free_)
      refuse(mapped, available, kept_free_);
  std::byte* const start = map_pages(mapped + (huge ? huge_page_bytes : 0), kept_free_);
  held_bytes_ += mapped;
  if (!huge) return start;
  const std::size_t before = round_up(reinterpret_cast<std::uintptr_t>(start), huge_page_bytes) -
                             reinterpret_cast<std::uintptr_t>(start);
  std::byte* const data = start + before;
  if (before) munmap(start, before);
  munmap(data + mapped, huge_page_bytes - before);
  madvise(data, mapped, MADV_HUGEPAGE);
  return data;
}

void HostMemory::release(void* data, std::size_t bytes) noexcept {
  munmap(data, mapped_bytes(bytes));
  held_bytes_ -= mapped_bytes(bytes);
}

std::size_t HostMemory::part_bytes(std::size_t bytes, int threads) {
  const auto parts = static_cast<std::size_t>(threads);
  return std::max(huge_page_bytes, round_up((bytes + parts - 1) / parts, page_bytes));
}

// On a machine with several memory nodes a page lies near the thread that touches it first: here, as in a
// pass, each takes a contiguous stretch.
template <class Part>
void HostMemory::in_parts(std::size_t bytes, const Part& part) const {
  const std::size_t most = part_bytes(bytes, team_ ? team_->threads() : 1);
  const auto parts = static_cast<std::uint32_t>((bytes + most - 1) / most);
  const auto do_part = [&](std::size_t p, int) { part(p * most, std::min(most, bytes - p * most)); };
  if (team_) return team_->run(parts, do_part);
  for (std::uint32_t p = 0; p < parts; ++p) do_part(p, 0);
}

// Fresh anonymous pages are zero already, but a buffer may be cleared later too.
void HostMemory::zero(void* data, std::size_t bytes) {
  in_parts(bytes, [data](std::size_t first, std::size_t n) {
    std::memset(static_cast<std::byte*>(data) + first, 0, n);
  });
}
void HostMemory::copy(void* to, const void* from, std::size_t bytes) {
  in_parts(bytes, [to, from](std::size_t first, std::size_t n) {
    std::memcpy(static_cast<std::byte*>(to) + first, static_cast<const std::byte*>(from) + first, n);
  });
}
void HostMemory::copy_to_host(void* to, const void* from, std::size_t bytes) {
  copy(to, from, bytes);
}
void HostMemory::copy_from_host(void* to, const void* from, std::size_t bytes) {
  copy(to, from, bytes);
}

}  // namespace tilscape
