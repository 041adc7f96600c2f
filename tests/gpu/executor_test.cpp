// Every primitive of the device executor and the field solver on it, bit for bit against the host, launched
// forwards and backwards; and errors that must be reported.
#include <stdexcept>

#include "agents/start/initial_tissue.hpp"
#include "core/base/errors.hpp"
#include "cuda/checks/device_checks.hpp"
#include "cuda/device_simulation.hpp"
#include "tests/catch.hpp"
#include "tools/gpu_check/cases.hpp"

using namespace tilscape;

namespace {

void expect_all_pass(const CheckResults& results) {
  REQUIRE_FALSE(results.empty());
  for (const CheckResult& r : results) {
    INFO(r.name << ", size " << r.size);
    CHECK(r.passed);
  }
}

}  // namespace

TEST_CASE("primitives and fields on the GPU give the host's bits") {
  expect_all_pass(check_device());
}

TEST_CASE("small blocks, last lane first, give the same bits") {
  expect_all_pass(check_device({32, true}));
}

TEST_CASE("a block that is no whole number of warps is refused") {
  const SimulationStart start = make_start(small_cases().front().run, nullptr);
  for (const std::uint32_t threads : {0u, 33u, 288u})
    CHECK_THROWS_AS(make_device_simulation(start, {threads, false}), std::invalid_argument);
}

TEST_CASE("memory that no GPU has is refused in words") {
  CHECK_THROWS_AS(device_copy_gb_per_s(std::size_t{1} << 50), OutOfMemory);
}
