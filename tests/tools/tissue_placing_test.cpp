// Placement on lattices small enough to check by hand.
#include "tools/tissue/tissue_placing.hpp"

#include <algorithm>
#include <cmath>

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t nobody = PlacedTissue::nobody;

TissueTable table_of(std::vector<TableCell> cells) {
  TissueTable table;
  table.path = "t.csv";
  table.cells = std::move(cells);
  for (const TableCell& cell : table.cells) table.box.include(cell.x_um, cell.y_um);
  return table;
}

TableCell cell_at(double x_um, double y_um, CellType type = CellType::tumour) {
  return {x_um, y_um, type, NAN, NAN, 2};
}

SectionGrid grid_of(std::uint32_t nx, std::uint32_t ny) {
  SectionGrid grid;
  grid.spacing_um = 10;
  grid.nx = nx;
  grid.ny = ny;
  return grid;
}

/// Stroma in the middle of every site.
TissueTable full_stroma(const SectionGrid& grid) {
  std::vector<TableCell> cells;
  for (std::uint32_t y = 0; y < grid.ny; ++y)
    for (std::uint32_t x = 0; x < grid.nx; ++x)
      cells.push_back(cell_at(grid.centre_um(x), grid.centre_um(y), CellType::stroma));
  return table_of(std::move(cells));
}

}  // namespace

TEST_CASE("the grid covers all cells with whole sites and starts at a multiple of the spacing") {
  const SectionGrid grid = covering_grid(table_of({cell_at(8, 6.5), cell_at(926, 692.5)}), 10);
  CHECK(grid.nx == 93);
  CHECK(grid.ny == 70);
  CHECK(grid.origin_x_um == 0);
  CHECK(grid.area_mm2() == Approx(0.651));
  const SectionGrid shifted = covering_grid(table_of({cell_at(-5, 1204), cell_at(20, 1209.9)}), 10);
  CHECK(shifted.origin_x_um == -10);
  CHECK(shifted.nx == 4);  // −10, 0, 10, 20
  CHECK(shifted.origin_y_um == 1200);
  CHECK(shifted.ny == 1);
}

TEST_CASE("a span that no slide has is refused") {
  CHECK_THAT(input_error([] {
               covering_grid(table_of({cell_at(0, 0), cell_at(1e9, 1e9)}), 10);
             }),
             contains("is um_per_unit right?"));
  CHECK_THAT(input_error([] {
               covering_grid(table_of({cell_at(0, 0), cell_at(HUGE_VAL, 1)}), 10);
             }),
             contains("is um_per_unit right?"));
}

TEST_CASE("a few cells far apart are refused before their lattice takes memory") {
  const double side_um = 10 * 12000;  // below 2^28 sites, but 7e7 of them to a cell
  CHECK_THAT(input_error([&] {
               covering_grid(table_of({cell_at(0, 0), cell_at(side_um, side_um)}), 10);
             }),
             contains("2 cells span 120000 x 120000 um"));
  CHECK(covering_grid(table_of({cell_at(0, 0), cell_at(10000, 10000)}), 10).nx == 1001);
}

TEST_CASE("cells keep their sites; a T cell shares one with a tumour cell") {
  const TissueTable table = table_of({cell_at(5, 5), cell_at(25, 5), cell_at(6, 6, CellType::cd8_t_cell)});
  const PlacedTissue placed = place_cells(table, grid_of(3, 1));
  CHECK(placed.tissue == std::vector<std::uint32_t>{0, nobody, 1});
  CHECK(placed.immune == std::vector<std::uint32_t>{2, nobody, nobody});
  CHECK(placed.tissue_layer.displaced == 0);
  CHECK(placed.immune_layer.placed == 1);
}

TEST_CASE("the second cell of a site takes the nearest free site, and nobody is driven from home") {
  // Cell 1 shares site 1 with cell 0 and is nearest to site 2, but cell 2 lives there: site 0 is next.
  const TissueTable table = table_of({cell_at(15, 5), cell_at(18, 5), cell_at(25, 5)});
  const PlacedTissue placed = place_cells(table, grid_of(4, 1));
  CHECK(placed.tissue == std::vector<std::uint32_t>{1, 0, 2, nobody});
  CHECK(placed.tissue_layer.displaced == 1);
  REQUIRE(placed.tissue_layer.shifts_um.size() == 1);
  CHECK(placed.tissue_layer.shifts_um[0] == Approx(13));  // from 18 to 5
}

TEST_CASE("of equally near sites the first row by row is taken") {
  const TissueTable table = table_of({cell_at(15, 15), cell_at(15, 15)});
  const PlacedTissue placed = place_cells(table, grid_of(3, 3));
  CHECK(placed.tissue[1] == 1);  // above; left, right and below are as near
  CHECK(placed.tissue[4] == 0);
}

TEST_CASE("a position on the border of two sites is equally far from both") {
  TissueTable table = table_of({cell_at(25, 25), cell_at(20, 20), cell_at(20, 20)});
  const PlacedTissue placed = place_cells(table, grid_of(4, 4));
  CHECK(placed.tissue[2 + 4 * 2] == 0);
  CHECK(placed.tissue[1 + 4 * 1] == 1);  // of the three that touch (20, 20)
  CHECK(placed.tissue[2 + 4 * 1] == 2);
}

TEST_CASE("many cells of one site fill a disc around it, in rows of more than 64 sites") {
  const SectionGrid grid = grid_of(200, 200);
  const TissueTable table = table_of(std::vector<TableCell>(20000, cell_at(1005, 1005)));
  const PlacedTissue placed = place_cells(table, grid);
  double farthest_taken = 0, nearest_free = 1e9;
  for (std::uint32_t site = 0; site < grid.sites(); ++site) {
    const double away = std::hypot(grid.centre_um(site % 200) - 1005, grid.centre_um(site / 200) - 1005);
    double& border = placed.tissue[site] == nobody ? nearest_free : farthest_taken;
    border = placed.tissue[site] == nobody ? std::min(border, away) : std::max(border, away);
  }
  CHECK(farthest_taken <= nearest_free);
  CHECK(placed.tissue_layer.displaced == 19999);
}

TEST_CASE("a nearer site on an outer ring beats a diagonal one on an inner ring") {
  // From (15, 15) the diagonal sites of ring 3 are 42 um away, the middle ones of ring 4 only 40 um.
  const SectionGrid grid = grid_of(9, 9);
  TissueTable table = table_of({});
  for (std::uint32_t site = 0; site < grid.sites(); ++site) {
    const int dx = static_cast<int>(site % 9) - 4, dy = static_cast<int>(site / 9) - 4;
    const bool left_free = (std::abs(dx) == 3 && std::abs(dy) == 3) || (dx == 4 && dy == 0);
    if (!left_free) table.cells.push_back(cell_at(grid.centre_um(site % 9), grid.centre_um(site / 9)));
  }
  table.cells.push_back(cell_at(45, 45));
  const PlacedTissue placed = place_cells(table, grid);
  CHECK(placed.tissue[8 + 9 * 4] == table.cells.size() - 1);
  CHECK(placed.tissue_layer.shifts_um[0] == Approx(40));
}

TEST_CASE("cells that find no free site are dropped and counted") {
  const TissueTable table = table_of({cell_at(5, 5), cell_at(5, 5), cell_at(5, 5), cell_at(15, 5)});
  const PlacedTissue placed = place_cells(table, grid_of(2, 1));
  CHECK(placed.tissue == std::vector<std::uint32_t>{0, 3});
  CHECK(placed.tissue_layer.dropped == 2);
  CHECK(placed.tissue_layer.displaced == 0);
}

TEST_CASE("vessels replace stroma, as many as the density says, chosen by the seed") {
  const SectionGrid grid = grid_of(100, 100);  // 1 mm²
  const TissueTable table = full_stroma(grid);
  const auto vessel_sites = [&](std::uint64_t seed) {
    PlacedTissue placed = place_cells(table, grid);
    place_vessels(table, grid, 15, seed, placed);
    CHECK(placed.vessels_placed == 15);
    std::vector<std::uint32_t> sites;
    for (std::uint32_t s = 0; s < grid.sites(); ++s)
      if (placed.tissue[s] == PlacedTissue::vessel_here) sites.push_back(s);
    return sites;
  };
  CHECK(vessel_sites(1).size() == 15);
  CHECK(vessel_sites(1) == vessel_sites(1));
  CHECK(vessel_sites(1) != vessel_sites(2));
}

TEST_CASE("vessels never replace tumour, and a lack of stroma is counted") {
  const SectionGrid grid = grid_of(100, 100);
  TissueTable table = full_stroma(grid);
  for (std::size_t i = 3; i < table.cells.size(); ++i) table.cells[i].type = CellType::tumour;
  PlacedTissue placed = place_cells(table, grid);
  place_vessels(table, grid, 15, 1, placed);
  CHECK(placed.vessels_wanted == 15);
  CHECK(placed.vessels_placed == 3);
  CHECK(std::count(placed.tissue.begin(), placed.tissue.end(), PlacedTissue::vessel_here) == 3);
  CHECK(placed.tissue[3] == 3);
}

TEST_CASE("a table with vessels of its own keeps those alone") {
  const SectionGrid grid = grid_of(100, 100);
  TissueTable table = full_stroma(grid);
  table.cells[7].type = CellType::vessel;
  PlacedTissue placed = place_cells(table, grid);
  place_vessels(table, grid, 15, 1, placed);
  CHECK(placed.vessels_wanted == 0);
  CHECK(placed.tissue[7] == 7);
}
