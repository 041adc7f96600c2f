// Parameter sets in one world: each member has the bits that it has alone, and what a world has only one of
// is refused where members differ in it.
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/determinism/comparison.hpp"
#include "tests/determinism/scenarios.hpp"

namespace tilscape {

namespace {

/// Five members that differ in what each phase does; they share what a world has one of.
std::vector<RunParameters> parameter_sets() {
  std::vector<RunParameters> sets(5, scenarios::lively({26, 19, 1}, Boundary::closed, Neighbourhood::moore));
  sets[1].model.tumour.division_per_day = 10;
  sets[1].model.mutation.passengers_per_daughter = 0.1;
  sets[1].model.t_cell.crowding_slowdown = 0.8;
  sets[2].model.immune.shares_site = false;
  sets[2].model.blood.entry_route = EntryRoute::anywhere;
  sets[2].model.t_cell.hits_per_h = 60;
  sets[3].model.fields[oxygen_field].initial = 3;
  sets[3].model.escape.pdl1_max_fold = 20;
  sets[3].model.initial.tumour_cells = 20;
  sets[4].seed = 5;
  sets[4].model.antigens.founder_classes = {33};
  return sets;
}

/// Member k is replicate k % 2 of set k.
SimulationStart start_of(const std::vector<RunParameters>& sets) {
  SimulationStart start;
  start.execution = sets.front().execution;
  for (std::uint32_t k = 0; k < sets.size(); ++k)
    start.replicates.push_back(make_replicate_start(sets[k], nullptr, k % 2));
  return start;
}

}  // namespace

TEST_CASE("a parameter set alone gives the bits that it gives among others, and the reference's") {
  constexpr std::uint32_t steps = 80;
  const std::vector<RunParameters> sets = parameter_sets();
  const auto together = make_host_simulation(start_of(sets), 2);
  together->census();
  together->advance(steps);
  const auto digests = together->digest();
  const auto census = together->census();
  for (std::uint32_t k = 0; k < sets.size(); ++k) {
    CAPTURE(k);
    const SimulationStart alone_start{{make_replicate_start(sets[k], nullptr, k % 2)}, sets[k].execution};
    const auto alone = make_host_simulation(alone_start, 1);
    alone->census();
    alone->advance(steps);
    CHECK(alone->digest() == std::vector<std::uint64_t>{digests[k]});
    const auto row = columns_of(alone->census()[0]), row_among_others = columns_of(census[k]);
    for (std::size_t c = 0; c < row.size(); ++c) {
      CAPTURE(row[c].name);
      CHECK(row[c].value == row_among_others[c].value);
    }
    const CellTable cells = alone->cells(0), cells_among_others = together->cells(k);
    CHECK(cells.cell_id == cells_among_others.cell_id);
    CHECK(cells.hits == cells_among_others.hits);
    CHECK(cells.pd1 == cells_among_others.pd1);
    reference::World w(alone_start.replicates[0]);
    for (std::uint32_t s = 0; s < steps; ++s) advance(w);
    if (digest(w) != digests[k]) FAIL(first_difference(*together, k, w));
    for (std::uint32_t other = 0; other < k; ++other) CHECK(digests[k] != digests[other]);
  }
}

TEST_CASE("members of one run may have different schedules, compartments and help") {
  std::vector<RunParameters> sets(5, scenarios::lively({26, 19, 1}, Boundary::closed, Neighbourhood::moore));
  for (const std::size_t treated : {1u, 2u, 3u}) scenarios::treat(sets[treated].model);
  sets[2].model.therapy[0].dose *= 2;
  sets[2].model.therapy.erase(sets[2].model.therapy.begin() + 3, sets[2].model.therapy.end());
  sets[3].model.therapy[10].dose = 0.9;  // of stroma depletion
  sets[3].model.compartments.unhelped_priming = 0.1;
  TherapyItem radiation;
  radiation.treatment = Treatment::radiation, radiation.dose = 3, radiation.start_day = 20.0 / 1440;
  sets[4].model.therapy = {radiation};  // its body does not listen
  const auto together = make_host_simulation(start_of(sets), 2);
  together->advance(60);
  const auto digests = together->digest();
  const auto census = together->census();
  for (std::uint32_t k = 0; k < sets.size(); ++k) {
    CAPTURE(k);
    const auto alone =
        make_host_simulation({{make_replicate_start(sets[k], nullptr, k % 2)}, sets[k].execution}, 1);
    alone->advance(60);
    CHECK(alone->digest() == std::vector<std::uint64_t>{digests[k]});
    const auto row = columns_of(alone->census()[0]), among_others = columns_of(census[k]);
    REQUIRE(row.size() == among_others.size());
    for (std::size_t c = 0; c < row.size(); ++c) {
      CAPTURE(row[c].name);
      CHECK(row[c].name == among_others[c].name);
      CHECK(row[c].value == among_others[c].value);
    }
  }
}

TEST_CASE("taking the cells of every replicate between steps changes nothing") {
  const std::vector<RunParameters> sets = parameter_sets();
  const auto watched = make_host_simulation(start_of(sets), 2),
             unwatched = make_host_simulation(start_of(sets), 2);
  for (int k = 0; k < 10; ++k) {
    watched->advance(5);
    unwatched->advance(5);
    for (std::uint32_t r = 0; r < sets.size(); ++r) watched->cells(r);
    REQUIRE(watched->broken_invariants() == "");
    REQUIRE(watched->digest() == unwatched->digest());
  }
}

TEST_CASE("members that cannot share a world are refused, each with the key in the way") {
  using Change = std::function<void(ModelParameters&)>;
  const std::vector<std::pair<std::string, Change>> changes = {
      {"lattice", [](auto& m) { m.lattice.size[1] += 1; }},
      {"lattice", [](auto& m) { m.lattice.spacing_um = 10; }},
      {"lattice", [](auto& m) { m.lattice.boundary = Boundary::periodic; }},
      {"time", [](auto& m) { m.time.escape_min *= 2; }},
      {"immune.mixing", [](auto& m) { m.immune.mixing = Mixing::shuffle; }},
      {"tumour.division.placement", [](auto& m) { m.tumour.placement = Placement::per_bond; }},
      {"fields.oxygen", [](auto& m) { m.fields[oxygen_field].decay_per_min = 1; }},
      {"fields.chemokine", [](auto& m) { m.fields[chemokine_field].enabled = false; }},
  };
  for (const auto& [key, change] : changes) {
    CAPTURE(key);
    std::vector<RunParameters> sets(2, parameter_sets()[0]);
    change(sets[1].model);
    CHECK_THROWS_AS(make_host_simulation(start_of(sets)), std::invalid_argument);
    CHECK_THROWS_WITH(make_host_simulation(start_of(sets)), contains(key + ","));
  }
}

}  // namespace tilscape
