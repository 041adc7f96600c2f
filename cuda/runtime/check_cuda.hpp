// Every call of the CUDA runtime goes through here, so that none fails unseen.
#pragma once

#include <cuda_runtime_api.h>

namespace tilscape {

/// @param call  what was tried, as the message names it
/// @throws DeviceError with the call's name and CUDA's words unless status is cudaSuccess
void check_cuda(cudaError_t status, const char* call);

}  // namespace tilscape
