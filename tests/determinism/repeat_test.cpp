// What a device does in its own time. Passes that it keeps and repeats: each solve of a field must be the
// same passes with the same arguments. And copies that come later: pictures, and counts for the body.
#include <algorithm>
#include <functional>
#include <numeric>
#include <span>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "agents/body/body.hpp"
#include "agents/parameters/derive.hpp"
#include "agents/simulation_on.hpp"
#include "core/base/errors.hpp"
#include "core/execution/host_executor.hpp"
#include "tests/catch.hpp"
#include "tests/determinism/scenarios.hpp"

namespace tilscape {

namespace {

/// Host memory that can be full.
class AsideMemory final : public Memory {
 public:
  static inline bool is_full = false;
  static inline int copies = 0;
  void* allocate(std::size_t bytes) override {
    if (is_full) throw OutOfMemory("full");
    return memory_.allocate(bytes);
  }
  void release(void* data, std::size_t bytes) noexcept override { memory_.release(data, bytes); }
  void zero(void* data, std::size_t bytes) override { memory_.zero(data, bytes); }
  void copy(void* to, const void* from, std::size_t bytes) override {
    ++copies;
    memory_.copy(to, from, bytes);
  }
  void copy_to_host(void* to, const void* from, std::size_t bytes) override {
    memory_.copy_to_host(to, from, bytes);
  }
  void copy_from_host(void* to, const void* from, std::size_t bytes) override {
    memory_.copy_from_host(to, from, bytes);
  }

 private:
  HostMemory memory_;
};

/// A copy that is not there until it is waited for, as it was when it was begun.
class LateReadback {
 public:
  LateReadback(Memory&, std::size_t size) : values_(size) {}
  void begin(const Buffer<std::uint64_t>& from) {
    REQUIRE(from.size() == values_.size());
    under_way_ = from.to_host();
    std::fill(values_.begin(), values_.end(), ~std::uint64_t{0});
    ++begun;
  }
  std::span<const std::uint64_t> values() {
    values_ = under_way_;
    ++waited;
    return values_;
  }

  static inline int begun = 0, waited = 0;

 private:
  std::vector<std::uint64_t> under_way_, values_;
};

/// The host's executor in the place of one that records: from the second call on it runs the passes that it
/// kept, not those it is given.
class RepeatingExecutor : public HostExecutor {
 public:
  static constexpr bool on_host = false;  // as a device does, pass by pass
  struct Recording {
    std::vector<std::function<void(HostExecutor&)>> passes;
  };
  using Readback = LateReadback;
  using HostExecutor::HostExecutor;
  Memory& aside() { return aside_; }

  template <class Passes>
  void repeat(Recording& recording, const Passes& passes) {
    if (recording.passes.empty()) {
      recording_ = &recording;
      passes();
      recording_ = nullptr;
      REQUIRE_FALSE(recording.passes.empty());
      return;
    }
    for (const auto& pass : recording.passes) pass(*this);
    ++repeated;
  }

  template <class Kernel>
  void for_each(std::uint64_t n, const Kernel& kernel) {
    keep([=](HostExecutor& host) { host.for_each(n, kernel); });
  }
  template <class Kernel>
  void for_each_row(std::uint32_t rows, std::uint32_t nx, const Kernel& kernel) {
    keep([=](HostExecutor& host) { host.for_each_row(rows, nx, kernel); });
  }
  /// Would have to come back to the host.
  template <class Kernel>
  float maximum(std::uint64_t n, const Kernel& kernel) {
    if (recording_) throw std::logic_error("a recording cannot return a value");
    return HostExecutor::maximum(n, kernel);
  }

  static inline int repeated = 0;  // recordings that took the place of passes

 private:
  template <class Pass>
  void keep(const Pass& pass) {
    if (recording_) recording_->passes.emplace_back(pass);
    pass(*this);
  }

  Recording* recording_ = nullptr;
  AsideMemory aside_;
};

void compare(const Scenario& scenario) {
  const SimulationStart start = make_start(scenario.run, nullptr);
  const auto plain = make_host_simulation(start);
  SimulationOn<RepeatingExecutor> repeating(RepeatingExecutor(), start);
  const int before = RepeatingExecutor::repeated;
  for (std::uint32_t step = 1; step <= scenario.steps; ++step) {
    plain->step();
    repeating.step();
    INFO(scenario.name << ", step " << step);
    REQUIRE(repeating.digest() == plain->digest());
    if (step == 31 || step == 41)  // a census asks for the residual of the next solve
      CHECK(repeating.census()[0].residual == plain->census()[0].residual);
  }
  const auto& fields = scenario.run.model.fields;
  const bool solves = std::any_of(fields.begin(), fields.end(), [](const FieldSpec& f) { return f.enabled; });
  CHECK((RepeatingExecutor::repeated > before) == solves);
}

/// Column by column.
void expect_equal(const ScenePlain& got, const ScenePlain& expected) {
  const auto columns = [](const CellTable& t) {
    return std::tie(t.points_um, t.cell_type, t.state, t.receptor, t.hits, t.site, t.cell_id, t.clone_id,
                    t.antigens, t.mhc1, t.pdl1, t.pd1, t.exhaustion, t.radius_um, t.age_h);
  };
  CHECK(got.cells.size() > 100);
  CHECK((columns(got.cells) == columns(expected.cells)));
  CHECK((got.fields == expected.fields));
}

/// A picture of the last replicate, asked for at step 30 and had 20 steps later.
void compare_late_picture() {
  const Scenario scenario = determinism_scenarios().at(6);
  REQUIRE(scenario.run.replicates == 3);
  SimulationOn<RepeatingExecutor> simulation(RepeatingExecutor(), make_start(scenario.run, nullptr));
  simulation.advance(30);
  ScenePlain expected{simulation.cells(2), {}};
  for (int f = 0; f < field_count; ++f) expected.fields[f] = simulation.field(static_cast<FieldIndex>(f), 2);
  const auto picture = simulation.scene_aside(2);
  simulation.advance(20);
  expect_equal(picture().plain(), expected);
}

std::uint64_t sum_of(const std::vector<std::uint64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

/// What the body was told and what it has not been told yet, asked for in the step of an update and between
/// two of them.
void compare_bodies(const Scenario& scenario) {
  INFO(scenario.name);
  const std::uint32_t every = 5;
  REQUIRE(scenario.run.model.time.entry_min == every * scenario.run.model.time.base_step_min);
  const SimulationStart start = make_start(scenario.run, nullptr);
  const auto plain = make_host_simulation(start);
  SimulationOn<RepeatingExecutor> late(RepeatingExecutor(), start);
  LateReadback::begun = LateReadback::waited = 0;
  std::uint32_t asked_at = 0;
  for (std::uint32_t step = 1; step <= scenario.steps; ++step) {
    plain->step();
    late.step();
    INFO("step " << step);
    const auto updates = static_cast<int>(step / every);
    const bool is_heard = updates == 0 || asked_at / every == step / every;
    REQUIRE(LateReadback::begun == updates);
    REQUIRE(LateReadback::waited == updates - (is_heard ? 0 : 1));  // by the next update, if nobody asked
    if (step != 20 && step != 33 && step != scenario.steps) continue;
    asked_at = step;
    for (std::uint32_t r = 0; r < scenario.run.replicates; ++r) {
      const ReplicateState state = late.state(r), expected = plain->state(r);
      CHECK(sum_of(state.body.told) > 0);
      CHECK(state.body == expected.body);
    }
    CHECK(LateReadback::waited == updates);
  }
  CHECK(late.digest() == plain->digest());
}

}  // namespace

TEST_CASE("counts for the body are waited for by the next update, or by whoever asks before") {
  int listen = 0;
  for (const Scenario& scenario : determinism_scenarios()) {
    if (!body_listens(scenario.run.model)) continue;
    compare_bodies(scenario);
    ++listen;
  }
  CHECK(listen >= 3);
}

TEST_CASE("a picture shows the moment it was asked for") {
  const int before = AsideMemory::copies;
  compare_late_picture();
  CHECK(AsideMemory::copies > before);
}

TEST_CASE("without room for a copy a picture is taken at once") {
  const int before = AsideMemory::copies;
  AsideMemory::is_full = true;
  compare_late_picture();
  AsideMemory::is_full = false;
  CHECK(AsideMemory::copies == before);
}

TEST_CASE("solves of fields that are recorded once and repeated give the same bits") {
  const std::vector<Scenario> scenarios = determinism_scenarios();
  for (const Scenario& scenario : scenarios)
    if (scenario.run.model.time.fields_min * 2 <= scenario.steps) compare(scenario);
}

}  // namespace tilscape
