// The copies of cuda/, compiled for the host with the late runtime in the place of CUDA's.
#include "cuda/runtime/device_aside.cu"
#include "cuda/runtime/device_memory.cu"
#include "cuda/runtime/device_readback.cu"
#include "cuda/runtime/pinned_staging.cu"
#include "cuda/runtime/pinned_uploads.cu"
