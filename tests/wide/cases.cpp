// Whole simulations in which every phase and every event happens: all kernels of the model. And small ones
// with rows and blocks of every length.
#include <algorithm>

#include "agents/simulation.hpp"
#include "tests/wide/holding.hpp"
#include "tools/gpu_check/compare.hpp"

namespace tilscape::testing {

namespace {

Contestant on_host(InstructionSet set, std::uint32_t block, std::uint32_t reorder_every_steps) {
  return {name_of(set),
          [=](SimulationStart start) {
            use_instruction_set(set);
            start.execution.host_block = block;
            return make_host_simulation(start, 1);
          },
          reorder_every_steps};
}

Comparison hold_case(Holding& holding, const char* name, const DigestCase& c, std::uint32_t block) {
  std::vector<Contestant> contestants{on_host(InstructionSet::baseline, block, 8)};
  for (const InstructionSet set : wide_sets()) contestants.push_back(on_host(set, block, 8));
  Comparison result = compare(c, contestants);
  holding.add(name, c.name + ", " + result.first_difference, result.equal());
  return result;
}

/// Digests after clones that are extinct were forgotten, and what was left of them.
std::vector<std::uint64_t> after_forgetting(const DigestCase& c) {
  const auto simulation = make_host_simulation(make_start(c.run, nullptr), 1);
  std::vector<std::uint64_t> result;
  for (int k = 0; k < 3; ++k) {
    simulation->advance(12);
    for (const CloneRecord& record : simulation->new_clones()) result.push_back(record.id);
    simulation->state(0);  // forgets
    result.push_back(simulation->digest()[0]);
  }
  return result;
}

/// The same on a lattice whose rows are n sites long, for a few steps.
DigestCase in_rows_of(DigestCase c, std::uint32_t n) {
  auto& size = c.run.model.lattice.size;
  size = {n, size[2] == 1 ? 9u : 5u, size[2] == 1 ? 1u : 4u};
  c.run.model.initial.tumour_radius_um = 2 * c.run.model.lattice.spacing_um;
  c.name += ", rows of " + std::to_string(n);
  c.steps = 12, c.digest_every = 3;
  return c;
}

}  // namespace

void hold_cases(Holding& holding) {
  const std::vector<DigestCase> cases = small_cases();
  std::vector<Comparison> results;
  for (const DigestCase& c : cases) results.push_back(hold_case(holding, "simulation", c, 256));
  const std::string never = missing_events(results);
  holding.add("simulation", "events that never happened: " + never, never.empty());
  holding.hold("forgotten clones", cases[0].name, [&] { return after_forgetting(cases[0]); });
  // Each size with another case, so that all of them meet every remainder of a vector.
  for (std::uint32_t n = 3; n <= largest_size; ++n)
    for (const std::uint32_t other : {0u, 5u, 9u}) {
      const DigestCase& c = cases[(n + other) % cases.size()];
      hold_case(holding, "simulation of short rows", in_rows_of(c, n), std::min(n, 256u));
    }
}

}  // namespace tilscape::testing
