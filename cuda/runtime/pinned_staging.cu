// Chunk k of a copy passes through page-locked chunk k mod 2.
#include "cuda/runtime/pinned_staging.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "cuda/runtime/check_cuda.hpp"

namespace tilscape {

namespace {

/// One thread does not keep up with the bus; so many do.
constexpr int most_threads = 8;

void copy_on_threads(HostTeam& team, std::byte* to, const std::byte* from, std::size_t bytes) {
  constexpr std::size_t part = std::size_t{1} << 20;
  team.run(static_cast<std::uint32_t>((bytes + part - 1) / part), [&](std::size_t p, int) {
    const std::size_t first = p * part;
    std::memcpy(to + first, from + first, std::min(part, bytes - first));
  });
}

void record(cudaEvent_t event, cudaStream_t stream) {
  check_cuda(cudaEventRecord(event, stream), "cudaEventRecord");
}
void wait_for(cudaEvent_t event) {
  check_cuda(cudaEventSynchronize(event), "cudaEventSynchronize");
}

}  // namespace

PinnedStaging::PinnedStaging() : team_(std::min(most_threads, loop_threads())) {
  for (Chunk& chunk : chunks_) {
    check_cuda(cudaMallocHost(reinterpret_cast<void**>(&chunk.data), chunk_bytes), "cudaMallocHost");
    check_cuda(cudaEventCreateWithFlags(&chunk.done, cudaEventDisableTiming), "cudaEventCreateWithFlags");
  }
}

PinnedStaging::~PinnedStaging() {
  for (const Chunk& chunk : chunks_) {
    cudaEventDestroy(chunk.done);
    cudaFreeHost(chunk.data);
  }
}

void PinnedStaging::to_host(void* to, const void* from, std::size_t bytes, cudaStream_t stream) {
  auto* const host = static_cast<std::byte*>(to);
  const auto* const device = static_cast<const std::byte*>(from);
  const std::size_t count = (bytes + chunk_bytes - 1) / chunk_bytes;
  const auto bytes_of = [&](std::size_t k) { return std::min(chunk_bytes, bytes - k * chunk_bytes); };
  const auto fetch = [&](std::size_t k) {
    const Chunk& chunk = chunks_[k % 2];
    check_cuda(
        cudaMemcpyAsync(chunk.data, device + k * chunk_bytes, bytes_of(k), cudaMemcpyDeviceToHost, stream),
        "cudaMemcpyAsync to host");
    record(chunk.done, stream);
  };
  if (count > 0) fetch(0);
  for (std::size_t k = 0; k < count; ++k) {
    if (k + 1 < count) fetch(k + 1);
    wait_for(chunks_[k % 2].done);
    copy_on_threads(team_, host + k * chunk_bytes, chunks_[k % 2].data, bytes_of(k));
  }
}

void PinnedStaging::from_host(void* to, const void* from, std::size_t bytes, cudaStream_t stream) {
  auto* const device = static_cast<std::byte*>(to);
  const auto* const host = static_cast<const std::byte*>(from);
  for (std::size_t k = 0; k * chunk_bytes < bytes; ++k) {
    const Chunk& chunk = chunks_[k % 2];
    const std::size_t size = std::min(chunk_bytes, bytes - k * chunk_bytes);
    wait_for(chunk.done);
    copy_on_threads(team_, chunk.data, host + k * chunk_bytes, size);
    check_cuda(cudaMemcpyAsync(device + k * chunk_bytes, chunk.data, size, cudaMemcpyHostToDevice, stream),
               "cudaMemcpyAsync from host");
    record(chunk.done, stream);
  }
  for (const Chunk& chunk : chunks_) wait_for(chunk.done);
}

}  // namespace tilscape
