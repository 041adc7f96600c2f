// Takes a start over into a backend's memory, and keeps count of what is in it.
#include "agents/world/world.hpp"

#include <algorithm>

#include "agents/parameters/derive.hpp"
#include "agents/rules/tumour_turnover.hpp"
#include "agents/world/world_buffers.hpp"

namespace tilscape {

World::World(Memory& memory, const Lattice& lattice, const std::vector<ReplicateStart>& replicates,
             std::uint32_t counter_copies)
    : memory_(&memory), lattice_(lattice), counter_copies_(counter_copies) {
  if (replicates[0].state)
    check_states(replicates, lattice);  // before memory is taken for a lattice it is not of
  const std::size_t sites = lattice.world_sites();
  shuffled_ = replicates[0].model.immune.mixing == Mixing::shuffle;
  vessels_come_and_go_ = replicates[0].model.vessels.come_and_go();
  tissue_ = Buffer<Tissue>(memory, sites);
  immune_ = Buffer<Immune>(memory, sites);
  tumour_at_ = Buffer<AgentIndex>(memory, sites);
  immune_at_ = Buffer<AgentIndex>(memory, sites);
  intent_ = Buffer<Intent>(memory, sites);
  surroundings_ = Buffer<std::uint8_t>(memory, sites);
  if (replicates[0].model.tumour.placement == Placement::per_bond)
    bond_intent_ = Buffer<std::uint32_t>(memory, sites);
  if (replicates[0].model.tumour.placement == Placement::push) claim_ = Buffer<std::uint32_t>(memory, sites);
  counters_ = Buffer<SlotCounters>(memory, std::size_t{1} + counter_copies);
  first_slot_ = Buffer<std::uint32_t>(memory, reorder::chunks_of(lattice.world_sites()));
  events_ =
      Buffer<std::uint64_t>(memory, std::size_t{counter_copies} * EventCounts::stride_of(lattice.replicates));
  tumour_births_ = Buffer<std::uint32_t>(memory, Births::groups_of(lattice.world_sites()));
  clones_ = Buffer<CloneRecord>(memory, first_clones);
  folded_clones_.resize(lattice.replicates);
  make_body(false, false);
  if (replicates[0].state)
    restore(replicates);
  else
    take_over(WorldStart(lattice, replicates));
  fill_fields(replicates);
}

void World::fill_fields(const std::vector<ReplicateStart>& replicates) {
  constexpr std::size_t part_sites = std::size_t{1} << 20;
  const std::size_t sites = lattice_.sites();
  std::vector<float> values(std::min(part_sites, sites));
  for (int f = 0; f < field_count; ++f) {
    if (!replicates[0].model.fields[f].enabled) continue;
    fields_[f] = Buffer<float>(*memory_, lattice_.world_sites());
    for (std::size_t r = 0; r < replicates.size(); ++r) {
      if (const ReplicateState* state = replicates[r].state.get()) {
        fields_[f].from_host(state->fields[f].data(), state->fields[f].size(), r * lattice_.sites());
        continue;
      }
      std::fill(values.begin(), values.end(), static_cast<float>(replicates[r].model.fields[f].initial));
      for (std::size_t s = 0; s < sites; s += part_sites)
        fields_[f].from_host(values.data(), std::min(part_sites, sites - s), r * sites + s);
    }
  }
}

void World::take_over(const WorldStart& start) {
  Memory& memory = *memory_;
  for (const CellType type : start.immune_types()) expect(type);
  set_rules(start.rules, start.replicate_keys);
  set_vessels(start.vessels);
  tumour_slots_ = start.tumour_cells();
  immune_slots_ = start.immune_cells();
  grow_columns(memory, tumour_, with_room(tumour_slots_), 0);
  grow_columns(memory, immune_cells_, with_room(immune_slots_), 0);
  start.for_each_stretch([this](StartStretch& stretch) { take_over(stretch); });
  make_scratch();
}

void World::set_rules(const std::vector<RuleParameters>& rules, const std::vector<std::uint64_t>& keys) {
  for (const RuleParameters& one : rules) {
    expect(CellType::cd8_t_cell);
    for (int f = 0; f < field_count; ++f) has_level_[f] |= one.field_level[f] != 0;
    cores_shrink_ |= one.turnover.core_shrinks;
    const std::uint32_t tries = one.turnover.placement == Placement::per_bond ? lattice_.neighbour_count : 1;
    const double of_a_try = std::min(1.0, 1.0 * one.turnover.most_divisions);
    most_divisions_ = std::max(most_divisions_, tries * of_a_try);
    most_sprout_chance_ = std::max(most_sprout_chance_, 1.0 * one.vessel.most_sprout_chance);
  }
  rules_ = copied(*memory_, rules);
  replicate_keys_ = copied(*memory_, keys);
}

/// With room for more where they come and go.
void World::set_vessels(const std::vector<SiteIndex>& vessels) {
  vessel_count_ = static_cast<std::uint32_t>(vessels.size());
  vessels_ = Buffer<SiteIndex>(*memory_, vessel_capacity(vessels.size(), vessels_come_and_go_));
  vessels_.from_host(vessels.data(), vessels.size());
  if (vessels_come_and_go_) vessel_changes_ = Buffer<std::uint32_t>(*memory_, vessels_.size());
}

/// What goes with the populations, once they are there.
void World::make_scratch() {
  Memory& memory = *memory_;
  grow_columns(memory, tumour_scratch_, tumour_.site.size(), 0);
  grow_columns(memory, immune_scratch_, immune_cells_.site.size(), 0);
  immune_births_ =
      Buffer<std::uint32_t>(memory, Births::groups_of(static_cast<std::uint32_t>(immune_cells_.site.size())));
  write_counters();
}

void World::take_over(StartStretch& stretch) {
  const auto plane = [&](auto& to, const auto& values) {
    to.from_host(values.data(), stretch.sites, stretch.first_site);
  };
  plane(tissue_, stretch.tissue);
  plane(immune_, stretch.immune);
  plane(tumour_at_, stretch.tumour_at);
  plane(immune_at_, stretch.immune_at);
  for_each_pair(tumour_, stretch.tumour, [&](auto& to, const auto& values) {
    to.from_host(values.data(), stretch.tumour_cells, stretch.first_tumour);
  });
  for_each_pair(immune_cells_, stretch.immune_cell, [&](auto& to, const auto& values) {
    to.from_host(values.data(), stretch.immune_cells, stretch.first_immune_cell);
  });
}

WorldView World::view(Step step) const {
  WorldView v;
  v.lattice = lattice_;
  v.step = step;
  v.rules = rules_.data();
  v.replicate_keys = replicate_keys_.data();
  v.tissue = {tissue_.data()};
  v.immune = {immune_.data()};
  v.tumour_at = {tumour_at_.data()};
  v.immune_at = {immune_at_.data()};
  v.immune_states = immune_states_;
  v.intent = {intent_.data()};
  v.surroundings = {surroundings_.data()};
  v.bond_intent = {bond_intent_.data()};
  v.claim = {claim_.data()};
  v.cores_shrink = cores_shrink_;
  for (int f = 0; f < field_count; ++f) v.field[f] = {fields_[f].data()};
  const auto point = [](auto& view, const auto& buffer) { view.data = buffer.data(); };
  for_each_pair(v.tumour, tumour_, point);
  for_each_pair(v.immune_cells, immune_cells_, point);
  for_each_pair(v.tumour_scratch, tumour_scratch_, point);
  for_each_pair(v.immune_scratch, immune_scratch_, point);
  v.vessels = vessels_.data();
  v.vessel_changes = vessel_changes_.data();
  v.clones = clones_.data();
  v.counters = counters_.data();
  v.tumour_births = {tumour_births_.data(), tumour_slots_};
  v.immune_births = {immune_births_.data(), immune_slots_};
  v.freed = {(counters_.data() + 1)->freed, counter_copies_};
  v.entry = body_.entry();
  v.levels = body_.levels();
  v.drugs = body_.drugs();
  v.body_counts = body_.view();
  v.events = {events_.data(), counter_copies_, EventCounts::stride_of(lattice_.replicates)};
  return v;
}

std::vector<std::uint64_t> World::vessel_counts() const {
  std::vector<std::uint64_t> counts(lattice_.replicates, 0);
  for (const SiteIndex s : vessels_.to_host(0, vessel_count_)) ++counts[lattice_.replicate_of(s)];
  return counts;
}

void World::replace_clones(const std::vector<CloneRecord>& records, const std::vector<FoldedClones>& folded) {
  clones_.from_host(records.data(), records.size());
  clone_count_ = static_cast<std::uint32_t>(records.size());
  folded_clones_ = folded;
  write_counters();
}

void World::add_tumour(std::uint32_t births) {
  tumour_births_.clear_values();
  tumour_slots_ += births;
}

void World::add_immune_cells(std::uint32_t births) {
  immune_births_.clear_values();
  immune_slots_ += births;
  write_counters();
}

void World::update_counts() {
  const std::vector<SlotCounters> now = counters_.to_host();
  immune_slots_ = now[0].immune_cells;
  clone_count_ = now[0].clones;
  for (const SlotCounters& copy : now) {
    tumour_freed_ += static_cast<std::uint32_t>(copy.freed[0]);
    immune_cells_freed_ += static_cast<std::uint32_t>(copy.freed[1]);
  }
  memory_->zero(counters_.data() + 1, counters_.bytes() - sizeof(SlotCounters));
}

void World::set_counts(std::uint32_t tumour_slots, std::uint32_t immune_slots) {
  tumour_freed_ -= tumour_slots_ - tumour_slots;
  immune_cells_freed_ -= immune_slots_ - immune_slots;
  tumour_slots_ = tumour_slots;
  immune_slots_ = immune_slots;
  write_counters();
}

void World::write_counters() {
  const SlotCounters counters{immune_slots_, clone_count_, {}};
  counters_.from_host(&counters, 1);
}

std::string World::wrong_counts() const {
  const SlotCounters now = counters_.to_host(0, 1)[0];
  if (now.immune_cells != immune_slots_ || now.clones != clone_count_)
    return "counters of slots or clones that lost count";
  if (tumour_slots_ > tumour_capacity() || immune_slots_ > immune_capacity() || clone_count_ > clones_.size())
    return "more slots or clones than there is room for";
  const auto is_left = [](const Buffer<std::uint32_t>& births) {
    const std::vector<std::uint32_t> values = births.to_host();
    return std::any_of(values.begin(), values.end(), [](std::uint32_t n) { return n != 0; });
  };
  return is_left(tumour_births_) || is_left(immune_births_) ? "births left over after the step" : "";
}

std::vector<std::uint64_t> World::events() const {
  const std::vector<std::uint64_t> counts = events_.to_host();
  std::vector<std::uint64_t> sum(std::size_t{lattice_.replicates} * event_kinds, 0);
  const std::size_t stride = EventCounts::stride_of(lattice_.replicates);
  for (std::size_t copy = 0; copy < counter_copies_; ++copy)
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += counts[copy * stride + k];
  return sum;
}

std::vector<std::uint64_t> World::take_events() {
  const std::vector<std::uint64_t> sum = events();
  events_.clear_values();
  return sum;
}

}  // namespace tilscape
