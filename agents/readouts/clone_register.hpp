// The clones of a world with their parents, and how many live tumour cells each has: diversity, mutational
// burden, neoantigens and loss of MHC-I follow from these whole numbers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agents/parameters/readout_parameters.hpp"
#include "agents/readouts/readouts.hpp"
#include "agents/world/world_view.hpp"
#include "core/execution/atomics.hpp"

namespace tilscape {

/// A clone's name in a world. In ascending order: a clone comes after its parent.
struct CloneKey {
  std::uint64_t id;
  std::uint32_t replicate;
  TILSCAPE_HD friend bool operator<(const CloneKey& a, const CloneKey& b) {
    return a.id != b.id ? a.id < b.id : a.replicate < b.replicate;
  }
  TILSCAPE_HD friend bool operator==(const CloneKey& a, const CloneKey& b) {
    return a.id == b.id && a.replicate == b.replicate;
  }
};

class CloneRegister {
 public:
  /// The clones founded since the last call, in any order. Their ids begin with the step of founding, so they
  /// come behind all earlier ones. @throws Defect when a parent is missing
  void add(std::vector<CloneRecord> founded);
  std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }
  const std::vector<CloneKey>& keys() const { return keys_; }  // ascending

  /// One read-out per replicate. Counts live tumour cells alone; the founders, who have mutated no further,
  /// are one clone.
  /// - Diversity of the clones that have live cells: agents/readouts/readouts.hpp.
  /// - Mutations per Mb: substitutions (passengers, drivers, losses of B2M and JAK, resistance) that enough
  ///   of the live cells carry to be seen by sequencing, over the length of the exome. Those that the
  ///   founders came with are no part of the model. Source: Meléndez 2018, PMC6249625.
  /// - Neoantigens: antigen classes that nearly all live cells encode (clonal), or fewer, but enough to be
  ///   seen (subclonal). Source: McGranahan 2016, doi:10.1126/science.aaf1490.
  /// - Loss of MHC-I: the share of live cells without B2M or without one of their HLA alleles.
  /// @param cells  live cells of each clone, and behind these of the founders of each replicate
  /// @param founder_antigens  of each replicate, a bit per class
  /// Test: tests/readouts/clone_register_test.cpp
  std::vector<CloneReadout> read(std::span<const std::uint32_t> cells,
                                 const std::vector<std::uint64_t>& founder_antigens,
                                 const ReadoutParameters& parameters) const;

 private:
  struct Clone {
    std::uint64_t antigens;
    std::uint32_t parent;  // its place; no_parent: the founders
    std::uint32_t mutations;
    bool lost_mhc;
  };
  static constexpr std::uint32_t no_parent = 0xffffffffu;
  std::uint32_t place_of(const CloneKey& key) const;
  std::vector<std::uint64_t> with_descendants(std::span<const std::uint32_t> cells) const;

  std::vector<CloneKey> keys_;
  std::vector<Clone> clones_;
};

namespace clones {

/// Where a clone stands among ascending keys; `count` where it does not.
TILSCAPE_HD inline std::uint32_t find(const CloneKey* keys, std::uint32_t count, const CloneKey& key) {
  std::uint32_t first = 0, last = count;
  while (first < last) {
    const std::uint32_t middle = first + (last - first) / 2;
    if (keys[middle] < key)
      first = middle + 1;
    else
      last = middle;
  }
  return first < count && keys[first] == key ? first : count;
}

/// Counts live tumour cells by clone. A lane is a run of slots: neighbours in memory are mostly of one clone,
/// which is then looked up and added to once.
struct CountCells {
  static constexpr std::uint32_t run = 64;
  WorldView w;
  std::uint32_t slots;
  const CloneKey* keys;
  std::uint32_t clones;
  std::uint32_t* cells;  // [clones + replicates]

  TILSCAPE_HD static std::uint64_t lanes(std::uint32_t slots) {
    return (std::uint64_t{slots} + run - 1) / run;
  }

  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const std::uint32_t first = lane * run, last = slots - first < run ? slots : first + run;
    CloneKey now{0, 0};
    std::uint32_t pending = 0;
    for (std::uint32_t i = first; i < last; ++i) {
      const AgentIndex a{i};
      const SiteIndex s = w.tumour.site[a];
      if (s == no_site || !is_live_tumour(w.tissue[s])) continue;
      const CloneKey key{w.tumour.clone[a], w.lattice.replicate_of(s)};
      if (!(key == now)) {
        add(now, pending);
        now = key, pending = 0;
      }
      ++pending;
    }
    add(now, pending);
  }

 private:
  TILSCAPE_HD void add(const CloneKey& key, std::uint32_t n) const {
    if (n == 0) return;
    const std::uint32_t place = key.id == 0 ? clones + key.replicate : find(keys, clones, key);
    atomic_add(cells + place, n);
  }
};

}  // namespace clones

}  // namespace tilscape
