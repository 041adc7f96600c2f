// Passes that a device keeps and repeats: each solve of a field must be the same passes with the same
// arguments.
#include <algorithm>
#include <functional>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "agents/simulation_on.hpp"
#include "core/errors.hpp"
#include "core/host_executor.hpp"
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

/// The host's executor in the place of one that records: from the second call on it runs the passes that it
/// kept, not those it is given.
class RepeatingExecutor : public HostExecutor {
 public:
  static constexpr bool on_host = false;  // as a device does, pass by pass
  struct Recording {
    std::vector<std::function<void(HostExecutor&)>> passes;
  };
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
void expect_equal(const Picture& got, const Picture& expected) {
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
  Picture expected{simulation.cells(2), {}};
  for (int f = 0; f < field_count; ++f) expected.fields[f] = simulation.field(static_cast<FieldIndex>(f), 2);
  const auto picture = simulation.scene_aside(2);
  simulation.advance(20);
  expect_equal(picture().picture(), expected);
}

}  // namespace

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
