// The tumour as a scanner sees it: a mass in which it cannot tell tumour cells, corpses and the immune cells
// among them apart, at the resolution of its voxels. A pass counts in each tile; the host finds the lesion,
// the largest part that hangs together; a second pass leaves the extent of the lesion in each row of sites,
// from which its diameter follows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agents/parameters/readout_parameters.hpp"
#include "agents/readouts/readouts.hpp"
#include "agents/readouts/tiles.hpp"
#include "agents/world/world_view.hpp"

namespace tilscape {

/// What a tile holds of the mass: sites; tumour cells and corpses; immune cells.
struct TileMass {
  std::uint32_t sites, tumour, immune;
};

/// What a row of sites (one y of one z) holds of the lesion. first and last mean nothing where sites is 0.
struct RowExtent {
  std::uint32_t sites, first, last;
};

namespace imaging {

/// Does a site belong to the mass? Every tumour cell and corpse does. So does an immune cell beside one of
/// them when at least half of the sites around it hold tumour cells, corpses or immune cells: what stands
/// among tumour cells counts, what passes by does not. Free sites, stroma and vessels never count.
/// assumption: after the pseudoprogression of infiltrated lesions, which CT measures with their immune cells
/// (Seymour 2017, iRECIST, doi:10.1016/S1470-2045(17)30074-8, from memory). Test:
/// tests/readouts/imaging_test.cpp
TILSCAPE_HD inline bool is_in_mass(const WorldView& w, SiteIndex s) {
  if (is_tumour(w.tissue[s])) return true;
  if (!is_immune_cell(w.immune[s])) return false;
  const Position p = w.lattice.locate(s);
  std::uint32_t around = 0, filled = 0;
  bool touches = false;
  for (std::uint32_t d = 0; d < w.lattice.neighbour_count; ++d) {
    const SiteIndex neighbour = w.lattice.neighbour(p, d);
    if (neighbour == no_site) continue;
    const bool tumour = is_tumour(w.tissue[neighbour]);
    touches |= tumour;
    filled += tumour || is_immune_cell(w.immune[neighbour]);
    ++around;
  }
  return touches && 2 * filled >= around;
}

/// A lane is a tile of the world; it writes what this holds.
struct Tiles {
  WorldView w;
  TileGrid grid;
  TileMass* masses;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    TileMass m{0, 0, 0};
    for_each_site_of_tile(w.lattice, grid, i, [&](SiteIndex s) {
      if (!is_in_mass(w, s)) return;
      ++m.sites;
      m.tumour += is_tumour(w.tissue[s]);
      m.immune += is_immune_cell(w.immune[s]);
    });
    masses[i] = m;
  }
};

/// A lane is a row of sites of the world; it writes its own extent.
struct Rows {
  WorldView w;
  TileGrid grid;
  const std::uint8_t* is_lesion;  // [replicate][tile]
  RowExtent* extents;
  TILSCAPE_HD void operator()(std::uint32_t row) const {
    const Lattice& l = w.lattice;
    const std::uint32_t y = row % l.ny, z = row / l.ny % l.nz, replicate = row / (l.ny * l.nz);
    const std::uint8_t* of_row = is_lesion + std::size_t{replicate} * grid.count() +
                                 grid.nx * (y / grid.side + grid.ny * (z / grid.side));
    RowExtent e{0, 0, 0};
    for (std::uint32_t tile = 0; tile < grid.nx; ++tile) {
      if (!of_row[tile]) continue;
      for (std::uint32_t x = tile * grid.side; x < (tile + 1) * grid.side && x < l.nx; ++x) {
        if (!is_in_mass(w, SiteIndex{row * l.nx + x})) continue;
        if (e.sites++ == 0) e.first = x;
        e.last = x;
      }
    }
    extents[row] = e;
  }
};

}  // namespace imaging

/// The tiles of the lesion, 1 each, the others 0: of the parts that hang together tile by tile (8 or 26
/// neighbours, borders do not wrap) the one with the most sites of the mass, among equals the first. A cell
/// that strayed farther than a tile is no part of it.
/// @param masses  of one replicate
std::vector<std::uint8_t> lesion_tiles(std::span<const TileMass> masses, const TileGrid& grid);

/// The greatest squared distance of two sites of the lesion in one plane z, in spacings². Exact.
/// @param rows  of one replicate, [z][y]
std::uint64_t longest_distance2(std::span<const RowExtent> rows, std::uint32_t ny);

/// Volume: the sites of all of the mass, each a cube of one spacing (a 2-D lattice is one spacing thick).
/// Imaged volume: what its cells take up, live and dead, with the fluid that comes with immune cells. Source
/// of the cells' volumes: balls of 16.9 and 6.94 µm across, HanwenWang95/QSPIO-TNBC, parameters_NSCLC.m.
/// Longest diameter: of the lesion, from outer edge to outer edge in one plane z, as RECIST 1.1 measures in
/// the axial plane (Eisenhauer 2009, doi:10.1016/j.ejca.2008.10.026).
/// @param masses, rows  of one replicate
ImagingReadout image(std::span<const TileMass> masses, std::span<const RowExtent> rows,
                     const Lattice& lattice, const ReadoutParameters& parameters);

}  // namespace tilscape
