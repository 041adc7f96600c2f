// What surveillance notes of a tumour cell under attack, in a byte of its scratch: first whether somebody has
// engaged it, for those who may not share it; then, where that is no longer asked, its hits.
#pragma once

#include "agents/world/world_view.hpp"

namespace tilscape {

inline constexpr std::uint8_t taken_mark = 1;

TILSCAPE_HD inline void set_free(const WorldView& w, AgentIndex cell) {
  w.tumour_scratch.mark[cell] = 0;
}
TILSCAPE_HD inline void set_taken(const WorldView& w, AgentIndex cell) {
  w.tumour_scratch.mark[cell] = taken_mark;
}
TILSCAPE_HD inline bool is_taken(const WorldView& w, AgentIndex cell) {
  return w.tumour_scratch.mark[cell] == taken_mark;
}

/// The hits that count now, with those of this update.
TILSCAPE_HD inline void set_hits_with_these(const WorldView& w, AgentIndex cell, std::uint32_t hits) {
  w.tumour_scratch.mark[cell] = static_cast<std::uint8_t>(hits < 255 ? hits : 255);
}
TILSCAPE_HD inline std::uint8_t hits_with_these(const WorldView& w, AgentIndex cell) {
  return w.tumour_scratch.mark[cell];
}

}  // namespace tilscape
