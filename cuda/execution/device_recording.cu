// Stream capture, every call checked.
#include "cuda/execution/device_recording.hpp"

#include "cuda/runtime/check_cuda.hpp"

namespace tilscape {

DeviceRecording::~DeviceRecording() {
  if (graph_) cudaGraphExecDestroy(graph_);
}

void DeviceRecording::begin(cudaStream_t stream) {
  check_cuda(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), "cudaStreamBeginCapture");
}

void DeviceRecording::abandon(cudaStream_t stream) noexcept {
  cudaGraph_t graph = nullptr;
  cudaStreamEndCapture(stream, &graph);
  if (graph) cudaGraphDestroy(graph);
  cudaGetLastError();
}

void DeviceRecording::end(cudaStream_t stream) {
  cudaGraph_t graph = nullptr;
  check_cuda(cudaStreamEndCapture(stream, &graph), "cudaStreamEndCapture");
  const cudaError_t status = cudaGraphInstantiateWithFlags(&graph_, graph, 0);
  cudaGraphDestroy(graph);
  check_cuda(status, "cudaGraphInstantiateWithFlags");
}

void DeviceRecording::launch(cudaStream_t stream) const {
  check_cuda(cudaGraphLaunch(graph_, stream), "cudaGraphLaunch");
}

}  // namespace tilscape
