// Extinct clones leave memory and nothing else: digests, census and continuations are those of a simulation
// that keeps every clone, and what is kept is what the clone log and the cells say is alive.
#include <map>
#include <memory>
#include <set>

#include "agents/simulation.hpp"
#include "tests/catch.hpp"
#include "tests/determinism/scenarios.hpp"

using namespace tilscape;

namespace {

/// Cells that are born and die all the time, nearly every one with a mutation; several thousand clones.
SimulationStart busy_start(std::uint32_t replicates) {
  RunParameters run = scenarios::lively({36, 30, 1}, Boundary::periodic, Neighbourhood::moore);
  run.replicates = replicates;
  run.model.tumour.death_per_day = 40;
  run.model.fields[oxygen_field].enabled = false;
  run.model.initial.t_cell_fraction = 0;
  run.model.blood.cd8_cells.fill(0);
  return make_start(run, nullptr);
}

using Log = std::vector<CloneRecord>;

/// Clones of the log that a cell belongs to, or that have such a descendant.
std::set<std::uint64_t> living(const Log& log, const ReplicateState& state) {
  std::map<std::uint64_t, std::uint64_t> parent;
  for (const CloneRecord& c : log) parent[c.id] = c.parent;
  std::set<std::uint64_t> alive;
  for (std::uint64_t id : state.tumour.clone)
    for (; id != 0 && alive.insert(id).second;) id = parent.at(id);
  return alive;
}

void append(Log& log, Simulation& simulation, std::uint32_t replicate) {
  for (const CloneRecord& c : simulation.new_clones())
    if (c.replicate == replicate) log.push_back(c);
}

}  // namespace

TEST_CASE("a simulation that forgets extinct clones has the bits of one that does not") {
  const std::uint32_t replicates = GENERATE(1u, 2u);
  const auto forgets = make_host_simulation(busy_start(replicates), 2),
             keeps = make_host_simulation(busy_start(replicates), 1);
  Log log;
  for (std::uint32_t step = 1; step <= 1200; ++step) {
    forgets->step();
    keeps->step();
    if (step % 5 == 0) REQUIRE(forgets->digest() == keeps->digest());
    if (step % 50 == 0) append(log, *forgets, replicates - 1);
  }
  CHECK(forgets->broken_invariants() == "");
  const auto a = forgets->census(), b = keeps->census();
  for (std::uint32_t r = 0; r < replicates; ++r) CHECK(a[r].clones == b[r].clones);

  const ReplicateState state = forgets->state(replicates - 1), all = keeps->state(replicates - 1);
  CHECK(all.clones.size() == log.size());  // nothing was reported there: nothing may be forgotten
  CHECK(all.clones_folded.count == 0);
  std::set<std::uint64_t> kept;
  for (const CloneRecord& c : state.clones) kept.insert(c.id);
  CHECK(kept == living(log, state));
  CHECK(kept.size() + state.clones_folded.count == log.size());
  INFO(kept.size() << " clones of " << log.size());
  CHECK(log.size() > 4000);
  CHECK(kept.size() < log.size() / 3);
}

TEST_CASE("a state does not show when clones were forgotten, and goes on with the same bits") {
  const auto often = make_host_simulation(busy_start(1), 1), once = make_host_simulation(busy_start(1), 1);
  for (std::uint32_t step = 1; step <= 200; ++step) {
    often->step();
    once->step();
    if (step % 25 == 0) often->new_clones(), once->new_clones();
    if (step % 10 == 0) often->state(0);  // which forgets
  }
  const ReplicateState a = often->state(0), b = once->state(0);
  REQUIRE(a.clones.size() == b.clones.size());
  for (std::size_t k = 0; k < a.clones.size(); ++k) CHECK(a.clones[k].id == b.clones[k].id);
  CHECK(a.clones_reported == b.clones_reported);
  CHECK(a.clones_folded.count == b.clones_folded.count);
  CHECK(a.clones_folded.digest == b.clones_folded.digest);
  CHECK(a.clones_folded.count > 0);

  SimulationStart start = busy_start(1);
  start.replicates[0].state = std::make_shared<const ReplicateState>(a);
  const auto resumed = make_host_simulation(start, 2);
  CHECK(resumed->digest() == once->digest());
  for (std::uint32_t step = 0; step < 40; ++step) {
    resumed->step();
    once->step();
    REQUIRE(resumed->digest() == once->digest());
  }
  CHECK(resumed->census()[0].clones == once->census()[0].clones);
}
