// Re-sorting by site: agents end up in site order without gaps, and keep their values.
#include "core/execution/reorder.hpp"

#include <vector>

#include "core/execution/host_executor.hpp"
#include "tests/catch.hpp"

namespace tilscape {

TEST_CASE("agents stand in site order afterwards, with their values, and empty slots are gone") {
  for (const int threads : {1, 2})
    for (const std::uint32_t sites : {1u, 63u, 64u, 65u, 1000u, 300000u}) {
      CAPTURE(threads, sites);
      HostExecutor executor(threads, 32);
      // Sites divisible by 3 hold an agent; slots run backwards over the sites, and every other slot is
      // empty.
      const std::uint32_t agents = (sites + 2) / 3, slots = 2 * agents;
      std::vector<AgentIndex> at(sites, no_agent);
      std::vector<SiteIndex> site(slots, no_site);
      std::vector<std::uint64_t> value(slots, 0);
      for (std::uint32_t k = 0; k < agents; ++k) {
        const std::uint32_t slot = 2 * (agents - 1 - k) + 1;
        at[3 * k] = AgentIndex{slot};
        site[slot] = SiteIndex{3 * k};
        value[slot] = 1000 + k;
      }
      Buffer<AgentIndex> agent_at(executor.memory(), sites);
      Buffer<SiteIndex> sites_of(executor.memory(), slots);
      Buffer<std::uint64_t> values(executor.memory(), slots);
      agent_at.from_host(at.data(), at.size());
      sites_of.from_host(site.data(), site.size());
      values.from_host(value.data(), value.size());

      const auto holds = [](SiteIndex s) { return s.value % 3 == 0; };
      Buffer<AgentIndex> old_slot(executor.memory(), slots);
      Buffer<std::uint64_t> spare(executor.memory(), slots);
      Buffer<std::uint32_t> first_slot(executor.memory(), reorder::chunks_of(sites));
      const std::uint32_t alive =
          reorder_by_site(executor, sites, holds, PlaneView<AgentIndex>{agent_at.data()},
                          {old_slot, spare, first_slot}, std::tie(sites_of, values));
      REQUIRE(alive == agents);
      bool right = true;
      for (std::uint32_t k = 0; k < agents; ++k)
        right = right && sites_of.data()[k].value == 3 * k && values.data()[k] == 1000 + k &&
                agent_at.data()[3 * k].value == k;
      CHECK(right);
    }
}

}  // namespace tilscape
