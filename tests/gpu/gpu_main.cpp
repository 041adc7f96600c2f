// The main of the GPU tests: without a GPU it says so and returns what ctest counts as skipped.
#define CATCH_CONFIG_RUNNER
#include <cstdio>

#include "cuda/runtime/device_info.hpp"
#include "tests/catch.hpp"

int main(int argc, char** argv) {
  if (!tilscape::device_available()) {
    std::puts("skipped: no usable NVIDIA GPU");
    return 77;
  }
  return Catch::Session().run(argc, argv);
}
