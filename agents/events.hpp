// What the census counts between two of its rows. Integer counters, added to atomically where the event
// happens.
#pragma once

#include <cstdint>

namespace tilscape {

enum class Event : std::uint32_t {
  tumour_birth = 0,
  apoptosis,
  necrosis,
  kill,
  corpse_cleared,
  t_cell_birth,
  t_cell_death,
  t_cell_entry,
  t_cell_entry_refused,  // found no free site: it stays in the blood
  t_cell_exhausted,
  count
};
inline constexpr std::uint32_t event_kinds = static_cast<std::uint32_t>(Event::count);

inline constexpr const char* event_names[event_kinds] = {
    "births_tumour",       "deaths_apoptosis", "deaths_necrosis", "kills",
    "corpses_cleared",     "births_cd8",       "deaths_cd8",      "entries_cd8",
    "entries_refused_cd8", "exhaustions_cd8"};

}  // namespace tilscape
