// The start of a run, from placed cells to columns and planes, a stretch of the world at a time: host memory
// holds no second copy of a world, and all threads work on it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "agents/kinds/columns.hpp"
#include "agents/parameters/parameters.hpp"
#include "agents/parameters/rule_parameters.hpp"
#include "agents/start/initial_tissue.hpp"
#include "agents/start/replicate_state.hpp"
#include "core/lattice/lattice.hpp"

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

/// Consecutive sites of the world, and the cells on them. Columns and planes may be longer than what they
/// hold.
struct StartStretch {
  std::uint32_t first_site = 0, sites = 0;  // world sites
  std::uint32_t first_tumour = 0, tumour_cells = 0;
  std::uint32_t first_immune_cell = 0, immune_cells = 0;
  std::vector<Tissue> tissue;
  std::vector<Immune> immune;
  std::vector<AgentIndex> tumour_at, immune_at;
  TumourColumns<HostColumn> tumour;
  ImmuneColumns<HostColumn> immune_cell;
};

/// All replicates, one behind the other; slots are in site order, whatever order the cells came in.
class WorldStart {
 public:
  /// @param replicates  must outlive this
  /// @throws std::invalid_argument when a cell lies outside the lattice or two cells of a layer share a site
  /// @throws InputError when an immune cell stands on tumour or stroma although immune.shares_site is false
  WorldStart(const Lattice& lattice, const std::vector<ReplicateStart>& replicates);

  std::vector<SiteIndex> vessels;  // ascending
  std::vector<RuleParameters> rules;
  std::vector<std::uint64_t> replicate_keys;
  std::uint32_t tumour_cells() const { return pieces_.back().first_tumour; }
  std::uint32_t immune_cells() const { return pieces_.back().first_immune_cell; }
  /// Types of the immune cells among them.
  std::vector<CellType> immune_types() const;

  /// take(stretch) for each stretch of the world in turn.
  template <class Take>
  void for_each_stretch(const Take& take) const {
    StartStretch stretch;
    for (std::size_t first = 0; first + 1 < pieces_.size(); first += pieces_per_stretch) {
      fill(stretch, first);
      take(stretch);
    }
  }

 private:
  static constexpr std::uint32_t sites_per_piece = 1 << 13;
  static constexpr std::size_t pieces_per_stretch = 64;

  /// A run of sites of one replicate: what one thread places at a time.
  struct Piece {
    std::uint32_t replicate = 0;
    std::uint32_t first_site = 0, sites = 0;  // local
    const PlacedCell *first = nullptr, *last = nullptr;
    std::uint32_t first_tumour = 0, first_immune_cell = 0, first_vessel = 0;  // numbers of its first cells
    const PlacedCell* clash = nullptr;
  };

  void sort_cells();
  void cut();
  void number();
  const PlacedCell* clash_in(const Piece& piece) const;
  [[noreturn]] static void refuse(const Piece& piece);
  void list_vessels();
  void fill(StartStretch& stretch, std::size_t first) const;
  void place(StartStretch& stretch, const Piece& piece) const;
  void place_tumour(TumourColumns<HostColumn>& to, std::uint32_t k, const Piece& piece,
                    const PlacedCell& cell) const;
  void place_immune_cell(ImmuneColumns<HostColumn>& to, std::uint32_t k, const Piece& piece,
                         const PlacedCell& cell) const;
  SiteIndex world_site(const Piece& piece, std::uint32_t local) const;

  Lattice lattice_;
  const std::vector<ReplicateStart>& replicates_;
  std::vector<InitialTissue> sorted_;  // [replicate]; empty where the cells came in order
  std::vector<Piece> pieces_;          // in order of their sites, and an empty one behind them
};

}  // namespace tilscape
