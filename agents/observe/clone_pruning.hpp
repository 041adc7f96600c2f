// Extinct clones leave memory, so that it follows living diversity. A clone is extinct when no cell, corpses
// included, belongs to it or to a descendant. Those that were reported stand in the clone log on disk;
// nothing in a simulation reads them again but the digest and the census, for which their sum and number are
// kept.
#pragma once

#include <algorithm>
#include <vector>

#include "agents/observe/digest.hpp"
#include "agents/world/sorted_clones.hpp"

namespace tilscape {

/// Marks the clones of all cells; a lane is a tumour cell's slot. Every writer writes the same.
struct MarkCarried {
  WorldView w;
  SortedClones clones;
  std::uint32_t* extinct;  // [clone]
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.tumour.site[a];
    if (s == no_site || w.tumour.clone[a] == 0) return;
    const CloneRecord* record = clones.find(w.lattice.replicate_of(s), w.tumour.clone[a]);
    if (record) atomic_min(extinct + (record - clones.sorted), 0u);
  }
};

/// A clone with a descendant is not extinct either: children have the greater ids.
inline void spare_ancestors(const SortedClones& clones, std::vector<std::uint32_t>& extinct) {
  for (std::uint32_t k = clones.count; k-- > 0;) {
    const CloneRecord& record = clones.sorted[k];
    if (extinct[k] || record.parent == 0) continue;
    if (const CloneRecord* parent = clones.find(record.replicate, record.parent))
      extinct[static_cast<std::size_t>(parent - clones.sorted)] = 0;
  }
}

/// Takes extinct clones out of memory, of those that were reported; the rest stand in order, reported ones
/// first. No digest, census or later result changes, whenever this is called.
/// @param reported  of the records, the first so many
/// @returns how many of them are left. Test: tests/determinism/clone_pruning_test.cpp
template <class Executor>
std::uint32_t prune_clones(Executor& executor, World& world, Step step, std::uint32_t reported) {
  if (reported == 0) return 0;
  std::vector<CloneRecord> sorted = world.clones().to_host(0, world.clone_count());
  std::vector<CloneRecord> fresh(sorted.begin() + reported, sorted.end());
  std::sort(fresh.begin(), fresh.end(), SortedClones::in_order);
  std::sort(sorted.begin(), sorted.end(), SortedClones::in_order);
  const SortedClones on_host{sorted.data(), world.clone_count()};
  std::vector<std::uint32_t> extinct(sorted.size(), 1);
  {
    Buffer<CloneRecord> records(world.memory(), sorted.size());
    records.from_host(sorted.data(), sorted.size());
    Buffer<std::uint32_t> marks(world.memory(), sorted.size());
    marks.from_host(extinct.data(), extinct.size());
    const MarkCarried mark{world.view(step), {records.data(), on_host.count}, marks.data()};
    executor.for_each(world.tumour_slots(), mark);
    executor.wait();
    extinct = marks.to_host();
  }
  for (const CloneRecord& record : fresh)
    extinct[static_cast<std::size_t>(on_host.find(record.replicate, record.id) - sorted.data())] = 0;
  spare_ancestors(on_host, extinct);

  std::uint32_t left = 0;
  std::vector<FoldedClones> folded = world.folded_clones();
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    const CloneRecord& record = sorted[k];
    if (extinct[k])
      folded[record.replicate].add(digest::of_clone(record));
    else if (!std::binary_search(fresh.begin(), fresh.end(), record, SortedClones::in_order))
      sorted[left++] = record;
  }
  sorted.resize(left);
  sorted.insert(sorted.end(), fresh.begin(), fresh.end());
  world.replace_clones(sorted, folded);
  return left;
}

}  // namespace tilscape
