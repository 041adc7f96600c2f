// Where the CD8 T cells stand relative to the tumour: in its core, at its margin, or nowhere near. The
// lattice is cut into square tiles, as digital pathology cuts a section; a pass counts in each, the host
// looks at the counts.
#pragma once

#include <cstdint>
#include <span>

#include "agents/parameters/readout_parameters.hpp"
#include "agents/readouts/readouts.hpp"
#include "agents/world/world_view.hpp"

namespace tilscape {

/// Tiles of one replicate, [z][y][x]; those at the far border are cut off. A 2-D lattice has one layer.
struct TileGrid {
  std::uint32_t side = 1;  // sites
  std::uint32_t nx = 1, ny = 1, nz = 1;

  TILSCAPE_HD std::uint32_t count() const { return nx * ny * nz; }
};
TileGrid tile_grid_of(const Lattice& lattice, double tile_um);

/// visit(site) for every site of a tile of the world, [replicate][z][y][x].
template <class Visit>
TILSCAPE_HD void for_each_site_of_tile(const Lattice& l, const TileGrid& grid, std::uint32_t tile_of_world,
                                       const Visit& visit) {
  const std::uint32_t replicate = tile_of_world / grid.count(), tile = tile_of_world % grid.count();
  const std::uint32_t x0 = tile % grid.nx * grid.side, y0 = tile / grid.nx % grid.ny * grid.side,
                      z0 = tile / (grid.nx * grid.ny) * grid.side;
  for (std::uint32_t z = z0; z < z0 + grid.side && z < l.nz; ++z)
    for (std::uint32_t y = y0; y < y0 + grid.side && y < l.ny; ++y)
      for (std::uint32_t x = x0; x < x0 + grid.side && x < l.nx; ++x)
        visit(SiteIndex{replicate * l.sites() + x + l.nx * (y + l.ny * z)});
}

struct TileCounts {
  std::uint32_t sites, tumour, cd8;  // tumour: cells and corpses
};

namespace tiles {

/// A lane is a tile of the world, [replicate][z][y][x]; it writes its own counts.
struct Count {
  WorldView w;
  TileGrid grid;
  TileCounts* counts;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    TileCounts c{0, 0, 0};
    for_each_site_of_tile(w.lattice, grid, i, [&](SiteIndex s) {
      ++c.sites;
      c.tumour += is_tumour(w.tissue[s]);
      c.cd8 += is_cd8(w.immune[s]);
    });
    counts[i] = c;
  }
};

}  // namespace tiles

/// CD8 density of core and margin, and the immune phenotype. A tile is one of the tumour when tumour cells
/// and corpses fill enough of it; the margin is every tile that has one of the other kind beside it, the core
/// the rest of the tumour's. In 3-D a density is that of a section one spacing thick. There is no phenotype
/// without a core or a margin, nor where one of them is so small that a single CD8 T cell would decide.
/// desert: few CD8 in core and margin; inflamed: enough in the core, and not held at the margin; excluded:
/// enough at the margin, but few in the core, absolutely or relative to the margin.
/// Source: three patterns of Mariathasan 2018, doi:10.1038/nature25501, and of
/// doi:10.1038/s41374-021-00653-y, whose cut-offs are for other units; a margin as a band across the border:
/// Galon 2014, doi:10.1002/path.4287; tiles: Rasmusson 2020, PMC7600992. Test: tests/readouts/tiles_test.cpp
/// @param counts  of one replicate
InfiltrationReadout infiltration(std::span<const TileCounts> counts, const TileGrid& grid,
                                 const Lattice& lattice, const ReadoutParameters& parameters);

}  // namespace tilscape
