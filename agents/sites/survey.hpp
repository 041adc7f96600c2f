// What surrounds each site, in one byte per site, so that no cell has to look at its 26 neighbours to learn
// that it is walled in.
#pragma once

#include "agents/sites/contest.hpp"

namespace tilscape {

class HostExecutor;

/// The byte: solid neighbours (tumour, corpse, stroma) in the low bits, and whether a tumour daughter could
/// enter one of the neighbours. Until the next survey tumour turnover notes there which mothers won a site.
namespace surroundings {
inline constexpr std::uint8_t solid_mask = 0x1f, room = 0x80, won_site = 0x40;
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

}  // namespace survey

/// The same bytes, row by row in vectors: the host's way.
void survey_rows(HostExecutor& executor, const WorldView& w, bool tumour_rows_only);

/// Needed before a phase that reads the surroundings, whenever codes have changed since the last time.
/// Test: tests/agents/survey_test.cpp
/// @param tumour_rows_only  nobody asks about sites of rows without tumour cells: these may be left as they
/// are
template <class Executor>
void survey_sites(Executor& executor, const WorldView& w, bool tumour_rows_only) {
  if constexpr (Executor::on_host)
    survey_rows(executor, w, tumour_rows_only);
  else
    executor.for_each(w.lattice.world_sites(), survey::Site{w});
}

}  // namespace tilscape
