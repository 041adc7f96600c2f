// The kernels that run every phase: each applies a trivially copyable kernel object, the same one that
// the host executor applies, to lanes or rows. Objects are parameters in constant memory (__grid_constant__),
// so that indexing their tables at run time copies nothing to local memory.
#pragma once

#include <cstdint>

#include "core/execution/tally.hpp"
#include "core/lattice/lattice.hpp"
#include "core/random/random.hpp"

namespace tilscape::device {

/// Most threads of a block that the kernels are compiled for.
inline constexpr std::uint32_t max_threads = 256;

/// The lanes of a launch, [0, n). Backwards, the last lane is thread 0: no result may show it.
struct Lanes {
  std::uint64_t n;
  bool backwards;

  __device__ static std::uint64_t thread() { return std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x; }
  __device__ std::uint32_t lane(std::uint64_t k) const {
    return static_cast<std::uint32_t>(backwards ? n - 1 - k : k);
  }
};

/// kernel(i): a thread is a lane. Bytes per lane are the object's; a pass has one writer per address, or its
/// writes are integer atomics that commute, so lanes may run in any order.
template <class Kernel>
__global__ void __launch_bounds__(max_threads)
    for_each_lane(const __grid_constant__ Kernel kernel, const Lanes lanes) {
  const std::uint64_t k = Lanes::thread();
  if (k < lanes.n) kernel(lanes.lane(k));
}

/// kernel(i) where marks[i] is not 0: a thread is a lane. One byte read per lane; most warps end there.
template <class Kernel>
__global__ void __launch_bounds__(max_threads)
    for_each_marked_lane(const __grid_constant__ Kernel kernel, const std::uint8_t* marks,
                         const Lanes lanes) {
  const std::uint64_t k = Lanes::thread();
  if (k >= lanes.n) return;
  const std::uint32_t i = lanes.lane(k);
  if (!marks[i]) return;
  if constexpr (requires { kernel.approach(i); }) kernel.approach(i);
  kernel(i);
}

/// kernel(i, words): a thread is a lane, and draws for itself what the host draws in blocks. Lanes race no
/// more than above; drawing writes nothing.
template <class Kernel>
__global__ void __launch_bounds__(max_threads)
    for_each_drawn_lane(const __grid_constant__ Kernel kernel, const __grid_constant__ Lattice lattice,
                        const Draws draws, const Lanes lanes) {
  const std::uint64_t k = Lanes::thread();
  if (k >= lanes.n) return;
  const std::uint32_t i = lanes.lane(k);
  const SiteIndex s = kernel.draw_site(i);
  if (s == no_site) return;
  const std::uint32_t replicate = lattice.replicate_of(s);
  const RandomWords words = draws.at(LocalSite{s.value - replicate * lattice.sites()}, replicate);
  if constexpr (requires { kernel.aim(i, words); }) kernel.aim(i, words);
  if constexpr (requires { kernel.approach(i); }) kernel.approach(i);
  kernel(i, words);
}

/// kernel.at(row, x) or kernel.edge(row, x): a thread is one x of one row, threads of a warp are neighbours
/// in x. Every thread makes its row anew: a few table reads that a warp shares. Each value has one writer.
template <class Kernel>
__global__ void __launch_bounds__(max_threads)
    for_each_in_row(const __grid_constant__ Kernel kernel, std::uint32_t rows, std::uint32_t nx,
                    bool backwards) {
  const std::uint64_t k = std::uint64_t{blockIdx.x} * blockDim.y + threadIdx.y;
  if (k >= rows) return;
  const auto row = kernel.row(static_cast<std::uint32_t>(backwards ? rows - 1 - k : k));
  const std::uint64_t first = std::uint64_t{blockIdx.y} * blockDim.x + threadIdx.x;
  for (std::uint64_t i = first; i < nx; i += std::uint64_t{gridDim.y} * blockDim.x) {
    const auto x = static_cast<std::uint32_t>(i);
    if (x == 0 || x == nx - 1)
      kernel.edge(row, x);
    else
      kernel.at(row, x);
  }
}

/// Counters of a block, a set of slots for every few threads, so that few adds meet. An odd distance between
/// sets spreads them over the banks.
struct SharedCounters {
  std::uint32_t slots, sets;
  TILSCAPE_HD std::uint32_t distance() const { return slots | 1u; }
  TILSCAPE_HD std::uint32_t size() const { return sets * distance(); }
};

/// kernel(i, tally) into counters in shared memory, then one atomic add per slot and block. A thread visits
/// every (threads of the grid)-th lane. Integer adds commute: their order cannot be seen.
template <class Kernel>
__global__ void __launch_bounds__(max_threads)
    tally_in_blocks(const __grid_constant__ Kernel kernel, const Lanes lanes, const SharedCounters counters,
                    std::uint64_t* totals) {
  extern __shared__ std::uint64_t shared[];
  for (std::uint32_t c = threadIdx.x; c < counters.size(); c += blockDim.x) shared[c] = 0;
  __syncthreads();
  const Tally mine{shared + threadIdx.x % counters.sets * counters.distance()};
  for (std::uint64_t k = Lanes::thread(); k < lanes.n; k += std::uint64_t{gridDim.x} * blockDim.x)
    kernel(lanes.lane(k), mine);
  __syncthreads();
  for (std::uint32_t slot = threadIdx.x; slot < counters.slots; slot += blockDim.x) {
    std::uint64_t sum = 0;
    for (std::uint32_t set = 0; set < counters.sets; ++set) sum += shared[set * counters.distance() + slot];
    if (sum) atomic_add(totals + slot, sum);
  }
}

/// For the sum of an array.
struct AddValue {
  const std::uint32_t* values;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sum) const { sum.add(0, values[i]); }
};

/// The same with too many slots for shared memory: every add goes to device memory. A thread is a lane.
template <class Kernel>
__global__ void __launch_bounds__(max_threads)
    tally_in_memory(const __grid_constant__ Kernel kernel, const Lanes lanes, std::uint64_t* totals) {
  const std::uint64_t k = Lanes::thread();
  if (k < lanes.n) kernel(lanes.lane(k), Tally{totals});
}

/// The greatest kernel(i), as its bits: those of non-negative floats are ordered like the floats. A thread
/// visits every (threads of the grid)-th lane; a maximum does not depend on order. NaN is passed over, as on
/// the host.
template <class Kernel>
__global__ void __launch_bounds__(max_threads)
    greatest_lane(const __grid_constant__ Kernel kernel, const Lanes lanes, unsigned* greatest_bits) {
  float greatest = 0;
  for (std::uint64_t k = Lanes::thread(); k < lanes.n; k += std::uint64_t{gridDim.x} * blockDim.x) {
    const float value = kernel(lanes.lane(k));
    if (value > greatest) greatest = value;
  }
  const unsigned of_warp = __reduce_max_sync(0xffffffffu, __float_as_uint(greatest));
  if (threadIdx.x % 32 == 0 && of_warp) atomicMax(greatest_bits, of_warp);
}

}  // namespace tilscape::device
