// The GPU reaches the digests and the census of the host, on every small case, in any block and memory order.
#include "cuda/device_simulation.hpp"
#include "tests/catch.hpp"
#include "tools/gpu_check/compare.hpp"

using namespace tilscape;

namespace {

Contestant on_gpu(DeviceLaunch launch, std::uint32_t reorder_every_steps) {
  return {"gpu", [=](const SimulationStart& s) { return make_device_simulation(s, launch); },
          reorder_every_steps};
}

}  // namespace

TEST_CASE("the GPU reaches the host's digests") {
  const Contestant host{"cpu", [](const SimulationStart& s) { return make_host_simulation(s); }, 16};
  for (const DigestCase& c : small_cases()) {
    INFO(c.name);
    const Comparison result =
        compare(c, {host, on_gpu({}, 16), on_gpu({64, true}, 5), on_gpu({128, false}, 0)});
    CHECK(result.first_difference == "");
    CHECK(result.digests >= 4);
  }
}
