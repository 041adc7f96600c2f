// What surrounds each site, in one byte per site, so that no cell has to look at its 26 neighbours to learn
// that it is walled in. A pass over sites that the compiler vectorises, one byte per lane.
#pragma once

#include "agents/world_view.hpp"

namespace tilscape {

/// The byte: solid neighbours (tumour, corpse, stroma) in the low bits, and whether a tumour daughter could
/// enter one of the neighbours.
namespace surroundings {
inline constexpr std::uint8_t solid_mask = 0x1f, room = 0x80;
}

TILSCAPE_HD constexpr bool is_solid(Tissue t) {
  return t != Tissue::none && t != Tissue::vessel;
}

/// Writes the surroundings of every site; reads tissue and immune codes. One row of sites per index.
struct SurveyKernel {
  /// The nine rows around and in a row of sites, and which of their sites count: the one at x, and those at
  /// x − 1 and x + 1. Rows outside a closed lattice count nothing.
  struct Row {
    const std::uint8_t *tissue[9], *immune[9];
    std::uint8_t middle[9], sides[9];
    std::uint8_t immune_mask;  // 0 where daughters share a site with an immune cell
    std::uint8_t* out;
  };
  WorldView w;

  TILSCAPE_HD std::uint32_t rows() const { return w.lattice.world_sites() / w.lattice.nx; }

  TILSCAPE_HD Row row(std::uint32_t r) const {
    const Lattice& l = w.lattice;
    const Position p = l.locate(SiteIndex{r * l.nx});
    const std::uint32_t own = p.site.value, first = own - p.local.value;
    const bool moore = l.neighbourhood == Neighbourhood::moore;
    Row row;
    for (int k = 0; k < 9; ++k) {
      const int dy = k % 3 - 1, dz = k / 3 - 1, steps = (dy != 0) + (dz != 0);
      const std::uint32_t y = wrapped(p.y, dy, l.ny), z = wrapped(p.z, dz, l.nz);
      const bool exists = y < l.ny && z < l.nz && (dz == 0 || !l.is_2d());
      const std::uint32_t start = exists ? first + l.nx * (y + l.ny * z) : own;
      row.tissue[k] = reinterpret_cast<const std::uint8_t*>(w.tissue.data) + start;
      row.immune[k] = reinterpret_cast<const std::uint8_t*>(w.immune.data) + start;
      row.middle[k] = exists && (moore ? steps > 0 : steps == 1);
      row.sides[k] = exists && (moore || steps == 0);
    }
    row.immune_mask = w.rules_at(p).shares_site ? 0x00 : 0xff;
    row.out = w.surroundings.data + own;
    return row;
  }

  TILSCAPE_HD void at(const Row& row, std::uint32_t x) const { write(row, x, x - 1, x + 1, 1, 1); }

  TILSCAPE_HD void edge(const Row& row, std::uint32_t x) const {
    const std::uint32_t before = wrapped(x, -1, w.lattice.nx), behind = wrapped(x, 1, w.lattice.nx);
    const bool has_before = before < w.lattice.nx, has_behind = behind < w.lattice.nx;
    write(row, x, has_before ? before : x, has_behind ? behind : x, has_before, has_behind);
  }

 private:
  /// The coordinate one step on, or one that is not below n behind a closed border.
  TILSCAPE_HD std::uint32_t wrapped(std::uint32_t i, int step, std::uint32_t n) const {
    const std::uint32_t to = i + static_cast<std::uint32_t>(step);
    if (to < n || w.lattice.boundary == Boundary::closed) return to;
    return step < 0 ? n - 1 : 0;
  }

  TILSCAPE_HD static void write(const Row& row, std::uint32_t x, std::uint32_t before, std::uint32_t behind,
                                std::uint8_t has_before, std::uint8_t has_behind) {
    std::uint8_t solid = 0, room = 0;
    TILSCAPE_UNROLL
    for (int k = 0; k < 9; ++k) {
      add(row, k, x, row.middle[k], solid, room);
      add(row, k, before, row.sides[k] & has_before, solid, room);
      add(row, k, behind, row.sides[k] & has_behind, solid, room);
    }
    row.out[x] = solid | static_cast<std::uint8_t>(room << 7);
  }

  TILSCAPE_HD static void add(const Row& row, int k, std::uint32_t x, std::uint8_t counts,
                              std::uint8_t& solid, std::uint8_t& room) {
    constexpr auto none = static_cast<std::uint8_t>(Tissue::none);
    constexpr auto vessel = static_cast<std::uint8_t>(Tissue::vessel);
    const std::uint8_t t = row.tissue[k][x];
    const std::uint8_t blocked = t | (row.immune[k][x] & row.immune_mask);
    const std::uint8_t is_solid = t != none && t != vessel ? 1 : 0, is_free = blocked == 0 ? 1 : 0;
    solid = static_cast<std::uint8_t>(solid + (is_solid & counts));
    room = static_cast<std::uint8_t>(room | (is_free & counts));
  }
};

/// Needed before a phase that reads the surroundings, whenever codes have changed since the last time.
template <class Executor>
void survey(Executor& executor, const WorldView& w) {
  const SurveyKernel kernel{w};
  executor.for_each_row(kernel.rows(), w.lattice.nx, kernel);
}

}  // namespace tilscape
