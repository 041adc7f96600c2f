// What the census counts between two of its rows. Integer counters, added to atomically where the event
// happens.
#pragma once

#include <cstddef>
#include <cstdint>

#include "agents/kinds/cell_types.hpp"
#include "core/execution/atomics.hpp"

namespace tilscape {

enum class Event : std::uint32_t {
  tumour_birth = 0,
  apoptosis,
  necrosis,
  kill,
  corpse_cleared,
  cd8_birth,
  cd8_death,
  cd8_entry,
  entry_refused,  // of any immune cell: found no way in, and stays in the blood
  cd8_exhaustion,
  treatment_death,   // tumour cells that a drug or radiation killed
  resected,          // tumour cells, live or dead, that surgery removed
  cd4_helper_death,  // this and the next three in the order of CellType
  treg_death,
  nk_death,
  macrophage_death,
  nk_kill,           // of the kills, those by NK cells
  phagocytosis,      // of the corpses cleared, those by macrophages
  cd4_helper_entry,  // this and the next three in the order of CellType
  treg_entry,
  nk_entry,
  macrophage_entry,
  stroma_depleted,   // stroma sites that a treatment emptied
  vessel_collapsed,  // sites
  vessel_sprouted,   // sites
  count
};
inline constexpr std::uint32_t event_kinds = static_cast<std::uint32_t>(Event::count);

/// What the death of an immune cell counts as.
TILSCAPE_HD constexpr Event death_of(CellType type) {
  if (type == CellType::cd8_t_cell) return Event::cd8_death;
  return static_cast<Event>(static_cast<std::uint32_t>(Event::cd4_helper_death) + walker_index(type));
}

/// What the entry of an immune cell counts as.
TILSCAPE_HD constexpr Event entry_of(CellType type) {
  if (type == CellType::cd8_t_cell) return Event::cd8_entry;
  return static_cast<Event>(static_cast<std::uint32_t>(Event::cd4_helper_entry) + walker_index(type));
}

/// Counters of all replicates, a copy for each thread of the host (core/execution/atomics.hpp) or so:
/// [copy][stride], in each [replicate][event_kinds] and padding to whole cache lines. Their sum counts.
struct EventCounts {
  std::uint64_t* counts = nullptr;
  std::uint32_t copies = 1, stride = 0;

  static constexpr std::uint32_t stride_of(std::uint32_t replicates) {
    constexpr std::uint32_t line = 8;
    return (replicates * event_kinds + line - 1) / line * line;
  }
  TILSCAPE_HD void add(Event event, std::uint32_t replicate, std::uint64_t n) const {
    add_to_copy(counts + replicate * event_kinds + static_cast<std::uint32_t>(event), copies, stride, n);
  }
};

inline constexpr const char* event_names[event_kinds] = {
    "births_tumour",     "deaths_apoptosis",   "deaths_necrosis",    "kills",
    "corpses_cleared",   "births_cd8",         "deaths_cd8",         "entries_cd8",
    "entries_refused",   "exhaustions_cd8",    "deaths_treatment",   "resected_tumour",
    "deaths_cd4_helper", "deaths_treg",        "deaths_nk",          "deaths_macrophage",
    "kills_nk",          "corpses_eaten",      "entries_cd4_helper", "entries_treg",
    "entries_nk",        "entries_macrophage", "depleted_stroma",    "vessels_collapsed",
    "vessels_sprouted"};

}  // namespace tilscape
