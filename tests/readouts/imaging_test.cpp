// Volume and longest diameter of masses that can be measured by hand.
#include "agents/readouts/imaging.hpp"

#include <algorithm>
#include <array>
#include <random>

#include "tests/catch.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

namespace {

constexpr double site_mm3 = 1e-6, site_mm = 0.01;  // of 10 um sites

ImagingReadout image_of(const ModelParameters& m, const InitialTissue& tissue) {
  return *read(m, tissue).imaging;
}

}  // namespace

TEST_CASE("nothing on the lattice has no volume and no diameter", "[readouts][imaging]") {
  const ImagingReadout r = image_of(still_model({7, 5, 3}), {});
  CHECK(r.volume_mm3 == 0);
  CHECK(r.longest_diameter_mm == 0);
}

TEST_CASE("one cell is one site", "[readouts][imaging]") {
  const ImagingReadout r = image_of(still_model({9, 9, 1}), {{LocalSite{40}, CellType::tumour}});
  CHECK(r.volume_mm3 == Approx(site_mm3));
  CHECK(r.longest_diameter_mm == Approx(site_mm));
}

TEST_CASE("a ball has the volume of its sites and its own diameter", "[readouts][imaging]") {
  const ModelParameters m = still_model({21, 21, 21});
  InitialTissue tissue;
  place(tissue, m, CellType::tumour, [](int x, int y, int z) {
    return (x - 10) * (x - 10) + (y - 10) * (y - 10) + (z - 10) * (z - 10) <= 36;
  });
  const ImagingReadout r = image_of(m, tissue);
  CHECK(tissue.size() == 925);  // lattice points in a ball of radius 6
  CHECK(r.volume_mm3 == Approx(925 * site_mm3));
  CHECK(r.longest_diameter_mm == Approx(13 * site_mm));
}

TEST_CASE("a diameter lies in one plane z, and slants where the mass does", "[readouts][imaging]") {
  const ModelParameters m = still_model({20, 20, 20});
  InitialTissue tall;  // a rod along z is one site wide in every plane
  place(tall, m, CellType::tumour, [](int x, int y, int) { return x == 4 && y == 5; });
  CHECK(image_of(m, tall).longest_diameter_mm == Approx(site_mm));
  CHECK(image_of(m, tall).volume_mm3 == Approx(20 * site_mm3));
  InitialTissue slanted;  // (3, 2) to (3 + 8, 2 + 15) is 17 apart
  place(slanted, m, CellType::tumour,
        [](int x, int y, int z) { return z == 9 && ((x == 3 && y == 2) || (x == 11 && y == 17)); });
  ReadoutParameters coarse = all_readouts();
  coarse.resolution_um = 200;  // one voxel: both are of one mass
  CHECK(read(m, slanted, coarse).imaging->longest_diameter_mm == Approx(18 * site_mm));
}

TEST_CASE("a cell that strayed does not count to the diameter", "[readouts][imaging]") {
  const ModelParameters m = still_model({60, 40, 1});
  const auto is_disc = [](int x, int y) { return (x - 20) * (x - 20) + (y - 20) * (y - 20) <= 81; };
  InitialTissue disc, strayed;
  place(disc, m, CellType::tumour, [&](int x, int y, int) { return is_disc(x, y); });
  place(strayed, m, CellType::tumour,
        [&](int x, int y, int) { return is_disc(x, y) || (x == 20 + 9 + 20 && y == 20); });
  CHECK(image_of(m, disc).longest_diameter_mm == Approx(19 * site_mm));
  CHECK(image_of(m, strayed).longest_diameter_mm == Approx(19 * site_mm));
  CHECK(strayed.size() == disc.size() + 1);
  CHECK(image_of(m, strayed).volume_mm3 == Approx(static_cast<double>(strayed.size()) * site_mm3));
}

TEST_CASE("of several masses the largest is measured, of equals the first", "[readouts][imaging]") {
  const ModelParameters m = still_model({40, 40, 1});
  const auto diameter = [&](int long_side, int high_side) {
    InitialTissue tissue;  // a bar of `long_side` × 1 at the top, a square at the bottom
    place(tissue, m, CellType::tumour, [&](int x, int y, int) {
      return (y == 2 && x < long_side) || (y >= 30 && y < 30 + high_side && x < high_side);
    });
    return image_of(m, tissue).longest_diameter_mm / site_mm;
  };
  CHECK(diameter(24, 5) == Approx(std::sqrt(2.0 * 16) + 1));  // 25 sites against 24
  CHECK(diameter(26, 5) == Approx(26));
  CHECK(diameter(25, 5) == Approx(25));
}

TEST_CASE("parts hang together where their voxels touch", "[readouts][imaging]") {
  const ModelParameters m = still_model({41, 9, 1});
  const auto diameter = [&](int x_of_second, double resolution_um) {
    ReadoutParameters wanted = all_readouts();
    wanted.resolution_um = resolution_um;
    const InitialTissue tissue{{LocalSite{0}, CellType::tumour},
                               {LocalSite{static_cast<std::uint32_t>(x_of_second)}, CellType::tumour}};
    return read(m, tissue, wanted).imaging->longest_diameter_mm / site_mm;
  };
  CHECK(diameter(9, 50) == Approx(10));  // voxels of 5 sites: 0–4 and 5–9
  CHECK(diameter(10, 50) == Approx(1));
  CHECK(diameter(19, 100) == Approx(20));
  CHECK(diameter(20, 100) == Approx(1));
  CHECK(diameter(1, 1) == Approx(2));  // no voxel is smaller than a site
  CHECK(diameter(2, 1) == Approx(1));
  CHECK(diameter(40, 1e5) == Approx(41));
}

TEST_CASE("voxels touch by faces, edges and corners, and not across a border", "[readouts][imaging]") {
  ModelParameters m = still_model({20, 20, 20});
  m.lattice.boundary = Boundary::periodic;
  const auto parts = [&](std::array<int, 3> second) {
    InitialTissue tissue;  // three sites in the first voxel, and a fourth
    place(tissue, m, CellType::tumour, [&](int x, int y, int z) {
      return (z == 0 && y == 0 && x < 3) || (x == second[0] && y == second[1] && z == second[2]);
    });
    return image_of(m, tissue).longest_diameter_mm / site_mm;
  };
  CHECK(parts({4, 4, 0}) == Approx(std::sqrt(32.0) + 1));
  CHECK(parts({9, 9, 0}) == Approx(std::sqrt(162.0) + 1));
  CHECK(parts({9, 10, 0}) == Approx(3));
  CHECK(parts({19, 0, 0}) == Approx(3));  // beside it where borders wrap
}

TEST_CASE("the imaged volume is that of cells, corpses and what swells them", "[readouts][imaging]") {
  const ModelParameters m = still_model({20, 20, 1});
  InitialTissue tissue;
  place(tissue, m, CellType::tumour, [](int x, int y, int) { return x < 10 && y < 10; });
  place(tissue, m, CellType::cd8_t_cell, [](int x, int y, int) { return x < 3 && y == 4; });
  tissue.push_back({LocalSite{399}, CellType::nk});  // far away
  CHECK(image_of(m, tissue).imaged_volume_mm3 == Approx((100 * 2527.0 + 3 * 175.0) * 1e-9));
  ReadoutParameters wanted = all_readouts();
  wanted.oedema_um3_per_immune_cell = 1000;
  CHECK(read(m, tissue, wanted).imaging->imaged_volume_mm3 == Approx((100 * 2527.0 + 3 * 1175.0) * 1e-9));
}

TEST_CASE("corpses are imaged as live cells are", "[readouts][imaging]") {
  ModelParameters m = still_model({20, 20, 1});
  m.tumour.death_per_day = 24;
  m.tumour.apoptotic_clearance_h = 1e6;
  InitialTissue tissue;
  place(tissue, m, CellType::tumour, [](int x, int y, int) { return x < 10 && y < 10; });
  const auto simulation = simulation_of(m, tissue);
  const double before = simulation->read_out(all_readouts())[0].imaging->imaged_volume_mm3;
  simulation->advance(120);
  const CensusRow row = simulation->census()[0];
  const std::uint64_t corpses = row.tissue[static_cast<std::size_t>(Tissue::tumour_apoptotic)];
  REQUIRE(corpses > 20);
  const double births = static_cast<double>(events(row, Event::tumour_birth));
  CHECK(simulation->read_out(all_readouts())[0].imaging->imaged_volume_mm3 ==
        Approx(before + births * 2527e-9));
}

TEST_CASE("the longest distance is that of all pairs of sites", "[readouts][imaging]") {
  constexpr std::uint32_t nx = 37, ny = 23, nz = 4;
  std::mt19937 words(5);
  for (int round = 0; round < 40; ++round) {
    std::vector<RowExtent> rows(ny * nz, RowExtent{0, 0, 0});
    std::uint64_t longest = 0;
    std::array<std::vector<std::pair<int, int>>, nz> sites;
    for (int k = 0; k < 2 + round; ++k) {
      const std::uint32_t x = words() % nx, y = words() % ny, z = words() % nz;
      RowExtent& row = rows[y + ny * z];
      row.first = row.sites ? std::min(row.first, x) : x;
      row.last = row.sites ? std::max(row.last, x) : x;
      ++row.sites;
      sites[z].emplace_back(x, y);
    }
    for (const auto& plane : sites)
      for (const auto& [x, y] : plane)
        for (const auto& [u, v] : plane)
          longest = std::max<std::uint64_t>(longest, (x - u) * (x - u) + (y - v) * (y - v));
    CHECK(longest_distance2(rows, ny) == longest);
  }
}

TEST_CASE("immune cells among tumour cells are measured, those beside the tumour are not",
          "[readouts][imaging]") {
  const ModelParameters m = still_model({15, 15, 1});
  const auto is_disc = [](int x, int y) { return (x - 7) * (x - 7) + (y - 7) * (y - 7) <= 16; };
  const auto volume_with = [&](int cx, int cy) {
    InitialTissue tissue;
    place(tissue, m, CellType::tumour,
          [&](int x, int y, int) { return is_disc(x, y) && !(x == cx && y == cy); });
    tissue.push_back({LocalSite{static_cast<std::uint32_t>(cx + 15 * cy)}, CellType::cd8_t_cell});
    return image_of(m, tissue).volume_mm3;
  };
  constexpr double disc = 49;                            // lattice points in a disc of radius 4
  CHECK(volume_with(7, 7) == Approx(disc * site_mm3));   // in a hole: 8 of 8 neighbours are of the tumour
  CHECK(volume_with(7, 12) == Approx(disc * site_mm3));  // outside, above the tip: 1 of 8
  CHECK(volume_with(0, 0) == Approx(disc * site_mm3));   // far away
}

TEST_CASE("a T cell on a tumour cell is no second site", "[readouts][imaging]") {
  const ModelParameters m = still_model({9, 9, 1});
  const ImagingReadout r =
      image_of(m, {{LocalSite{40}, CellType::tumour}, {LocalSite{40}, CellType::cd8_t_cell}});
  CHECK(r.volume_mm3 == Approx(site_mm3));
}

TEST_CASE("half of the sites around are enough, one less is not", "[readouts][imaging]") {
  const ModelParameters m = still_model({9, 9, 1});
  const auto volume_of = [&](int tumour_cells, int t_cells) {  // around a T cell at (4, 4)
    InitialTissue tissue{{LocalSite{40}, CellType::cd8_t_cell}};
    const std::uint32_t around[] = {30, 31, 32, 39, 41, 48, 49, 50};
    for (int k = 0; k < tumour_cells; ++k) tissue.push_back({LocalSite{around[k]}, CellType::tumour});
    for (int k = tumour_cells; k < tumour_cells + t_cells; ++k)
      tissue.push_back({LocalSite{around[k]}, CellType::cd8_t_cell});
    return image_of(m, tissue).volume_mm3 / site_mm3;
  };
  CHECK(volume_of(3, 0) == Approx(3));
  CHECK(volume_of(4, 0) == Approx(5));
  CHECK(volume_of(0, 8) == 0);  // a cluster of T cells is no tumour
  CHECK(volume_of(8, 0) == Approx(9));
}
