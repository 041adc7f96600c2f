// The cases on which a GPU is compared with the host, with the host in its place: they agree, and leave no
// kind of event untried.
#include "tests/catch.hpp"
#include "tools/gpu_check/compare.hpp"

using namespace tilscape;

namespace {

Contestant on_host(int threads, std::uint32_t block, std::uint32_t reorder_every_steps) {
  const auto make = [=](SimulationStart start) {
    start.execution.host_block = block;
    return make_host_simulation(start, threads);
  };
  return {"host", make, reorder_every_steps};
}

Comparison with_events(const std::vector<Event>& events) {
  Comparison c;
  c.events.assign(event_kinds, 0);
  for (const Event e : events) c.events[static_cast<std::size_t>(e)] = 3;
  return c;
}

}  // namespace

TEST_CASE("in the cases for the GPU every kind of event happens, and the host agrees with itself") {
  std::vector<Comparison> results;
  for (const DigestCase& c : small_cases()) {
    INFO(c.name);
    results.push_back(compare(c, {on_host(2, 256, 16), on_host(1, 7, 5)}));
    CHECK(results.back().first_difference == "");
    CHECK(results.back().digests >= 4);
  }
  CHECK(missing_events(results) == "");
}

TEST_CASE("an event is missing if it happened in no case") {
  std::vector<Event> all_but_two;
  for (std::uint32_t e = 0; e < event_kinds; ++e)
    if (static_cast<Event>(e) != Event::kill && static_cast<Event>(e) != Event::resected)
      all_but_two.push_back(static_cast<Event>(e));
  std::vector<Comparison> cases{with_events({}), with_events(all_but_two)};
  CHECK(missing_events(cases) == "kills, resected_tumour");
  cases.push_back(with_events({Event::kill}));
  CHECK(missing_events(cases) == "resected_tumour");
  cases.push_back(with_events({Event::resected}));
  CHECK(missing_events(cases) == "");
}
