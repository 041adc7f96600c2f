// The world: owner of all cells, planes and fields of R replicates, in the memory of whichever backend runs.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "agents/kinds/columns.hpp"
#include "agents/parameters/parameters.hpp"
#include "agents/start/world_start.hpp"
#include "agents/world/body_buffers.hpp"
#include "agents/world/world_view.hpp"
#include "core/execution/memory.hpp"
#include "core/execution/reorder.hpp"

namespace tilscape {

/// How much a world holds, of all replicates.
struct WorldContents {
  std::size_t tumour_cells = 0, immune_cells = 0, vessels = 0;
};

class World {
 public:
  /// @param counter_copies  as the executor says
  /// @throws OutOfMemory; std::invalid_argument when two cells of a layer share a site
  World(Memory& memory, const Lattice& lattice, const std::vector<ReplicateStart>& replicates,
        std::uint32_t counter_copies);

  const Lattice& lattice() const { return lattice_; }
  Memory& memory() const { return *memory_; }
  WorldView view(Step step) const;

  std::uint32_t tumour_slots() const { return tumour_slots_; }  // in use, empty ones among them
  std::uint32_t immune_slots() const { return immune_slots_; }
  std::uint32_t tumour_agents() const { return tumour_slots_ - tumour_freed_; }  // those that hold a cell
  std::uint32_t immune_agents() const { return immune_slots_ - immune_cells_freed_; }
  std::uint32_t vessel_count() const { return vessel_count_; }
  std::uint32_t clone_count() const { return clone_count_; }  // in memory
  bool shuffled() const { return shuffled_; }
  /// Immune cells of this type are there or may come: said of every type at the start or in the blood.
  void expect(CellType type) { immune_states_ |= states_of(type); }
  /// Of each replicate.
  std::vector<std::uint64_t> vessel_counts() const;
  /// May vessels collapse or sprout?
  bool vessels_come_and_go() const { return vessels_come_and_go_; }
  /// Of a site beside a vessel in one update, in any replicate.
  double most_sprout_chance() const { return most_sprout_chance_; }
  /// Of a tumour cell in one update, in any replicate, with any number of drivers; summed over bonds where
  /// each may fire.
  double most_divisions() const { return most_divisions_; }
  RuleParameters rules(std::uint32_t replicate) const { return rules_.to_host(replicate, 1)[0]; }

  std::size_t tumour_capacity() const;  // slots, in use or not
  std::size_t immune_capacity() const;

  /// Room for this many more before a commit that may add them; buffers grow, nothing else changes, also
  /// where memory does not suffice. @throws OutOfMemory
  bool has_room(std::uint32_t tumour_births, std::uint32_t immune_cells) const;
  void reserve_tumour(std::uint32_t more);
  void reserve_immune_cells(std::uint32_t more);
  void reserve_clones(std::uint32_t more);
  bool has_room_for_vessels(std::uint32_t more) const;
  void reserve_vessels(std::uint32_t more);

  /// Between resolve and commit: births expected of the tumour cells, whose slots they get from then on.
  template <class Executor>
  std::uint32_t number_tumour_births(Executor& executor) {
    return number_births(executor, tumour_births_, lattice_.world_sites());
  }
  template <class Executor>
  std::uint32_t number_immune_births(Executor& executor) {
    return number_births(executor, immune_births_, immune_slots_);
  }
  /// After a commit.
  void add_tumour(std::uint32_t births);
  void add_immune_cells(std::uint32_t births);
  /// Reads back what entry and mutation added, and how many slots were emptied.
  void update_counts();
  /// After a re-sort, which leaves out empty slots.
  void set_counts(std::uint32_t tumour_slots, std::uint32_t immune_slots);

  /// After vessels were listed anew in vessels().
  void set_vessel_count(std::uint32_t count) { vessel_count_ = count; }

  /// What of the counts contradicts itself; empty when nothing does.
  std::string wrong_counts() const;

  /// Events since the last take_events(), [replicate][event_kinds].
  std::vector<std::uint64_t> events() const;
  /// The same; sets them back to 0.
  std::vector<std::uint64_t> take_events();

  TumourColumns<Buffer>& tumour() { return tumour_; }
  ImmuneColumns<Buffer>& immune_cells() { return immune_cells_; }
  const TumourColumns<Buffer>& tumour() const { return tumour_; }
  const ImmuneColumns<Buffer>& immune_cells() const { return immune_cells_; }
  reorder::Space tumour_reorder_space() {
    return {tumour_scratch_.previous_slot, tumour_scratch_.spare, first_slot_};
  }
  reorder::Space immune_reorder_space() {
    return {immune_scratch_.previous_slot, immune_scratch_.spare, first_slot_};
  }
  Buffer<SiteIndex>& vessels() { return vessels_; }
  /// A number per chunk of sites, for whoever compacts them: core/execution/reorder.hpp.
  Buffer<std::uint32_t>& of_chunks() { return first_slot_; }
  const Buffer<Tissue>& tissue() const { return tissue_; }
  const Buffer<Immune>& immune() const { return immune_; }
  const Buffer<AgentIndex>& tumour_at() const { return tumour_at_; }
  const Buffer<AgentIndex>& immune_at() const { return immune_at_; }
  /// Values of a field, [replicate][z][y][x]; empty when it is off.
  Buffer<float>& field(int index) { return fields_[static_cast<std::size_t>(index)]; }
  const Buffer<float>& field(int index) const { return fields_[static_cast<std::size_t>(index)]; }
  /// Is a field that is off above 0 in any replicate?
  bool is_anywhere(int index) const { return has_level_[static_cast<std::size_t>(index)]; }
  const Buffer<CloneRecord>& clones() const { return clones_; }
  /// Of each replicate.
  const std::vector<FoldedClones>& folded_clones() const { return folded_clones_; }
  /// These and no others are in memory from now on.
  void replace_clones(const std::vector<CloneRecord>& records, const std::vector<FoldedClones>& folded);
  BodyBuffers& body() { return body_; }
  const BodyBuffers& body() const { return body_; }
  /// Nobody enters and no drug acts until the body's buffers are written; they count nothing unless it
  /// listens. @param diffuse  do any drugs?
  void make_body(bool listens, bool diffuse) {
    body_ = BodyBuffers(*memory_, lattice_.replicates, listens, diffuse, counter_copies_);
  }
  /// Bytes of each buffer of a new world, before anything is allocated.
  /// @param model  of any of its replicates: they have placement and fields in common
  /// Test: tests/agents/world_size_test.cpp
  static std::vector<std::size_t> buffer_bytes(const Lattice& lattice, const ModelParameters& model,
                                               const WorldContents& contents, std::uint32_t counter_copies);
  /// Bytes owned, in all.
  std::size_t bytes() const;
  /// Of these the columns of both populations, with their scratch and their room to grow.
  std::size_t agent_bytes() const;

 private:
  void fill_fields(const std::vector<ReplicateStart>& replicates);
  void take_over(const WorldStart& start);
  /// All replicates go on, from states of this lattice and of one moment. @throws OutputError
  static void check_states(const std::vector<ReplicateStart>& replicates, const Lattice& lattice);
  void restore(const std::vector<ReplicateStart>& replicates);
  void restore_clones(const std::vector<ReplicateStart>& replicates);
  void restore_events(const std::vector<ReplicateStart>& replicates);
  void set_rules(const std::vector<RuleParameters>& rules, const std::vector<std::uint64_t>& keys);
  void set_vessels(const std::vector<SiteIndex>& vessels);
  void make_scratch();
  void take_over(StartStretch& stretch);
  void write_counters();
  template <class Executor>
  static std::uint32_t number_births(Executor& executor, Buffer<std::uint32_t>& births, std::uint32_t lanes) {
    return static_cast<std::uint32_t>(executor.exclusive_scan(births.data(), Births::groups_of(lanes)));
  }

  Memory* memory_;
  Lattice lattice_;
  std::uint32_t counter_copies_;
  bool shuffled_ = false;
  bool cores_shrink_ = false;        // of any replicate
  std::uint32_t immune_states_ = 0;  // bit per Immune
  bool vessels_come_and_go_ = false;
  double most_divisions_ = 0, most_sprout_chance_ = 0;
  std::array<bool, field_count> has_level_{};  // of the fields that are off
  Buffer<RuleParameters> rules_;
  Buffer<std::uint64_t> replicate_keys_;
  Buffer<Tissue> tissue_;
  Buffer<Immune> immune_;
  Buffer<AgentIndex> tumour_at_, immune_at_;
  Buffer<Intent> intent_;
  Buffer<std::uint8_t> surroundings_;
  Buffer<std::uint32_t> bond_intent_, claim_;
  std::array<Buffer<float>, field_count> fields_;
  TumourColumns<Buffer> tumour_;
  ImmuneColumns<Buffer> immune_cells_;
  TumourScratch<Buffer> tumour_scratch_;
  ImmuneScratch<Buffer> immune_scratch_;
  Buffer<SiteIndex> vessels_;
  Buffer<std::uint32_t> vessel_changes_;  // per vessel, where they come and go
  Buffer<CloneRecord> clones_;
  std::vector<FoldedClones> folded_clones_;
  Buffer<SlotCounters> counters_;                        // [1 + counter copies]
  Buffer<std::uint32_t> first_slot_;                     // of a re-sort
  Buffer<std::uint32_t> tumour_births_, immune_births_;  // per group of lanes; 0 outside a phase
  Buffer<std::uint64_t> events_;
  BodyBuffers body_;
  std::uint32_t tumour_slots_ = 0, immune_slots_ = 0, clone_count_ = 0;
  std::uint32_t tumour_freed_ = 0, immune_cells_freed_ = 0, vessel_count_ = 0;
};

}  // namespace tilscape
