// Where daughters go. Every live cell divides whenever it may (chance 1), so what each placement allows and
// forbids shows within one update.
#include <cmath>

#include "tests/agents/placement_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// A 3 × 3 lattice whose middle is a tumour cell and whose other sites are stroma but for `free`.
InitialTissue enclosed(const std::set<std::uint32_t>& free) {
  InitialTissue cells{{LocalSite{4}, CellType::tumour}};
  for (std::uint32_t s = 0; s < 9; ++s)
    if (s != 4 && !free.count(s)) cells.push_back({LocalSite{s}, CellType::stroma});
  return cells;
}

using Sites = std::set<std::uint32_t>;

}  // namespace

TEST_CASE("free_neighbour takes one of the free neighbours, each as often", "[agents][placement]") {
  const auto m = dividing(Placement::free_neighbour, {3, 3, 1}, Neighbourhood::moore);
  const auto count = outcomes(m, enclosed({0, 5}), 400);
  CHECK(count.size() == 2);
  check_share(count.at({0, 4}), 400, 0.5);
  check_share(count.at({4, 5}), 400, 0.5);
  CHECK(outcomes(m, enclosed({}), 10).at({4}) == 10);  // no room: no division
}

TEST_CASE("free_neighbour respects the neighbourhood", "[agents][placement]") {
  const auto m = dividing(Placement::free_neighbour, {3, 3, 1}, Neighbourhood::von_neumann);
  const auto count = outcomes(m, enclosed({0, 5}), 50);
  CHECK(count.size() == 1);
  CHECK(count.at({4, 5}) == 50);
}

TEST_CASE("random_neighbour gives up when the neighbour it picks is taken", "[agents][placement]") {
  const auto m = dividing(Placement::random_neighbour, {3, 3, 1}, Neighbourhood::moore);
  const auto count = outcomes(m, enclosed({0, 5}), 800);
  CHECK(count.size() == 3);
  check_share(count.at({0, 4}), 800, 1.0 / 8);
  check_share(count.at({4, 5}), 800, 1.0 / 8);
  check_share(count.at({4}), 800, 6.0 / 8);
}

TEST_CASE("per_bond fills every free neighbour with its own chance", "[agents][placement]") {
  auto m = dividing(Placement::per_bond, {3, 3, 1}, Neighbourhood::von_neumann);
  CHECK(outcomes(m, enclosed({1, 3, 5}), 20).at({1, 3, 4, 5}) == 20);
  m.tumour.division_per_day = 1440 * std::log(2.0);  // chance 1/2 per bond
  const auto count = outcomes(m, enclosed({1, 5}), 800);
  CHECK(count.size() == 4);
  for (const auto& [sites, n] : count) check_share(n, 800, 0.25);
}

TEST_CASE("per_bond takes a site from several sides with the chance of any of them", "[agents][placement]") {
  // The middle is free, its four neighbours are tumour cells, the corners stroma: 1 − (1 − 1/2)⁴.
  auto m = dividing(Placement::per_bond, {3, 3, 1}, Neighbourhood::von_neumann);
  m.tumour.division_per_day = 1440 * std::log(2.0);
  InitialTissue cells;
  for (const std::uint32_t s : {1u, 3u, 5u, 7u}) cells.push_back({LocalSite{s}, CellType::tumour});
  for (const std::uint32_t s : {0u, 2u, 6u, 8u}) cells.push_back({LocalSite{s}, CellType::stroma});
  const auto count = outcomes(m, cells, 800);
  check_share(count.at({1, 3, 4, 5, 7}), 800, 15.0 / 16);
  CHECK(count.at({1, 3, 5, 7}) + count.at({1, 3, 4, 5, 7}) == 800);
}

TEST_CASE("One of several mothers gets a contested site", "[agents][placement]") {
  // A row: tumour, free, tumour. Both want the middle; clones tell them apart.
  auto m = dividing(Placement::free_neighbour, {3, 1, 1}, Neighbourhood::von_neumann);
  m.mutation.passengers_per_daughter = 20;
  int left = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const auto simulation =
        simulation_of(m, {{LocalSite{0}, CellType::tumour}, {LocalSite{2}, CellType::tumour}}, seed);
    simulation->advance(1);
    const CellTable cells = simulation->cells(0);
    REQUIRE(cells.size() == 3);
    CHECK((cells.clone_id[0] != 0) != (cells.clone_id[2] != 0));  // one mother divided
    CHECK(cells.clone_id[1] != 0);
    left += cells.clone_id[0] != 0;
  }
  check_share(left, 400, 0.5);
}

TEST_CASE("anywhere reaches every free site as often, and no other", "[agents][placement]") {
  const auto m = dividing(Placement::anywhere, {4, 4, 1}, Neighbourhood::moore);
  InitialTissue cells{{LocalSite{0}, CellType::tumour}};
  for (std::uint32_t s = 1; s < 8; ++s) cells.push_back({LocalSite{s}, CellType::stroma});
  const auto count = outcomes(m, cells, 3000);
  // A free site follows the mother's in the keyed permutation, unless her cycle holds none: 1 in 9 times.
  for (std::uint32_t s = 8; s < 16; ++s) check_share(count.at({0, s}), 3000, 1.0 / 9);
  CHECK(count.size() == 9);
}

TEST_CASE("Daughters keep off T cells where sites are not shared", "[agents][placement]") {
  for (const Placement placement : {Placement::free_neighbour, Placement::random_neighbour,
                                    Placement::per_bond, Placement::anywhere, Placement::push}) {
    auto m = dividing(placement, {3, 3, 1}, Neighbourhood::moore);
    m.t_cell.speed_um_per_min = 0;
    InitialTissue cells = enclosed({0, 5});
    cells.push_back({LocalSite{5}, CellType::cd8_t_cell});
    const auto occupied = [&] {
      const auto simulation = simulation_of(m, cells);
      simulation->advance(60);
      return sites_of(simulation->cells(0), CellType::tumour);
    };
    m.immune.shares_site = false;
    CHECK(occupied() == Sites{0, 4});
    m.immune.shares_site = true;
    CHECK(occupied() == Sites{0, 4, 5});
  }
}
