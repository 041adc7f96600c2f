// What sequences and phylogenies are read off: one snapshot of a run, its living tumour cells with their
// clones, and the cells among them.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <vector>

#include "agents/parameters/parameters.hpp"
#include "core/io/run/read_run.hpp"
#include "tools/evolution/clone_tree.hpp"

namespace tilscape {

struct LivingCell {
  std::uint32_t site;  // local
  std::uint64_t id;    // of the cell
  std::size_t clone;   // place in the tree, or CloneTree::founders
};

struct TumourSnapshot {
  RunParameters run;
  SnapshotInfo info;
  CloneTree tree;
  std::vector<LivingCell> tumour;           // ascending in site
  std::vector<std::uint32_t> normal_sites;  // of the other living cells: stroma, vessels, immune cells

  double day() const { return info.time_h / 24; }
  /// Centre of a site.
  std::array<double, 3> position_um(std::uint32_t site) const;
};

/// @param run  folder of one run, not of several
/// @param day  of the snapshot; the last one without
/// @throws InputError when the folder holds several members, or no snapshot is of that day; OutputError when
/// the run cannot be read
TumourSnapshot read_tumour_snapshot(const std::filesystem::path& run, std::optional<double> day);

}  // namespace tilscape
