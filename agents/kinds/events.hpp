// What the census counts between two of its rows. Integer counters, added to atomically where the event
// happens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

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
  treatment_death,  // tumour cells that a drug or radiation killed
  resected,         // tumour cells, live or dead, that surgery removed
  cd4_helper_death,
  treg_death,
  nk_death,
  macrophage_death,
  nk_kill,       // of the kills, those by NK cells
  phagocytosis,  // of the corpses cleared, those by macrophages
  cd4_helper_entry,
  treg_entry,
  nk_entry,
  macrophage_entry,
  stroma_depleted,   // stroma sites that a treatment emptied
  vessel_collapsed,  // sites
  vessel_sprouted,   // sites
  count
};
inline constexpr std::uint32_t event_kinds = static_cast<std::uint32_t>(Event::count);

/// What it is to the cells of a type, where every immune cell type has an event of that kind.
enum class Passage : std::uint8_t { none, entry, death };

struct EventRecord {
  Event event;
  const char* column;  // of the census
  Passage passage = Passage::none;
  CellType type = CellType::none;  // whose
};

inline constexpr EventRecord event_table[] = {
    {Event::tumour_birth, "births_tumour"},
    {Event::apoptosis, "deaths_apoptosis"},
    {Event::necrosis, "deaths_necrosis"},
    {Event::kill, "kills"},
    {Event::corpse_cleared, "corpses_cleared"},
    {Event::cd8_birth, "births_cd8"},
    {Event::cd8_death, "deaths_cd8", Passage::death, CellType::cd8_t_cell},
    {Event::cd8_entry, "entries_cd8", Passage::entry, CellType::cd8_t_cell},
    {Event::entry_refused, "entries_refused"},
    {Event::cd8_exhaustion, "exhaustions_cd8"},
    {Event::treatment_death, "deaths_treatment"},
    {Event::resected, "resected_tumour"},
    {Event::cd4_helper_death, "deaths_cd4_helper", Passage::death, CellType::cd4_helper},
    {Event::treg_death, "deaths_treg", Passage::death, CellType::treg},
    {Event::nk_death, "deaths_nk", Passage::death, CellType::nk},
    {Event::macrophage_death, "deaths_macrophage", Passage::death, CellType::macrophage},
    {Event::nk_kill, "kills_nk"},
    {Event::phagocytosis, "corpses_eaten"},
    {Event::cd4_helper_entry, "entries_cd4_helper", Passage::entry, CellType::cd4_helper},
    {Event::treg_entry, "entries_treg", Passage::entry, CellType::treg},
    {Event::nk_entry, "entries_nk", Passage::entry, CellType::nk},
    {Event::macrophage_entry, "entries_macrophage", Passage::entry, CellType::macrophage},
    {Event::stroma_depleted, "depleted_stroma"},
    {Event::vessel_collapsed, "vessels_collapsed"},
    {Event::vessel_sprouted, "vessels_sprouted"},
};

namespace kinds {

constexpr bool is_event_table_complete() {
  for (std::uint32_t e = 0; e < std::size(event_table); ++e)
    if (static_cast<std::uint32_t>(event_table[e].event) != e) return false;
  return std::size(event_table) == event_kinds;
}
static_assert(is_event_table_complete(),
              "each Event needs its record in event_table, in the order of the enum");

/// Has every immune cell type one event of this kind, and nobody else one?
constexpr bool each_immune_type_has(Passage passage) {
  for (const CellTypeRecord& record : cell_types) {
    int events = 0;
    for (const EventRecord& e : event_table) events += e.passage == passage && e.type == record.type;
    if (events != (record.layer() == Layer::immune)) return false;
  }
  return true;
}
static_assert(each_immune_type_has(Passage::death), "each immune CellType needs one event for its death");
static_assert(each_immune_type_has(Passage::entry), "each immune CellType needs one event for its entry");

constexpr CodeBytes events_by_type(Passage passage) {
  CodeBytes events;
  for (const EventRecord& e : event_table)
    if (e.passage == passage) events.set(e.type, e.event);
  return events;
}
inline constexpr CodeBytes death_of_type = events_by_type(Passage::death),
                           entry_of_type = events_by_type(Passage::entry);

}  // namespace kinds

/// What the death of an immune cell counts as.
TILSCAPE_HD constexpr Event death_of(CellType type) {
  constexpr CodeBytes events = kinds::death_of_type;
  return events.at<Event>(type);
}

/// What the entry of an immune cell counts as.
TILSCAPE_HD constexpr Event entry_of(CellType type) {
  constexpr CodeBytes events = kinds::entry_of_type;
  return events.at<Event>(type);
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

}  // namespace tilscape
