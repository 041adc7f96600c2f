// The start of a run in host memory: placed cells turned into columns and planes, ready to be copied to a
// backend.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "agents/columns.hpp"
#include "agents/initial_tissue.hpp"
#include "agents/parameters.hpp"
#include "agents/replicate_state.hpp"
#include "agents/rule_parameters.hpp"
#include "core/lattice.hpp"

namespace tilscape {

/// One replicate of a world: its number decides its random numbers, so that it can also run alone.
struct ReplicateStart {
  ModelParameters model;  // some of it is common to a world: agents/common_parameters.hpp
  std::uint64_t seed = 0;
  std::uint32_t number = 0;
  InitialTissue tissue;
  /// What it goes on from, instead of the tissue; null: a new run.
  std::shared_ptr<const ReplicateState> state = {};
};

/// All replicates, one behind the other.
class WorldStart {
 public:
  /// @throws std::invalid_argument when a cell lies outside the lattice or two cells of a layer share a site
  /// @throws InputError when a T cell stands on tumour or stroma although immune.shares_site is false
  /// @throws OutputError when a state is not one of this lattice, or states are of different moments
  WorldStart(const Lattice& lattice, const std::vector<ReplicateStart>& replicates);

  std::vector<Tissue> tissue;
  std::vector<Immune> immune;
  std::vector<AgentIndex> tumour_at, t_cell_at;
  TumourColumns<HostColumn> tumour;
  TCellColumns<HostColumn> t_cells;
  std::vector<SiteIndex> vessels;  // ascending
  std::vector<RuleParameters> rules;
  std::vector<std::uint64_t> replicate_keys;
  Step step{0};
  std::vector<CloneRecord> clones;  // those that were reported before the rest
  std::size_t clones_reported = 0;
  std::vector<std::uint64_t> events;  // [replicate][event_kinds]

 private:
  void place(const ReplicateStart& start, std::uint32_t index);
  void restore(const ReplicateStart& start, std::uint32_t index);
  void add_clones(const ReplicateState& state, std::uint32_t index);
  void add_rules(const ReplicateStart& start, std::uint32_t vessel_sites);
  void place_tumour(const ReplicateStart& start, const PlacedCell& cell, SiteIndex s);
  void place_t_cell(const RuleParameters& rules_here, const PlacedCell& cell, SiteIndex s,
                    std::uint32_t index);

  Lattice lattice_;
};

}  // namespace tilscape
