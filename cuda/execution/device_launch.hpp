// How kernels are launched. Nothing in here may change a result: checks vary it to show that.
#pragma once

#include <cstdint>

namespace tilscape {

struct DeviceLaunch {
  std::uint32_t threads = 256;  // per block: 32, 64, … 256
  bool backwards = false;       // the last lane or row first
};

}  // namespace tilscape
