// A stream keeps its operations until somebody waits for one of them, then those up to it happen, in order.
// Memory that is new or was given back holds rubbish, and stays mapped, so that late reads of it are seen.
#include "tests/streams/late_runtime.hpp"

#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "tests/streams/runtime/cuda_runtime_api.h"

struct LateStream {
  std::deque<std::function<void()>> waiting;
  std::size_t queued = 0, done = 0;
};
struct LateEvent {
  LateStream* stream = nullptr;  // null: never recorded
  std::size_t behind = 0;        // that many operations
};
struct LatePool {
  std::size_t used = 0, reserved = 0;
};

namespace {

enum class Kind { device, pinned, gone };
struct Block {
  std::unique_ptr<unsigned char[]> data;
  std::size_t bytes;
  Kind kind;
};
std::map<const unsigned char*, Block> blocks;
std::vector<std::unique_ptr<LateStream>> streams;  // ended ones too: events may point to them
LatePool the_pool;
std::size_t operations = 0, wrong = 0;

constexpr int rubbish = 0xa5;

void* new_block(std::size_t bytes, Kind kind) {
  Block block{std::unique_ptr<unsigned char[]>(new unsigned char[bytes + 1]), bytes, kind};
  unsigned char* const data = block.data.get();
  std::memset(data, rubbish, bytes);
  blocks.emplace(data, std::move(block));
  return data;
}

/// @returns its bytes; 0 where there was no such block
std::size_t end_block(void* data, Kind kind) {
  const auto found = blocks.find(static_cast<unsigned char*>(data));
  if (found == blocks.end() || found->second.kind != kind) return ++wrong, 0;
  found->second.kind = Kind::gone;
  std::memset(data, rubbish, found->second.bytes);
  return found->second.bytes;
}

void check(const void* data, std::size_t bytes, Kind kind) {
  const auto* const at = static_cast<const unsigned char*>(data);
  auto found = blocks.upper_bound(at);
  const bool is_there = found != blocks.begin() && (--found)->second.kind == kind &&
                        at + bytes <= found->first + found->second.bytes;
  wrong += !is_there;
}

void run(LateStream& stream, std::size_t behind) {
  while (stream.done < behind) {
    const std::function<void()> operation = std::move(stream.waiting.front());
    stream.waiting.pop_front();
    ++stream.done, ++operations;
    operation();
  }
}

cudaError_t queue(LateStream* stream, std::function<void()> operation) {
  stream->waiting.push_back(std::move(operation));
  ++stream->queued;
  return cudaSuccess;
}

}  // namespace

void late::catch_up() {
  for (const auto& stream : streams) run(*stream, stream->queued);
}
std::size_t late::done() {
  return operations;
}
std::size_t late::faults() {
  return wrong;
}

cudaError_t cudaGetLastError() {
  return cudaSuccess;
}
const char* cudaGetErrorString(cudaError_t) {
  return "out of memory";
}
cudaError_t cudaGetDevice(int* device) {
  *device = 0;
  return cudaSuccess;
}
cudaError_t cudaDeviceGetDefaultMemPool(cudaMemPool_t* pool, int) {
  *pool = &the_pool;
  return cudaSuccess;
}
cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t, cudaMemPoolAttr, void*) {
  return cudaSuccess;
}
cudaError_t cudaMemPoolGetAttribute(cudaMemPool_t pool, cudaMemPoolAttr attribute, void* value) {
  *static_cast<std::uint64_t*>(value) =
      attribute == cudaMemPoolAttrUsedMemCurrent ? pool->used : pool->reserved;
  return cudaSuccess;
}
cudaError_t cudaMemPoolTrimTo(cudaMemPool_t pool, std::size_t) {
  pool->reserved = pool->used;
  return cudaSuccess;
}
cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
  *free = late::device_bytes - the_pool.reserved;
  *total = late::device_bytes;
  return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  *stream = streams.emplace_back(new LateStream).get();
  return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  run(*stream, stream->queued);
  return cudaSuccess;
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  run(*stream, stream->queued);
  return cudaSuccess;
}
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned) {
  if (!event->stream) return cudaSuccess;
  return queue(stream, [recorded = *event] { run(*recorded.stream, recorded.behind); });
}
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
  *event = new LateEvent;
  return cudaSuccess;
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  *event = {stream, stream->queued};
  return cudaSuccess;
}
cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  if (event->stream) run(*event->stream, event->behind);
  return cudaSuccess;
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
  delete event;
  return cudaSuccess;
}

cudaError_t cudaMallocHost(void** data, std::size_t bytes) {
  *data = new_block(bytes, Kind::pinned);
  return cudaSuccess;
}
cudaError_t cudaFreeHost(void* data) {
  end_block(data, Kind::pinned);
  return cudaSuccess;
}
cudaError_t cudaMallocAsync(void** data, std::size_t bytes, cudaStream_t) {
  if (the_pool.used + bytes > late::device_bytes) return cudaErrorMemoryAllocation;
  the_pool.used += bytes;
  if (the_pool.reserved < the_pool.used) the_pool.reserved = the_pool.used;
  *data = new_block(bytes, Kind::device);
  return cudaSuccess;
}
cudaError_t cudaFreeAsync(void* data, cudaStream_t stream) {
  return queue(stream, [data] { the_pool.used -= end_block(data, Kind::device); });
}
cudaError_t cudaMemsetAsync(void* data, int value, std::size_t bytes, cudaStream_t stream) {
  return queue(stream, [=] {
    check(data, bytes, Kind::device);
    std::memset(data, value, bytes);
  });
}
/// Host memory must be page-locked: from other memory a copy does not return before it is done, or reads
/// what is there later.
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t stream) {
  return queue(stream, [=] {
    check(to, bytes, kind == cudaMemcpyDeviceToHost ? Kind::pinned : Kind::device);
    check(from, bytes, kind == cudaMemcpyHostToDevice ? Kind::pinned : Kind::device);
    std::memcpy(to, from, bytes);
  });
}
