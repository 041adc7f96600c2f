// The tumour as a scanner sees it: a mass in which it cannot tell tumour cells, corpses and the immune cells
// among them apart. A pass leaves three numbers per row of sites; volume and diameter follow from these.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agents/readouts/readouts.hpp"
#include "agents/world/world_view.hpp"

namespace tilscape {

/// What a row of sites (one y of one z) holds of the mass. first and last mean nothing where sites is 0.
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

/// A lane is a row; it writes its own extent.
struct Rows {
  WorldView w;
  RowExtent* extents;
  TILSCAPE_HD void operator()(std::uint32_t row) const {
    RowExtent e{0, 0, 0};
    const std::uint32_t first_site = row * w.lattice.nx;
    for (std::uint32_t x = 0; x < w.lattice.nx; ++x) {
      if (!is_in_mass(w, SiteIndex{first_site + x})) continue;
      if (e.sites++ == 0) e.first = x;
      e.last = x;
    }
    extents[row] = e;
  }
};

}  // namespace imaging

/// The greatest squared distance of two sites of the mass in one plane z, in spacings². Exact.
/// @param rows  of one replicate, [z][y]
std::uint64_t longest_distance2(std::span<const RowExtent> rows, std::uint32_t ny);

/// Volume: its sites, each a cube of one spacing (a 2-D lattice is one spacing thick). Longest diameter: from
/// outer edge to outer edge in one plane z, as RECIST 1.1 measures in the axial plane (Eisenhauer 2009,
/// doi:10.1016/j.ejca.2008.10.026); everything on the lattice is one lesion, and borders do not wrap.
ImagingReadout image(std::span<const RowExtent> rows, const Lattice& lattice);

}  // namespace tilscape
