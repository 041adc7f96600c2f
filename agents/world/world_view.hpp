// What kernels see of the world: views by value, no ownership. Everything a phase may read or write is here.
#pragma once

#include <cstdint>

#include "agents/kinds/cell_types.hpp"
#include "agents/kinds/clones.hpp"
#include "agents/kinds/columns.hpp"
#include "agents/kinds/events.hpp"
#include "agents/kinds/purposes.hpp"
#include "agents/parameters/rule_parameters.hpp"
#include "agents/world/births.hpp"
#include "agents/world/body_view.hpp"
#include "agents/world/intent.hpp"
#include "core/execution/atomics.hpp"
#include "core/lattice/cell_id.hpp"
#include "core/lattice/lattice.hpp"
#include "core/random/random.hpp"

namespace tilscape {

/// Counters that the host reads together behind a phase, a cache line each. The first line hands out slots,
/// the next free one of each list: order does not matter to any result. The others, as many as the executor
/// says, count slots that lost their cell.
struct alignas(64) SlotCounters {
  std::uint32_t immune_cells = 0;  // advanced by entry
  std::uint32_t clones = 0;
  std::uint64_t freed[2] = {};  // tumour cells, immune cells
};
static_assert(sizeof(SlotCounters) == FreedSlots::stride * sizeof(std::uint64_t));

/// A lost conflict, or nothing to do.
inline constexpr std::uint8_t no_action = 0;

struct WorldView {
  Lattice lattice;
  Step step{0};
  const RuleParameters* rules = nullptr;          // [replicate]
  const std::uint64_t* replicate_keys = nullptr;  // [replicate]

  PlaneView<Tissue> tissue;
  PlaneView<Immune> immune;
  PlaneView<AgentIndex> tumour_at;       // valid where the tissue code is a tumour cell's
  PlaneView<AgentIndex> immune_at;       // valid where there is an immune cell
  std::uint32_t immune_states = 0;       // bit per Immune: may any cell of the world have it? World::expect()
  PlaneView<Intent> intent;              // of the cell of the phase's layer
  PlaneView<std::uint8_t> surroundings;  // agents/sites/survey.hpp
  PlaneView<std::uint32_t> bond_intent;  // bit d: wants the neighbour d; only with placement per_bond
  PlaneView<std::uint32_t> claim;        // agents/phases/push.hpp; only with placement push
  bool cores_shrink = false;             // of any replicate: agents/phases/draw_in.hpp
  PlaneView<float> field[field_count];   // no data: the field is off; read them by level()

  TumourColumns<ColumnPointer> tumour;
  ImmuneColumns<ColumnPointer> immune_cells;
  TumourScratch<ColumnPointer> tumour_scratch;
  ImmuneScratch<ColumnPointer> immune_scratch;
  const SiteIndex* vessels = nullptr;       // [vessel_count], ascending
  std::uint32_t* vessel_changes = nullptr;  // [vessel_count]; only where vessels come and go
  CloneRecord* clones = nullptr;
  SlotCounters* counters = nullptr;  // the first line
  Births tumour_births, immune_births;
  FreedSlots freed;
  EventCounts events;
  const EntryTable* entry = nullptr;   // [replicate]
  const BodyLevels* levels = nullptr;  // [replicate]; where drugs diffuse, of a site beside the blood
  const DrugAction* drugs = nullptr;   // [replicate]; null where all drugs are well mixed
  BodyCounts body_counts;

  /// Passes that only cells of some state have a part in are left out where there are none.
  TILSCAPE_HD bool may_hold(Immune state) const { return immune_states >> static_cast<int>(state) & 1; }
  /// Marks of the sites whose cell wants something, for passes over these alone.
  const std::uint8_t* wanting() const { return reinterpret_cast<const std::uint8_t*>(intent.data); }
  TILSCAPE_HD const RuleParameters& rules_at(const Position& p) const { return rules[p.replicate]; }
  /// A field at a site, in its unit; one that is off is the same everywhere.
  TILSCAPE_HD float level(FieldIndex f, SiteIndex s, std::uint32_t replicate) const {
    return field[f].data ? field[f][s] : rules[replicate].field_level[f];
  }
  /// What the body does to the cells of a site.
  TILSCAPE_HD BodyLevels body_at(SiteIndex s, std::uint32_t replicate) const {
    if (!drugs) return levels[replicate];
    return levels_at(drugs[replicate], {penetration(antibody_field, s), penetration(small_molecule_field, s)},
                     levels[replicate]);
  }
  /// Never above 1, as a numerical solution may be; of drugs that are well mixed 1.
  TILSCAPE_HD float penetration(FieldIndex f, SiteIndex s) const {
    return field[f].data && field[f][s] < 1 ? field[f][s] : 1.0f;
  }
  TILSCAPE_HD Draws draws(Purpose purpose, Layer layer) const {
    return {replicate_keys, step, static_cast<std::uint32_t>(purpose), static_cast<std::uint32_t>(layer)};
  }
  TILSCAPE_HD void count(Event event, std::uint32_t replicate, std::uint64_t n = 1) const {
    events.add(event, replicate, n);
  }
};

}  // namespace tilscape
