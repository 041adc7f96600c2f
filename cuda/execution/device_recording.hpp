// A sequence of launches that is made again and again with the same arguments, as one CUDA graph: a solve of
// a field is hundreds of small passes, and launching them one by one takes longer than running them.
#pragma once

#include <cuda_runtime_api.h>

namespace tilscape {

class DeviceRecording {
 public:
  DeviceRecording() = default;
  ~DeviceRecording();
  DeviceRecording(const DeviceRecording&) = delete;
  DeviceRecording& operator=(const DeviceRecording&) = delete;

  /// Makes the launches of passes(): the first time by calling it, because a kernel is loaded at its first
  /// launch and loading may not happen within a capture; the second time into a graph, which from then on
  /// stands for it.
  template <class Passes>
  void run(cudaStream_t stream, const Passes& passes) {
    if (!graph_ && calls_++ == 0) return passes();
    if (!graph_) capture(stream, passes);
    launch(stream);
  }

 private:
  template <class Passes>
  void capture(cudaStream_t stream, const Passes& passes) {
    begin(stream);
    try {
      passes();
    } catch (...) {
      abandon(stream);
      throw;
    }
    end(stream);
  }
  static void begin(cudaStream_t stream);
  static void abandon(cudaStream_t stream) noexcept;
  void end(cudaStream_t stream);
  void launch(cudaStream_t stream) const;

  cudaGraphExec_t graph_ = nullptr;
  int calls_ = 0;
};

}  // namespace tilscape
