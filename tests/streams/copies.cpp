// The copies of cuda/, compiled for the host with the late runtime in the place of CUDA's.
#include "cuda/device_aside.cu"
#include "cuda/device_memory.cu"
#include "cuda/device_readback.cu"
#include "cuda/pinned_staging.cu"
#include "cuda/pinned_uploads.cu"
