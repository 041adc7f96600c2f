// Step 1 of the cancer-immunity cycle: a dying tumour cell releases the antigens that its genome encodes,
// counted per class for the dendritic cells outside the lattice.
#pragma once

#include "agents/world/world_view.hpp"
#include "core/base/bits.hpp"

namespace tilscape {

/// @param is_immunogenic  the death carries danger signals: a kill, necrosis, chemotherapy or radiation, not
///                        apoptosis by itself. Source: Galluzzi 2017 on immunogenic cell death, from memory.
TILSCAPE_HD inline void release_antigens(const WorldView& w, AgentIndex cell, std::uint32_t replicate,
                                         bool is_immunogenic) {
  if (!w.body_counts.counts) return;
  const std::uint32_t first = is_immunogenic ? body_count::immunogenic_antigen : body_count::silent_antigen;
  for (std::uint64_t left = w.tumour.antigens[cell]; left; left &= left - 1)
    w.body_counts.add(first + static_cast<std::uint32_t>(nth_set_bit(left, 0)), replicate);
  w.body_counts.add(is_immunogenic ? body_count::immunogenic_deaths : body_count::silent_deaths, replicate);
}

}  // namespace tilscape
