// From positions in µm to sites: at most one cell per layer and site, the rest moved to the nearest free one.
// How many had to move is part of the result, because a lattice that is too coarse distorts the tissue.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "tools/tissue/tissue_formats.hpp"

namespace tilscape {

/// The 2-D lattice that covers a table: whole sites, its corner on a multiple of the spacing.
struct SectionGrid {
  double spacing_um = 0;
  double origin_x_um = 0, origin_y_um = 0;  // of the table's coordinates
  std::uint32_t nx = 0, ny = 0;

  std::uint32_t sites() const { return nx * ny; }
  double area_mm2() const { return 1e-6 * (nx * spacing_um) * (ny * spacing_um); }
  /// The centre of a column (or row) of sites, from the lattice's corner.
  double centre_um(std::uint32_t index) const { return (index + 0.5) * spacing_um; }
};

/// @throws InputError when the cells span more than 2²⁸ sites, or far more sites than there are cells
SectionGrid covering_grid(const TissueTable& table, double spacing_um);

/// What happened to the cells of one layer.
struct LayerPlacing {
  std::size_t placed = 0, displaced = 0, dropped = 0;
  std::vector<double>
      shifts_um;  // of the displaced cells, from their position to their site's centre; ascending
};

/// Cells on sites: the cell's index in the table's list, `vessel_here` or `nobody`. [y][x], x fastest.
struct PlacedTissue {
  static constexpr std::uint32_t nobody = 0xffffffffu;
  static constexpr std::uint32_t vessel_here = 0xfffffffeu;
  std::vector<std::uint32_t> tissue, immune;
  LayerPlacing tissue_layer, immune_layer;
  std::size_t vessels_wanted = 0, vessels_placed = 0;  // by the assumption, not from the table
};

/// Puts every cell on its site, in table order. One whose site is taken goes to the free site of its layer
/// whose centre is nearest to its position; of equally near ones the first row by row. One that finds none is
/// dropped. Test: tests/tools/tissue_placing_test.cpp
PlacedTissue place_cells(const TissueTable& table, const SectionGrid& grid);

bool has_vessels(const TissueTable& table);

/// Puts vessels on randomly chosen stroma sites, in the place of the stroma cells there. A table that has
/// vessels of its own keeps those alone. Assumption: vessels lie in stroma, uniformly (multiplex panels
/// seldom stain them).
void place_vessels(const TissueTable& table, const SectionGrid& grid, double vessels_per_mm2,
                   std::uint64_t seed, PlacedTissue& placed);

}  // namespace tilscape
