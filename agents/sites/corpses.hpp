// What becomes of a corpse, whoever clears it.
#pragma once

#include "agents/world/world_view.hpp"

namespace tilscape {

/// Its site is free, its slot empty. @param s  holds a corpse
TILSCAPE_HD inline void clear_corpse(const WorldView& w, SiteIndex s) {
  w.tissue[s] = Tissue::none;
  w.tumour.site[w.tumour_at[s]] = no_site;
  w.count(Event::corpse_cleared, w.lattice.replicate_of(s));
  w.freed.add_tumour();
}

}  // namespace tilscape
