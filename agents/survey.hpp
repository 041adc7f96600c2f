// What surrounds each site, in one byte per site, so that no cell has to look at its 26 neighbours to learn
// that it is walled in.
#pragma once

#include <algorithm>

#include "agents/contest.hpp"

namespace tilscape {

/// The byte: solid neighbours (tumour, corpse, stroma) in the low bits, and whether a tumour daughter could
/// enter one of the neighbours.
namespace surroundings {
inline constexpr std::uint8_t solid_mask = 0x1f, room = 0x80;
}

TILSCAPE_HD constexpr bool is_solid(Tissue t) {
  return t != Tissue::none && t != Tissue::vessel;
}

namespace survey {

/// One site.
struct Site {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const Position p = w.lattice.locate(SiteIndex{i});
    const auto solid = [](std::uint8_t tissue, std::uint8_t) {
      return is_solid(static_cast<Tissue>(tissue));
    };
    const int solids = bits_set(directions_where(w.lattice, p, solid, w.tissue.data));
    const bool room = room_for_tumour(w, w.rules_at(p), p) != 0;
    w.surroundings[p.site] = static_cast<std::uint8_t>(solids | (room ? surroundings::room : 0));
  }
};

/// One row of sites, the same bytes: the host's way, sixteen times as fast as site by site. Rows around are
/// added up first, then three neighbours in x; solid neighbours are counted in the low four bits, free ones
/// in the high four.
struct Row {
  static constexpr std::uint32_t chunk = 512, lanes = 64;
  WorldView w;

  void operator()(std::uint32_t r) const {
    const Around around(w, r);
    for (std::uint32_t x = 0; x < w.lattice.nx; x += chunk)
      survey_chunk(around, x, std::min(chunk, w.lattice.nx - x));
  }

 private:
  /// The rows around and in row r that exist and hold neighbours, its own first.
  struct Around {
    const std::uint8_t *tissue[9], *immune[9];
    std::uint32_t count = 0;
    std::uint8_t immune_mask;  // 0 where daughters share a site with an immune cell
    std::uint8_t* out;

    Around(const WorldView& w, std::uint32_t r) {
      const Lattice& l = w.lattice;
      const Position p = l.locate(SiteIndex{r * l.nx});
      immune_mask = w.rules_at(p).shares_site ? 0x00 : 0xff;
      out = w.surroundings.data + p.site.value;
      add(w, p.site.value);
      const int reach_z = l.is_2d() ? 0 : 1;
      for (int dz = -reach_z; dz <= reach_z; ++dz)
        for (int dy = -1; dy <= 1; ++dy) {
          const int steps = (dy != 0) + (dz != 0);
          const std::uint32_t y = beside(l, p.y, dy, l.ny), z = beside(l, p.z, dz, l.nz);
          const bool counts = steps == 1 || (steps == 2 && l.neighbourhood == Neighbourhood::moore);
          if (counts && y < l.ny && z < l.nz) add(w, p.site.value - p.local.value + l.nx * (y + l.ny * z));
        }
    }
    void add(const WorldView& w, std::uint32_t start) {
      tissue[count] = reinterpret_cast<const std::uint8_t*>(w.tissue.data) + start;
      immune[count++] = reinterpret_cast<const std::uint8_t*>(w.immune.data) + start;
    }
  };

  /// One solid or free site as counts: solid ones in the low four bits, free ones in the high four.
  static std::uint8_t counts_of(std::uint8_t tissue, std::uint8_t immune, std::uint8_t immune_mask) {
    constexpr auto none = static_cast<std::uint8_t>(Tissue::none);
    constexpr auto vessel = static_cast<std::uint8_t>(Tissue::vessel);
    const std::uint8_t blocked = tissue | (immune & immune_mask);
    const std::uint8_t solid = tissue != none && tissue != vessel ? 1 : 0, free = blocked == 0 ? 16 : 0;
    return static_cast<std::uint8_t>(solid + free);
  }

  /// Adds n sites of a row to counts.
  static void add_row(const std::uint8_t* __restrict tissue, const std::uint8_t* __restrict immune,
                      std::uint8_t immune_mask, std::uint32_t n, std::uint8_t* __restrict counts) {
#pragma omp simd
    for (std::uint32_t j = 0; j < n; ++j)
      counts[j] = static_cast<std::uint8_t>(counts[j] + counts_of(tissue[j], immune[j], immune_mask));
  }

  /// The coordinate one step on, or one that is not below n behind a closed border.
  static std::uint32_t beside(const Lattice& l, std::uint32_t i, int step, std::uint32_t n) {
    const std::uint32_t to = i + static_cast<std::uint32_t>(step);
    if (to < n || l.boundary == Boundary::closed) return to;
    return step < 0 ? n - 1 : 0;
  }

  void survey_chunk(const Around& around, std::uint32_t x, std::uint32_t n) const {
    // Entry k is the site x + k − 1; the first and the last are the neighbours of the chunk.
    std::uint8_t all[chunk + 2 + lanes] = {},
                                 own[chunk + 2 + lanes] = {};  // the compiler may write whole vectors
    add_row(around.tissue[0] + x, around.immune[0] + x, around.immune_mask, n, own + 1);
    for (std::uint32_t row = 0; row < around.count; ++row)
      add_row(around.tissue[row] + x, around.immune[row] + x, around.immune_mask, n, all + 1);
    const auto add_end = [&](std::uint32_t k, std::uint32_t at) {
      if (at >= w.lattice.nx) return;
      own[k] = counts_of(around.tissue[0][at], around.immune[0][at], around.immune_mask);
      for (std::uint32_t row = 0; row < around.count; ++row)
        all[k] = static_cast<std::uint8_t>(
            all[k] + counts_of(around.tissue[row][at], around.immune[row][at], around.immune_mask));
    };
    add_end(0, beside(w.lattice, x, -1, w.lattice.nx));
    add_end(n + 1, beside(w.lattice, x + n - 1, 1, w.lattice.nx));
    combine(w.lattice.neighbourhood == Neighbourhood::moore ? all : own, all + 1, own + 1, n, around.out + x);
  }

  /// @param sides  counts from one site before the first to one behind the last: n + 2
  static void combine(const std::uint8_t* __restrict sides, const std::uint8_t* __restrict all,
                      const std::uint8_t* __restrict own, std::uint32_t n, std::uint8_t* __restrict out) {
#pragma omp simd
    for (std::uint32_t k = 0; k < n; ++k) {
      const std::uint8_t before = sides[k], middle = static_cast<std::uint8_t>(all[k] - own[k]),
                         behind = sides[k + 2];
      const std::uint8_t solids = static_cast<std::uint8_t>((before & 15) + (middle & 15) + (behind & 15));
      const std::uint8_t room = (before | middle | behind) & 0xf0 ? surroundings::room : 0;
      out[k] = static_cast<std::uint8_t>(solids + room);
    }
  }
};

}  // namespace survey

/// Needed before a phase that reads the surroundings, whenever codes have changed since the last time.
/// Test: tests/agents/survey_test.cpp
template <class Executor>
void survey_sites(Executor& executor, const WorldView& w) {
  const std::uint32_t sites = w.lattice.world_sites();
  if constexpr (Executor::on_host)
    executor.for_each(sites / w.lattice.nx, survey::Row{w});
  else
    executor.for_each(sites, survey::Site{w});
}

}  // namespace tilscape
