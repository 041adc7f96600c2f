// Which members advance together: what they must share, what fits, what the machine can use, what was asked
// for.
#include "tools/run/run_plan.hpp"

#include "config/read/read_config.hpp"
#include "core/base/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr double plenty = 1e15;

/// The batches of a configuration on a machine, as numbers of members.
std::vector<std::vector<std::size_t>> plan(const std::string& text, const Room& room) {
  const SweptRun run = read_swept_config_text(text, "c.yaml");
  std::vector<Estimate> needs;
  for (std::size_t set = 0; set < run.sets.size(); ++set)
    needs.push_back(estimate(run.parameters(set), nullptr, 1));
  std::vector<std::vector<std::size_t>> numbers;
  for (const Batch& batch : plan_batches(run, members_of(run), needs, room)) {
    numbers.emplace_back();
    for (const Member& member : batch) numbers.back().push_back(member.number);
  }
  return numbers;
}

std::vector<std::size_t> sizes(const std::vector<std::vector<std::size_t>>& batches) {
  std::vector<std::size_t> sizes;
  for (const auto& batch : batches) sizes.push_back(batch.size());
  return sizes;
}

using Sizes = std::vector<std::size_t>;

}  // namespace

TEST_CASE("members are numbered set by set") {
  const SweptRun run = read_swept_config_text("replicates: 3\nsweep: {seed: [5, 6]}\n", "c.yaml");
  const std::vector<Member> members = members_of(run);
  REQUIRE(members.size() == 6);
  for (std::size_t m = 0; m < 6; ++m) {
    CHECK(members[m].number == m);
    CHECK(members[m].set == m / 3);
    CHECK(members[m].replicate == m % 3);
  }
}

TEST_CASE("on a host a batch keeps the threads busy, and one thread needs no batches") {
  const std::string text = "lattice: {size: [512, 512]}\nreplicates: 30\n";  // 4 members are 2^20 sites
  CHECK(sizes(plan(text, {plenty, plenty, true, 1})) == Sizes(30, 1));
  CHECK(sizes(plan(text, {plenty, plenty, true, 2})) == Sizes{7, 8, 7, 8});
  CHECK(sizes(plan(text, {plenty, plenty, true, 64})) == Sizes{30});
  CHECK(sizes(plan("replicates: 3\nlattice: {size: [400, 400, 400]}\n", {plenty, plenty, true, 2})) ==
        Sizes{1, 1, 1});
}

TEST_CASE("a GPU takes all that fits its memory and the host's") {
  const std::string text = "lattice: {size: [512, 512]}\nreplicates: 30\n";
  const Estimate one = estimate(read_config_text(text, "c.yaml"), nullptr, 1);
  CHECK(sizes(plan(text, {plenty, plenty, false, 1})) == Sizes{30});
  CHECK(sizes(plan(text, {10.01 * one.full_bytes / 0.8, plenty, false, 1})) == Sizes{10, 10, 10});
  const double host =
      (15.01 * one.start_bytes + one.output_beside_bytes + one.snapshot_bytes + process_bytes) / 0.8;
  CHECK(sizes(plan(text, {plenty, host, false, 1})) == Sizes{15, 15});
  CHECK(sizes(plan(text, {1, 1, false, 1})) == Sizes(30, 1));  // what does not fit alone is refused elsewhere
}

TEST_CASE("a world has at most 2^32 - 2 sites") {
  CHECK(sizes(plan("lattice: {size: [30000, 30000]}\nreplicates: 9\n", {plenty, plenty, false, 1})) ==
        Sizes{3, 3, 3});
}

TEST_CASE("execution.batch is obeyed, or refused with what fits") {
  const std::string text = "lattice: {size: [512, 512]}\nreplicates: 30\nexecution: {batch: 12}\n";
  CHECK(sizes(plan(text, {plenty, plenty, true, 1})) == Sizes{10, 10, 10});
  CHECK(sizes(plan(text, {plenty, plenty, true, 64})) == Sizes{10, 10, 10});
  const Estimate one = estimate(read_config_text(text, "c.yaml"), nullptr, 1);
  CHECK_THROWS_AS(plan(text, {11.5 * one.simulation_bytes, plenty, true, 2}), DeviceError);
  CHECK_THROWS_WITH(plan(text, {11.5 * one.simulation_bytes, plenty, true, 2}),
                    contains("execution.batch: 12 members") && contains("at most 11 members"));
  CHECK_THROWS_WITH(plan("lattice: {size: [30000, 30000]}\nreplicates: 9\nexecution: {batch: 5}\n",
                         {plenty, plenty, true, 1}),
                    contains("execution.batch: 5 members") && contains("4294967294"));
}

TEST_CASE("members that cannot share a world, or write at other times, are in other batches") {
  const Room gpu{plenty, plenty, false, 1};
  const auto batches = [&](const std::string& sweep) { return plan("sweep: {" + sweep + "}\n", gpu); };
  using Batches = std::vector<std::vector<std::size_t>>;
  CHECK(batches("seed: [1, 2], lattice.size: [[9, 9], [9, 8]]") == Batches{{0, 2}, {1, 3}});
  for (const char* apart :
       {"lattice.spacing_um: [10, 15]", "time.escape_min: [60, 30]", "immune.mixing: [walk, shuffle]",
        "tumour.division.placement: [anywhere, per_bond]", "fields.oxygen.decay_per_min: [0, 1]",
        "duration_days: [1, 2]", "output.census_every_h: [1, 2]"}) {
    CAPTURE(apart);
    CHECK(batches(apart) == Batches{{0}, {1}});
  }
  for (const char* together :
       {"t_cell.hits_per_h: [1, 2]", "fields.oxygen.initial_mmHg: [0, 1]", "seed: [1, 2]",
        "immune.shares_site: [true, false]", "blood.entry_route: [vessels, anywhere]",
        "initial.tumour_radius_um: [100, 200]"}) {
    CAPTURE(together);
    CHECK(batches(together) == Batches{{0, 1}});
  }
}

TEST_CASE("the simulation waits for the output of worlds that are large to copy") {
  const auto needs = [](const std::string& text) {
    return estimate(read_swept_config_text(text, "c.yaml").parameters(0), nullptr, 2);
  };
  const Estimate tissue = needs("lattice: {size: [93, 70]}\ninitial: {tumour_cells: 5000}\n");
  const Estimate spheroid = needs("lattice: {size: [60, 60, 60]}\ninitial: {tumour_cells: 90000}\n");
  CHECK_FALSE(worth_taking_turns({tissue}));
  CHECK(worth_taking_turns({spheroid}));
  CHECK(worth_taking_turns({tissue, spheroid}));
  CHECK_FALSE(worth_taking_turns({tissue, Estimate{}}));  // a set without a member
}

TEST_CASE("what a run needs is told of its largest batch and of all members") {
  const SweptRun run = read_swept_config_text("replicates: 2\nsweep: {duration_days: [1, 3]}\n", "c.yaml");
  const std::vector<Estimate> needs = {estimate(run.parameters(0), nullptr, 1),
                                       estimate(run.parameters(1), nullptr, 1)};
  const Room room{plenty, plenty, false, 1};
  const std::vector<Batch> batches = plan_batches(run, members_of(run), needs, room);
  CHECK(text_of_members(run) == "4 members (2 parameter sets x 2 replicates)");
  CHECK(text_of_batches(batches) == "at most 2 at once");
  const std::string text = needs_text(run, batches, needs, room);
  CHECK_THAT(text, contains("4 members (2 parameter sets x 2 replicates), at most 2 at once"));
  CHECK(text_of_batches({{{}}, {{}}}) == "one after the other");
}
