// Asks the CUDA runtime about the first device.
#include "cuda/runtime/device_info.hpp"

#include <algorithm>
#include <vector>

#include "core/execution/memory.hpp"
#include "cuda/runtime/check_cuda.hpp"
#include "cuda/runtime/device_memory.hpp"

namespace tilscape {

namespace {

__global__ void probe() {}

/// A CUDA event that is destroyed with its scope.
class Event {
 public:
  Event() { check_cuda(cudaEventCreate(&event_), "cudaEventCreate"); }
  ~Event() { cudaEventDestroy(event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  void record(cudaStream_t stream) { check_cuda(cudaEventRecord(event_, stream), "cudaEventRecord"); }
  double seconds_since(const Event& start) const {
    float milliseconds = 0;
    check_cuda(cudaEventElapsedTime(&milliseconds, start.event_, event_), "cudaEventElapsedTime");
    return milliseconds * 1e-3;
  }

 private:
  cudaEvent_t event_ = nullptr;
};

}  // namespace

bool device_available() {
  int devices = 0, has_pools = 0;
  cudaFuncAttributes attributes;
  const bool usable = cudaGetDeviceCount(&devices) == cudaSuccess && devices > 0 &&
                      cudaDeviceGetAttribute(&has_pools, cudaDevAttrMemoryPoolsSupported, 0) == cudaSuccess &&
                      has_pools && cudaFuncGetAttributes(&attributes, probe) == cudaSuccess;
  cudaGetLastError();  // a machine without a GPU is no error
  return usable;
}

std::string device_name() {
  cudaDeviceProp properties;
  check_cuda(cudaGetDeviceProperties(&properties, 0), "cudaGetDeviceProperties");
  return properties.name;
}

std::uint64_t device_memory_bytes() {
  std::size_t free_bytes = 0, total_bytes = 0;
  check_cuda(cudaMemGetInfo(&free_bytes, &total_bytes), "cudaMemGetInfo");
  return total_bytes;
}

double device_copy_gb_per_s(std::size_t bytes, int repeats) {
  DeviceMemory memory;
  const Buffer<unsigned char> from(memory, bytes), to(memory, bytes);
  Event start, end;
  std::vector<double> seconds;
  memory.copy(to.data(), from.data(), bytes);  // warm-up
  for (int k = 0; k < repeats; ++k) {
    start.record(memory.stream());
    memory.copy(to.data(), from.data(), bytes);
    end.record(memory.stream());
    memory.wait();
    seconds.push_back(end.seconds_since(start));
  }
  std::nth_element(seconds.begin(), seconds.begin() + repeats / 2, seconds.end());
  return 2e-9 * static_cast<double>(bytes) / seconds[repeats / 2];
}

}  // namespace tilscape
