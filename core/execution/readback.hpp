// Counters on their way to the host, which goes on meanwhile. HostReadback is what HostExecutor has of it;
// cuda/runtime/device_readback.hpp is the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/execution/memory.hpp"

namespace tilscape {

/// Copies at once: host passes are done when they return.
class HostReadback {
 public:
  /// @param size  values of each copy; their memory is the executor's
  HostReadback(Memory&, std::size_t size) : values_(size) {}

  /// Copies what all passes so far leave in a buffer of that size, and may return before it has. What is
  /// queued afterwards may overwrite the buffer, but not what was copied before: ask for that first.
  void begin(const Buffer<std::uint64_t>& from) { values_ = from.to_host(); }
  /// Of the last begin(): waits for that copy, and for nothing queued behind it. They hold until the next
  /// begin(). @throws DeviceError when what was queued before failed
  std::span<const std::uint64_t> values() const { return values_; }

 private:
  std::vector<std::uint64_t> values_;
};

}  // namespace tilscape
