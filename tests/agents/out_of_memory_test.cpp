// A population outgrows its buffers when there is no memory: the step is not begun, and once there is memory
// it is the step that it would have been.
#include <memory>

#include "agents/simulation_on.hpp"
#include "agents/start/synthetic_tissue.hpp"
#include "core/base/errors.hpp"
#include "core/execution/host_executor.hpp"
#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// Host memory that refuses, when told to, whatever is asked for.
class FickleMemory final : public Memory {
 public:
  void* allocate(std::size_t bytes) override {
    if (refuses || bytes > refuses_above) throw OutOfMemory("no memory today");
    return memory_.allocate(bytes);
  }
  void release(void* data, std::size_t bytes) noexcept override { memory_.release(data, bytes); }
  void zero(void* data, std::size_t bytes) override { memory_.zero(data, bytes); }
  void copy(void* to, const void* from, std::size_t bytes) override { memory_.copy(to, from, bytes); }
  void copy_to_host(void* to, const void* from, std::size_t bytes) override { copy(to, from, bytes); }
  void copy_from_host(void* to, const void* from, std::size_t bytes) override { copy(to, from, bytes); }

  bool refuses = false;
  std::size_t refuses_above = ~std::size_t{0};

 private:
  HostMemory memory_;
};

/// Runs passes as the host does, in that memory.
class FickleExecutor : public HostExecutor {
 public:
  explicit FickleExecutor(std::shared_ptr<FickleMemory> memory)
      : HostExecutor(1), memory_(std::move(memory)) {}
  Memory& memory() { return *memory_; }

 private:
  std::shared_ptr<FickleMemory> memory_;
};

/// Few cells that soon are many, of every kind and by every way in.
ModelParameters growing_model() {
  ModelParameters m = default_parameters().model;
  m.lattice.size = {120, 120, 1};
  m.initial = {};
  m.initial.tumour_radius_um = 150;
  m.initial.tumour_fraction = 0.7;
  m.initial.vessels_per_mm2 = 100;
  m.initial.t_cell_fraction = 0.01;
  m.tumour.division_per_day = 20;
  m.tumour.death_per_day = 1;
  m.tumour.oxygen_full_mmHg = 1, m.tumour.oxygen_hypoxia_mmHg = 0.5, m.tumour.oxygen_necrosis_mmHg = 0.1;
  m.tumour.apoptotic_clearance_h = 1;
  m.mutation = {1, 0.2, 0.05, 0.2, 0.3, 0.05, 0.02, 0.02, 0.02};
  m.t_cell.division_interval_h = 1;
  m.t_cell.death_per_day = 0.5;
  m.t_cell.hits_per_h = 1;
  m.blood.entry_per_min_per_cm3 = 10;
  return m;
}

SimulationStart start_of(const ModelParameters& m) {
  SimulationStart start;
  start.execution = default_parameters().execution;
  start.replicates.push_back({m, 3, 0, synthetic_tissue(m, 3, 0)});
  return start;
}

/// Each step is tried without memory first; where that fails, nothing has changed.
/// @returns how many failed, and the census at the end
std::pair<int, CensusRow> check_refusals(const SimulationStart& start, double least_growth) {
  const auto memory = std::make_shared<FickleMemory>();
  SimulationOn<FickleExecutor> tested(FickleExecutor(memory), start);
  const auto undisturbed = make_host_simulation(start, 1);
  const std::size_t bytes_before = tested.bytes();
  int refused = 0;
  for (int k = 0; k < 1500; ++k) {
    memory->refuses = true;
    try {
      tested.step();
    } catch (const OutOfMemory&) {
      ++refused;
      REQUIRE(tested.now() == undisturbed->now());
      REQUIRE(tested.digest() == undisturbed->digest());
      memory->refuses = false;
      REQUIRE(tested.broken_invariants().empty());
      tested.step();
    }
    undisturbed->step();
  }
  CHECK(static_cast<double>(tested.bytes()) > least_growth * static_cast<double>(bytes_before));
  CHECK(tested.digest() == undisturbed->digest());
  return {refused, tested.census()[0]};
}

}  // namespace

TEST_CASE("a step without memory is not begun, and is the same step later", "[agents][memory]") {
  ModelParameters m = growing_model();
  const auto placement = GENERATE(Placement::free_neighbour, Placement::per_bond, Placement::random_neighbour,
                                  Placement::anywhere, Placement::push);
  m.tumour.placement = placement;
  if (placement == Placement::per_bond) m.tumour.division_per_day = 5;
  const auto [refused, row] = check_refusals(start_of(m), 1.5);
  CHECK(refused >= 4);
  CHECK(row.cd8_cells() > 1000);
}

TEST_CASE("vessels sprout in the step that has memory for them", "[agents][memory]") {
  ModelParameters m = model_without_fields({200, 200, 1});
  m.fields[vegf_field].initial = 5;
  m.initial = {};
  m.initial.vessels_per_mm2 = 100;
  m.vessels.sprouting = true;
  m.vessels.spacing_um = 15;
  const auto [refused, row] = check_refusals(start_of(m), 1.01);
  CHECK(refused >= 2);
  CHECK(events(row, Event::vessel_sprouted) > 2000);  // more than there is room for at the start
}

TEST_CASE("columns of which only some could grow hold what they held", "[agents][memory]") {
  const ModelParameters m = growing_model();
  const SimulationStart start = start_of(m);
  FickleMemory memory;
  const Lattice lattice = lattice_of(start);
  World world(memory, lattice, start.replicates, 1);
  const std::size_t capacity = world.tumour_capacity();
  const std::vector<std::uint64_t> ids = world.tumour().id.to_host(0, world.tumour_slots());
  const auto more = static_cast<std::uint32_t>(3 * capacity);
  memory.refuses_above = 4 * (world.tumour_slots() + more) + 100;  // sites, but no ids
  CHECK_THROWS_AS(world.reserve_tumour(more), OutOfMemory);
  CHECK(world.tumour_capacity() == capacity);
  CHECK(world.tumour().id.to_host(0, world.tumour_slots()) == ids);
  memory.refuses_above = 8 * (world.tumour_slots() + more);  // all of them, without room to spare
  world.reserve_tumour(more);
  CHECK(world.tumour_capacity() == world.tumour_slots() + more);
  CHECK(world.tumour().id.to_host(0, world.tumour_slots()) == ids);
}
