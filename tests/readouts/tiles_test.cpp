// CD8 densities of core and margin, and the phenotype, of tissue drawn tile by tile.
#include "agents/readouts/tiles.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

namespace {

constexpr int side = 5;  // sites of a tile of 50 um
constexpr double tile_mm2 = 0.05 * 0.05;
constexpr int tumour_from = 2, tumour_to = 5;  // tiles 2 to 5 of 9, along both axes

ReadoutParameters tiles_of_50() {
  ReadoutParameters p = all_readouts();
  p.tile_um = 50;
  p.cd8_per_mm2 = 150;
  return p;
}

bool is_tumour_tile(int i, int j) {
  return i >= tumour_from && i <= tumour_to && j >= tumour_from && j <= tumour_to;
}
bool is_core_tile(int i, int j) {
  return i > tumour_from && i < tumour_to && j > tumour_from && j < tumour_to;
}
bool is_margin_tile(int i, int j) {
  return i >= tumour_from - 1 && i <= tumour_to + 1 && j >= tumour_from - 1 && j <= tumour_to + 1 &&
         !is_core_tile(i, j);
}

/// 9 × 9 tiles, a square of 4 × 4 of them full of tumour cells: 4 core tiles and 32 of the margin.
/// @param in_core, in_margin, elsewhere  CD8 T cells in each such tile
InfiltrationReadout square_with(int in_core, int in_margin, int elsewhere) {
  const ModelParameters m = still_model({9 * side, 9 * side, 1});
  InitialTissue tissue;
  place(tissue, m, CellType::tumour, [](int x, int y, int) { return is_tumour_tile(x / side, y / side); });
  place(tissue, m, CellType::cd8_t_cell, [=](int x, int y, int) {
    const int i = x / side, j = y / side, place_in_tile = x % side + side * (y % side);
    return place_in_tile < (is_core_tile(i, j) ? in_core : is_margin_tile(i, j) ? in_margin : elsewhere);
  });
  return *read(m, tissue, tiles_of_50()).infiltration;
}

}  // namespace

TEST_CASE("densities are cells over the area of their tiles", "[readouts][tiles]") {
  const InfiltrationReadout r = square_with(3, 2, 7);
  CHECK(r.core_cd8_per_mm2 == Approx(3 / tile_mm2));
  CHECK(r.margin_cd8_per_mm2 == Approx(2 / tile_mm2));
}

TEST_CASE("desert, excluded, inflamed", "[readouts][tiles]") {
  CHECK(square_with(0, 0, 0).phenotype == Infiltration::desert);
  CHECK(square_with(0, 0, 9).phenotype == Infiltration::desert);  // T cells far away
  CHECK(square_with(0, 2, 0).phenotype == Infiltration::excluded);
  CHECK(square_with(3, 0, 0).phenotype == Infiltration::inflamed);
  CHECK(square_with(3, 3, 0).phenotype == Infiltration::inflamed);
  CHECK(square_with(1, 3, 0).phenotype == Infiltration::excluded);  // enough in the core, but held back
}

TEST_CASE("a core in which one T cell would decide has no phenotype", "[readouts][tiles]") {
  const Lattice lattice = make_lattice({5, 5, 1}, 50, Boundary::closed, Neighbourhood::moore);
  std::vector<TileCounts> counts(25, TileCounts{1, 0, 1});
  for (int k = 0; k < 25; ++k) counts[k].tumour = k % 5 > 0 && k % 5 < 4 && k / 5 > 0 && k / 5 < 4;
  ReadoutParameters p = tiles_of_50();
  p.cd8_per_mm2 = 401;  // the one core tile has 0.0025 mm2
  CHECK(infiltration(counts, {1, 5, 5, 1}, lattice, p).phenotype == Infiltration::desert);
  p.cd8_per_mm2 = 399;
  CHECK(infiltration(counts, {1, 5, 5, 1}, lattice, p).phenotype == Infiltration::none);
}

TEST_CASE("a tumour without a core has no phenotype", "[readouts][tiles]") {
  const ModelParameters m = still_model({45, 45, 1});
  InitialTissue tissue;
  place(tissue, m, CellType::tumour, [](int x, int y, int) { return x / side == 4 && y / side == 4; });
  const InfiltrationReadout r = *read(m, tissue, tiles_of_50()).infiltration;
  CHECK(std::isnan(r.core_cd8_per_mm2));
  CHECK(r.margin_cd8_per_mm2 == 0);
  CHECK(r.phenotype == Infiltration::none);
  CHECK(read(m, {}, tiles_of_50()).infiltration->phenotype == Infiltration::none);
}

TEST_CASE("a tile is the tumour's from its share on; cut-off tiles count their own sites",
          "[readouts][tiles]") {
  ModelParameters m = still_model({23, 12, 1});  // 5 × 3 tiles of 5 sites, the last ones 3 and 2 wide
  const TileGrid grid =
      tile_grid_of(make_lattice({23, 12, 1}, 10, Boundary::closed, Neighbourhood::moore), 50);
  CHECK(grid.side == 5);
  CHECK(grid.nx == 5);
  CHECK(grid.ny == 3);
  CHECK(grid.nz == 1);
  const Lattice lattice = make_lattice({5, 1, 1}, 50, Boundary::closed, Neighbourhood::moore);
  ReadoutParameters p = tiles_of_50();
  p.tumour_tile_share = 0.3;
  const TileGrid five{1, 5, 1, 1};
  std::vector<TileCounts> counts(5, TileCounts{10, 10, 1});
  CHECK(std::isnan(infiltration(counts, five, lattice, p).margin_cd8_per_mm2));  // all are tumour
  counts[4].tumour = 3;
  CHECK(std::isnan(infiltration(counts, five, lattice, p).margin_cd8_per_mm2));
  counts[4].tumour = 2;  // now two of five tiles are margin
  const InfiltrationReadout r = infiltration(counts, five, lattice, p);
  CHECK(r.margin_cd8_per_mm2 == Approx(2 / (20 * 0.05 * 0.05)));
  CHECK(r.core_cd8_per_mm2 == Approx(3 / (30 * 0.05 * 0.05)));
  const Lattice wrapped = make_lattice({5, 3, 1}, 50, Boundary::periodic, Neighbourhood::moore);
  CHECK(infiltration(counts, five, wrapped, p).core_cd8_per_mm2 == Approx(2 / (20 * 0.05 * 0.05)));
}

TEST_CASE("in 3-D a density is that of a section one spacing thick", "[readouts][tiles]") {
  const ModelParameters m = still_model({45, 45, 45});
  InitialTissue tissue;
  const auto inside = [](int k) { return k / side >= 2 && k / side <= 6; };
  place(tissue, m, CellType::tumour,
        [&](int x, int y, int z) { return inside(x) && inside(y) && inside(z); });
  place(tissue, m, CellType::cd8_t_cell, [](int x, int y, int z) { return z == 22 && x == 22 && y == 22; });
  const InfiltrationReadout r = *read(m, tissue, tiles_of_50()).infiltration;
  CHECK(r.core_cd8_per_mm2 == Approx(1 / (27 * 125 * 1e-4)));  // 27 tiles of 125 sites of 1e-4 mm2
}
