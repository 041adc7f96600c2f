// What libFuzzer calls: the harness that this program is built for.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/harness.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tilscape::fuzz::TILSCAPE_FUZZ_HARNESS({reinterpret_cast<const char*>(data), size});
  return 0;
}
