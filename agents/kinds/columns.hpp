// The columns of each population, in one list per cell type: memory, re-sorting, digest and output all walk
// it. `Store` is Buffer for the owner, ColumnPointer for the view that kernels get, and
// HostColumn for copies on the host.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "core/base/types.hpp"
#include "core/execution/memory.hpp"

namespace tilscape {

template <class T>
using ColumnPointer = ColumnView<T>;
template <class T>
using HostColumn = std::vector<T>;

/// one(a, b) for each pair of columns of two sets that list the same ones.
template <class A, class B, class Function>
void for_each_pair(A&& a, B&& b, const Function& one) {
  std::apply([&](auto&... x) { std::apply([&](auto&... y) { (one(x, y), ...); }, b.columns()); },
             a.columns());
}

/// A column's name, as digest and files use it, and its neutral value: what a cell has that never used the
/// column.
struct ColumnInfo {
  const char* name;
  double neutral;
};

/// Tumour cells and their corpses, 43 bytes each. The state is at the site (agents/kinds/cell_types.hpp), not
/// here.
template <template <class> class Store>
struct TumourColumns {
  Store<SiteIndex> site;          // no_site: the slot is empty
  Store<std::uint64_t> id;        // core/lattice/cell_id.hpp
  Store<std::uint64_t> clone;     // id of the clone's record; 0 for founders
  Store<std::uint64_t> antigens;  // bit k: the genome encodes antigen class k
  Store<std::uint16_t> genotype;  // bits of namespace genotype
  Store<std::uint8_t> hits;       // at the time of the last one
  Store<std::uint32_t> last_hit;  // step
  Store<float> pdl1;              // relative to baseline
  Store<float> mhc1;              // 0–1

  auto columns() { return list(*this); }
  auto columns() const { return list(*this); }
  template <class Self>
  static auto list(Self& c) {
    return std::tie(c.site, c.id, c.clone, c.antigens, c.genotype, c.hits, c.last_hit, c.pdl1, c.mhc1);
  }
  static constexpr ColumnInfo info[] = {{"site", 0},     {"id", 0},       {"clone", 0},
                                        {"antigens", 0}, {"genotype", 0}, {"hits", 0},
                                        {"last_hit", 0}, {"pdl1", 1},     {"mhc1", 1}};
};

/// Immune cells of every type, 40 bytes each.
template <template <class> class Store>
struct ImmuneColumns {
  Store<SiteIndex> site;
  Store<std::uint64_t> id;
  Store<std::uint8_t> receptor;  // of a CD8 T cell: antigen class it recognises
  Store<std::uint8_t> heading;   // direction of its walk
  Store<std::uint8_t> target;    // engaged with (Target in agents/world/intent.hpp)
  Store<std::uint8_t> divisions;
  Store<std::uint32_t> kills;
  Store<std::uint32_t> until;       // step at which the engagement, or the refractory time after it, ends
  Store<std::uint32_t> recognised;  // step of the last recognition; 0: never
  Store<std::uint32_t> divided;     // step of the last division; before it, of the first recognition
  Store<float> pd1;                 // 0–1
  Store<float> exhaustion;          // 0–1; exhausted at 1

  auto columns() { return list(*this); }
  auto columns() const { return list(*this); }
  template <class Self>
  static auto list(Self& c) {
    return std::tie(c.site, c.id, c.receptor, c.heading, c.target, c.divisions, c.kills, c.until,
                    c.recognised, c.divided, c.pd1, c.exhaustion);
  }
  static constexpr ColumnInfo info[] = {
      {"site", 0},  {"id", 0},    {"receptor", 0},   {"heading", 0}, {"target", 0}, {"divisions", 0},
      {"kills", 0}, {"until", 0}, {"recognised", 0}, {"divided", 0}, {"pd1", 0},    {"exhaustion", 0}};
};

/// Between the passes of one phase; carries nothing from step to step.
template <template <class> class Store>
struct TumourScratch {
  Store<std::uint8_t> mark;         // agents/sites/mark.hpp
  Store<std::uint64_t> spare;       // placement::Won where it may be several sites; of a re-sort
  Store<AgentIndex> previous_slot;  // of a re-sort

  auto columns() { return list(*this); }
  auto columns() const { return list(*this); }
  template <class Self>
  static auto list(Self& c) {
    return std::tie(c.mark, c.spare, c.previous_slot);
  }
};

template <template <class> class Store>
struct ImmuneScratch {
  Store<std::uint8_t> action;       // 0 outside a phase
  Store<std::uint64_t> spare;       // Aim (agents/sites/aim.hpp), shuffle::Landing; of a re-sort
  Store<AgentIndex> previous_slot;  // of a re-sort

  auto columns() { return list(*this); }
  auto columns() const { return list(*this); }
  template <class Self>
  static auto list(Self& c) {
    return std::tie(c.action, c.spare, c.previous_slot);
  }
};

}  // namespace tilscape
