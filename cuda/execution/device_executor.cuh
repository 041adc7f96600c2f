// Runs the passes of a phase on a GPU: the members of core/execution/host_executor.hpp, each one launch.
// Passes follow each other on one stream, so that each reads what those before it wrote.
#pragma once

#include <algorithm>
#include <bit>
#include <memory>
#include <stdexcept>
#include <vector>

#include "cuda/execution/device_kernels.cuh"
#include "cuda/execution/device_launch.hpp"
#include "cuda/execution/device_recording.hpp"
#include "cuda/execution/device_scan.hpp"
#include "cuda/runtime/check_cuda.hpp"
#include "cuda/runtime/device_aside.hpp"
#include "cuda/runtime/device_clock.hpp"
#include "cuda/runtime/device_memory.hpp"
#include "cuda/runtime/device_readback.hpp"

namespace tilscape {

class DeviceExecutor {
 public:
  static constexpr bool on_host = false;

  /// @throws DeviceError when there is no usable device; std::invalid_argument for a wrong number of threads
  explicit DeviceExecutor(DeviceLaunch launch = {}) : launch_(launch) {
    if (launch.threads < 32 || launch.threads > device::max_threads || launch.threads % 32 != 0)
      throw std::invalid_argument("device executor: threads per block must be 32, 64, … 256");
    memory_ = std::make_unique<DeviceMemory>();
    clock_ = std::make_unique<DeviceClock>(memory_->stream());
    int device = 0;
    check_cuda(cudaGetDevice(&device), "cudaGetDevice");
    check_cuda(cudaDeviceGetAttribute(&multiprocessors_, cudaDevAttrMultiProcessorCount, device),
               "cudaDeviceGetAttribute");
  }

  DeviceMemory& memory() { return *memory_; }
  DeviceClock& clock() const { return *clock_; }
  /// For copies of buffers that one other thread takes to the host while passes go on.
  Memory& aside() {
    if (!aside_) aside_ = std::make_unique<DeviceAside>(*memory_);
    return *aside_;
  }
  const char* name() const { return "cuda"; }
  /// Copies of counters that passes add to: few blocks meet in one.
  std::uint32_t counter_copies() const { return 64; }

  /// kernel(i) for every i in [0, n).
  template <class Kernel>
  void for_each(std::uint64_t n, const Kernel& kernel) {
    if (n == 0) return;
    device::for_each_lane<<<blocks(n), launch_.threads, 0, stream()>>>(kernel, lanes(n));
    check_launch("for_each");
  }

  /// kernel(i, words) for every i in [0, n) whose kernel.draw_site(i) is not no_site; the words are
  /// draws.at(that site, its replicate, 0). Where it has them, kernel.aim(i, words) and kernel.approach(i)
  /// run before it on the same thread; prefetch(i) and none_in(…) are for the host alone.
  template <class Kernel>
  void for_each_drawn(std::uint32_t n, const Lattice& lattice, const Draws& draws, const Kernel& kernel) {
    if (n == 0) return;
    device::for_each_drawn_lane<<<blocks(n), launch_.threads, 0, stream()>>>(kernel, lattice, draws,
                                                                             lanes(n));
    check_launch("for_each_drawn");
  }

  /// kernel(i) for every i in [0, n) whose mark is not 0, behind kernel.approach(i) where it has one; a
  /// kernel may write its own mark.
  template <class Kernel>
  void for_each_marked(std::uint64_t n, const std::uint8_t* marks, const Kernel& kernel) {
    if (n == 0) return;
    device::for_each_marked_lane<<<blocks(n), launch_.threads, 0, stream()>>>(kernel, marks, lanes(n));
    check_launch("for_each_marked");
  }

  /// kernel.at(kernel.row(r), x) for every x of every row, kernel.edge(…) where x is 0 or nx − 1.
  template <class Kernel>
  void for_each_row(std::uint32_t rows, std::uint32_t nx, const Kernel& kernel) {
    if (rows == 0 || nx == 0) return;
    const dim3 block = row_block(nx);
    const dim3 grid(groups(rows, block.y), std::min(groups(nx, block.x), max_grid_y));
    device::for_each_in_row<<<grid, block, 0, stream()>>>(kernel, rows, nx, launch_.backwards);
    check_launch("for_each_row");
  }

  /// Sums over i in [0, n) of what kernel(i, tally) adds to each of `slots` 64-bit integers.
  template <class Kernel>
  std::vector<std::uint64_t> tally(std::uint64_t n, std::uint32_t slots, const Kernel& kernel) {
    if (n == 0 || slots == 0) return std::vector<std::uint64_t>(slots, 0);
    if (totals_.size() < slots) totals_ = Buffer<std::uint64_t>(*memory_, slots);
    totals_.clear_values();
    if (slots <= max_shared_slots) {
      const device::SharedCounters counters{slots, std::min(launch_.threads, max_shared_slots / slots)};
      device::tally_in_blocks<<<few_blocks(n), launch_.threads, counters.size() * sizeof(std::uint64_t),
                                stream()>>>(kernel, lanes(n), counters, totals_.data());
    } else {
      device::tally_in_memory<<<blocks(n), launch_.threads, 0, stream()>>>(kernel, lanes(n), totals_.data());
    }
    check_launch("tally");
    return totals_.to_host(0, slots);
  }

  /// values[i] becomes the sum of all values before i; returns the sum of all.
  std::uint64_t exclusive_scan(std::uint32_t* values, std::uint64_t n) {
    if (n == 0) return 0;
    const std::uint64_t total = tally(n, 1, device::AddValue{values})[0];
    scan_in_place(*memory_, values, n);
    return total;
  }

  /// The greatest of kernel(i) over [0, n), values ≥ 0; 0 when n is 0.
  template <class Kernel>
  float maximum(std::uint64_t n, const Kernel& kernel) {
    if (n == 0) return 0;
    if (greatest_bits_.size() == 0) greatest_bits_ = Buffer<unsigned>(*memory_, 1);
    greatest_bits_.clear_values();
    device::greatest_lane<<<few_blocks(n), launch_.threads, 0, stream()>>>(kernel, lanes(n),
                                                                           greatest_bits_.data());
    check_launch("maximum");
    return std::bit_cast<float>(greatest_bits_.to_host()[0]);
  }

  /// Makes the launches of passes(), which are the same at every call with this recording.
  using Recording = DeviceRecording;
  template <class Passes>
  void repeat(Recording& recording, const Passes& passes) {
    recording.run(stream(), passes);
  }

  /// Copies of counters that the host reads later: constructed from memory() and a size.
  using Readback = DeviceReadback;

  /// Waits until every pass is done. @throws DeviceError when one of them failed
  void wait() { memory_->wait(); }

 private:
  static constexpr unsigned max_grid_y = 65535;            // limit of CUDA
  static constexpr std::uint32_t max_shared_slots = 1024;  // 8 KiB of shared memory and a little more
  static constexpr unsigned blocks_per_multiprocessor = 8;

  static void check_launch(const char* what) { check_cuda(cudaGetLastError(), what); }
  static unsigned groups(std::uint64_t n, unsigned size) {
    return static_cast<unsigned>((n + size - 1) / size);
  }
  cudaStream_t stream() const { return memory_->stream(); }
  device::Lanes lanes(std::uint64_t n) const { return {n, launch_.backwards}; }
  unsigned blocks(std::uint64_t n) const { return groups(n, launch_.threads); }
  /// Enough to fill the device; threads then take several lanes each.
  unsigned few_blocks(std::uint64_t n) const {
    return std::min(blocks(n), blocks_per_multiprocessor * static_cast<unsigned>(multiprocessors_));
  }
  /// As wide as a short row, so that short rows share a block.
  dim3 row_block(std::uint32_t nx) const {
    unsigned x = 1;
    while (x < nx && 2 * x <= launch_.threads) x *= 2;
    return dim3(x, launch_.threads / x);
  }

  DeviceLaunch launch_;
  int multiprocessors_ = 1;
  std::unique_ptr<DeviceMemory> memory_;  // first in, last out: what is below lies in it
  std::unique_ptr<DeviceClock> clock_;
  std::unique_ptr<DeviceAside> aside_;  // made when it is first needed
  Buffer<std::uint64_t> totals_;
  Buffer<unsigned> greatest_bits_;
};

}  // namespace tilscape
