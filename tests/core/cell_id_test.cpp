// Cell ids: birth step, site and kind come back, and no id looks negative to a signed reader.
#include "core/lattice/cell_id.hpp"

#include <set>

#include "tests/catch.hpp"

namespace tilscape {

TEST_CASE("an id gives back its step, site and kind, and is below 2^63") {
  std::set<std::uint64_t> ids;
  std::size_t n = 0;
  for (const std::uint32_t step : {0u, 1u, 77777u, max_steps - 1, max_steps})
    for (const std::uint32_t site : {0u, 1u, 0x12345678u, 0xfffffffeu, 0xffffffffu})
      for (std::uint32_t kind = 0; kind < 16; ++kind, ++n) {
        const std::uint64_t id = make_id(Step{step}, LocalSite{site}, kind);
        ids.insert(id);
        REQUIRE(birth_step(id).value == step);
        REQUIRE(birth_site(id).value == site);
        REQUIRE(birth_kind(id) == kind);
        REQUIRE(id < std::uint64_t{1} << 63);
      }
  CHECK(ids.size() == n);
}

TEST_CASE("ids ascend with the step of birth") {
  CHECK(make_id(Step{3}, LocalSite{0xffffffffu}, 15) < make_id(Step{4}, LocalSite{0}, 0));
}

}  // namespace tilscape
