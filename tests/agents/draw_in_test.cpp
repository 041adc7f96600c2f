// The necrotic core of a pushed tumour shrinks: which way out a cleared corpse leaves by, and that cells draw
// in.
#include "agents/phases/draw_in.hpp"

#include <utility>
#include <vector>

#include "agents/observe/state_of.hpp"
#include "tests/agents/push_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("A way out knows whether it ends as open as beside a flat surface", "[agents][push]") {
  const std::uint32_t side = 9;
  const Lattice l = make_lattice({side, side, 1}, 15, Boundary::closed, moore);
  std::vector<Tissue> codes(side * side, Tissue::tumour_necrotic);
  const auto site = [&](std::uint32_t x, std::uint32_t y) { return x + side * y; };
  for (std::uint32_t y = 0; y < side; ++y) codes[site(7, y)] = codes[site(8, y)] = Tissue::none;  // outside
  codes[site(2, 4)] = Tissue::none;                                                               // a hole
  codes[site(6, 5)] = Tissue::none;                                                               // a notch
  const Codes c(l, codes);
  const auto check = [&](std::uint32_t x, std::uint32_t y, std::uint32_t d, std::uint32_t length,
                         push::WayEnd end) {
    const push::WayOut way = push::way_out(c.w, l.locate(SiteIndex{site(x, y)}), d);
    INFO(x << ' ' << y << ' ' << d);
    CHECK(way.length == length);
    CHECK(way.end == end);
  };
  const std::uint32_t left = 3, right = 4, up_right = 7;
  check(4, 4, right, 9, push::outside);      // (7, 4): 2 of 8, the notch is beside it
  check(4, 2, right, 9, push::outside);      // (7, 2): 3 of 8
  check(4, 2, up_right, 18, push::outside);  // (7, 5), three diagonal sites away
  check(4, 4, left, 4, push::in_a_notch);    // the hole: 8 of 8
  check(3, 5, right, 9, push::in_a_notch);   // the notch: 5 of 8
  check(4, 4, 0, 0, push::in_a_notch);       // the border: no way
}

TEST_CASE("A way out knows whether its last cell holds others together", "[agents][push]") {
  // The ray from x = 2 to the right of row 4 ends at (6, 4), behind the cell at (5, 4).
  const std::uint32_t side = 9;
  const Lattice l = make_lattice({side, side, 1}, 15, Boundary::closed, moore);
  struct Shape {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> more;  // cells beside the ray
    bool cuts;
  };
  const Shape shape = GENERATE(Shape{{}, false}, Shape{{{6, 3}}, true},  // (6, 3) hangs on (5, 4) alone
                               Shape{{{6, 3}, {5, 3}}, false},           // over (5, 3), on (4, 4) too
                               Shape{{{4, 3}, {4, 5}}, false},           // both beside (4, 4)
                               Shape{{{4, 5}, {6, 5}}, true});           // (6, 5) alone
  std::vector<Tissue> codes(side * side, Tissue::none);
  for (std::uint32_t x = 0; x < 6; ++x) codes[x + side * 4] = Tissue::tumour_necrotic;
  for (const auto& [x, y] : shape.more) codes[x + side * y] = Tissue::tumour_cycling;
  const Codes c(l, codes);
  const std::uint32_t right = 4;
  const push::WayOut way = push::way_out(c.w, l.locate(SiteIndex{2 + side * 4}), right);
  CHECK(way.length == 16);
  CHECK(way.end == (shape.cuts ? push::cutting : push::outside));
}

TEST_CASE("A core takes the best way out that there is", "[agents][push]") {
  // From (2, 4): to the right over (5, 4), which alone holds (6, 3); to the left into a notch.
  const std::uint32_t side = 9, corpse = 2 + side * 4, left = 3, right = 4;
  const Lattice l = make_lattice({side, side, 1}, 15, Boundary::closed, moore);
  std::vector<Tissue> codes(side * side, Tissue::stroma);
  for (std::uint32_t x = 2; x < 6; ++x) codes[x + side * 4] = Tissue::tumour_necrotic;
  codes[6 + side * 3] = Tissue::tumour_cycling;
  codes[0 + side * 4] = codes[6 + side * 4] = Tissue::none;
  for (std::uint32_t y = 3; y < 6; ++y) codes[1 + side * y] = Tissue::tumour_cycling;
  const auto chosen = [&] {
    return push::drawn_way_out(Codes(l, codes).w, l.locate(SiteIndex{corpse}), 0).direction;
  };
  codes[0 + side * 3] = codes[0 + side * 5] = Tissue::tumour_cycling;  // (0, 4) is a notch: 5 of 8
  CHECK(chosen() == right);
  codes[0 + side * 3] = codes[0 + side * 5] = Tissue::none;  // and now outside: 3 of 8
  CHECK(chosen() == left);
  codes[6 + side * 4] = Tissue::stroma;
  codes[0 + side * 3] = codes[0 + side * 5] = Tissue::tumour_cycling;
  CHECK(chosen() == left);  // there is nothing else
}

TEST_CASE("Cells draw in, in their order, where a necrotic corpse is cleared", "[agents][push]") {
  auto m = pushing({8, 1, 1}, von_neumann, 5);
  m.tumour.division_per_day = 0;
  m.tumour.necrotic_clearance_per_day = 1e6;
  for (const bool shrinks : {true, false}) {
    m.tumour.necrotic_core_shrinks = shrinks;
    SimulationStart start;
    start.execution = default_parameters().execution;
    start.replicates.push_back({m, 1, 0, row("STTTTT..")});
    ReplicateState state = make_host_simulation(start, 1)->state(0);
    state.tissue[2] = Tissue::tumour_necrotic;
    state.tissue[4] = Tissue::tumour_apoptotic;  // is pushed and drawn in as any cell
    const std::int64_t corpse = static_cast<std::int64_t>(state.tumour.id[1]);
    start.replicates[0].state = std::make_shared<ReplicateState>(state);
    const auto simulation = make_host_simulation(start, 1);
    std::vector<std::int64_t> before = simulation->cells(0).cell_id;
    simulation->advance(1);
    const CellTable after = simulation->cells(0);
    std::erase(before, corpse);
    CHECK(after.cell_id == before);
    CHECK(sites_of(after, CellType::tumour) == (shrinks ? Sites{1, 2, 3, 4} : Sites{1, 3, 4, 5}));
    CHECK(after.state[3] == static_cast<std::uint8_t>(Tissue::tumour_apoptotic));
    CHECK(events(simulation->census()[0], Event::corpse_cleared) == 1);
  }
}
