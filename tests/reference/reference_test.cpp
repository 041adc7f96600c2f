// The oracle itself, on cases small enough to check by hand.
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"
#include "tests/reference/world.hpp"

namespace tilscape::reference {

namespace {

LatticeParameters lattice(std::array<std::uint32_t, 3> size, Boundary boundary, Neighbourhood neighbourhood) {
  return {size, 10, boundary, neighbourhood};
}

/// A 5 × 5 lattice with the given cells on which nothing happens by itself.
ReplicateStart quiet_start(InitialTissue cells) {
  ReplicateStart start{default_parameters().model, 7, 0, std::move(cells)};
  ModelParameters& m = start.model;
  m.lattice = lattice({5, 5, 1}, Boundary::closed, Neighbourhood::von_neumann);
  m.tumour.division_per_day = m.tumour.death_per_day = m.tumour.hypoxic_death_per_day = 0;
  m.t_cell.speed_um_per_min = m.t_cell.death_per_day = m.t_cell.recognition_per_min = 0;
  m.blood.cd8_cells = {};
  m.time = {1, 1, 1, 1, 1, 1, 1, 1};
  for (FieldSpec& field : m.fields) field.enabled = false;
  return start;
}

}  // namespace

TEST_CASE("neighbours by hand, 2-D") {
  // 0 1 2
  // 3 4 5
  const Grid closed(lattice({3, 2, 1}, Boundary::closed, Neighbourhood::von_neumann));
  REQUIRE(closed.directions() == 4);  // −y, −x, +x, +y
  CHECK(closed.neighbour(4, 0) == 1u);
  CHECK(closed.neighbour(4, 1) == 3u);
  CHECK(closed.neighbour(4, 2) == 5u);
  CHECK_FALSE(closed.neighbour(4, 3));
  CHECK(closed.opposite(0) == 3);
  CHECK(closed.opposite(1) == 2);
  // 0 1 2 / 3 4 5 / 6 7 8
  const Grid periodic(lattice({3, 3, 1}, Boundary::periodic, Neighbourhood::moore));
  REQUIRE(periodic.directions() == 8);
  CHECK(periodic.neighbour(0, 0) == 8u);  // −x −y
  CHECK(periodic.neighbour(0, 1) == 6u);  // −y
  CHECK(periodic.neighbour(8, 7) == 0u);  // +x +y
  CHECK(periodic.axes(0) == 2);
  CHECK(periodic.axes(1) == 1);
}

TEST_CASE("neighbours by hand, 3-D") {
  const Grid grid(lattice({3, 4, 5}, Boundary::periodic, Neighbourhood::von_neumann));
  REQUIRE(grid.directions() == 6);          // −z, −y, −x, +x, +y, +z
  CHECK(grid.neighbour(0, 0) == 4u * 12u);  // the layer z = 4
  CHECK(grid.neighbour(0, 5) == 12u);
  CHECK(grid.neighbour(59, 5) == 11u);
}

TEST_CASE("a contest gives each site to one of those that want it, and lets the others stay") {
  const World w(quiet_start({}));
  Contest contest;
  contest.enter(w, 11, 2);  // three cells around the middle, site 12
  contest.enter(w, 13, 1);
  contest.enter(w, 7, 3);
  contest.enter(w, 0, 2);  // one alone
  const auto wins = contest.winners(w, Purpose::walk_conflict, Layer::immune);
  REQUIRE(wins.size() == 2);
  CHECK(wins[0].target == 1);
  CHECK(wins[0].from == 0);
  CHECK(wins[1].target == 12);
  // Seen from 12 the contenders stand at −y (7), −x (11), +x (13).
  const std::size_t in_order[] = {7, 11, 13};
  CHECK(wins[1].from == in_order[one_of(3, w.draw(Purpose::walk_conflict, Layer::immune, 12)[0])]);
}

TEST_CASE("a cell that is certain to divide fills its only free neighbour") {
  ReplicateStart start = quiet_start({{LocalSite{0}, CellType::tumour},
                                      {LocalSite{1}, CellType::stroma},
                                      {LocalSite{10}, CellType::stroma}});
  start.model.tumour.division_per_day = 1e6;
  World w(start);
  advance(w);
  REQUIRE(w.tumour[5]);
  CHECK(w.tumour[5]->id == w.id_here(5, Birth::tumour_division));
  CHECK(w.events[static_cast<std::size_t>(Event::tumour_birth)] == 1);
  advance(w);  // site 5 has 6 beside it, site 0 nothing
  CHECK(w.tumour[6]);
  CHECK(w.tumour[0]->state == Tissue::tumour_quiescent);
}

TEST_CASE("an unbraked T cell that hits at once kills at the lethal hit, and only the tumour cell it sees") {
  ReplicateStart start =
      quiet_start({{LocalSite{12}, CellType::tumour}, {LocalSite{13}, CellType::cd8_t_cell}});
  start.model.t_cell.recognition_per_min = start.model.t_cell.hits_per_h = 1e6;
  start.model.t_cell.pd1_complexes_per_um2 = 0;
  start.model.escape.mhc1_basal = 1;
  start.model.t_cell.lethal_hits = 1000;  // more than are kept
  World enduring(start);
  advance(enduring);
  CHECK(enduring.immune(13) == Immune::cd8_engaged);
  CHECK(enduring.tumour[12]->hits == 255);
  start.model.t_cell.lethal_hits = 3;
  World w(start);
  advance(w);
  CHECK(w.tissue(12) == Tissue::tumour_apoptotic);
  CHECK(w.immune_cells[13]->kills == 1);
  CHECK(w.immune(13) == Immune::cd8_activated);
}

TEST_CASE("a quiet world keeps its cells, and its digest changes with the step alone") {
  World w(quiet_start({{LocalSite{3}, CellType::tumour}, {LocalSite{8}, CellType::cd8_t_cell}}));
  auto before = digest_parts(w);
  advance(w);
  auto after = digest_parts(w);
  CHECK(before["tumour.id"] == after["tumour.id"]);
  CHECK(before["t_cell.id"] == after["t_cell.id"]);
  CHECK(before["tissue"] == after["tissue"]);
  CHECK(before["step"] != after["step"]);
}

}  // namespace tilscape::reference
