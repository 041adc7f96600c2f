// New immune cells: what every way into the lattice has in common.
#pragma once

#include "agents/world/world_view.hpp"

namespace tilscape {

/// Puts an immune cell that has done nothing yet into slot `a` and on the free site p.
/// @param state     what it is; states that need a target or a history are for others to set
/// @param receptor  antigen class of a CD8 T cell; others have 0
TILSCAPE_HD inline void place_immune_cell(const WorldView& w, AgentIndex a, const Position& p, Immune state,
                                          std::uint8_t receptor, std::uint8_t heading, Birth birth) {
  w.immune_cells.site[a] = p.site;
  w.immune_cells.id[a] = make_id(w.step, p.local, static_cast<std::uint32_t>(birth));
  w.immune_cells.receptor[a] = receptor;
  w.immune_cells.heading[a] = heading;
  w.immune_cells.target[a] = nobody;
  w.immune_cells.divisions[a] = 0;
  w.immune_cells.kills[a] = 0;
  w.immune_cells.until[a] = w.step.value;
  w.immune_cells.recognised[a] = 0;
  w.immune_cells.divided[a] = w.step.value;
  w.immune_cells.pd1[a] = 0;
  w.immune_cells.exhaustion[a] = 0;
  w.immune[p.site] = state;
  w.immune_at[p.site] = a;
}

}  // namespace tilscape
