// A world from the states of its replicates instead of their tissues.
#include "agents/parameters/derive.hpp"
#include "agents/world/world.hpp"
#include "agents/world/world_buffers.hpp"
#include "core/base/errors.hpp"

namespace tilscape {

namespace {

/// The agents of one replicate from slot `first` on, and where its sites point.
/// @returns the slot behind them
template <class Columns, class State>
std::uint32_t put_agents(const State& state, std::uint32_t first, std::uint32_t first_site,
                         std::uint32_t sites, Columns& columns, Buffer<AgentIndex>& slot_at) {
  const std::size_t count = state.site.size();
  for_each_pair(columns, state,
                [&](auto& to, const auto& values) { to.from_host(values.data(), count, first); });
  std::vector<SiteIndex> site = state.site;
  std::vector<AgentIndex> slots(sites, no_agent);
  for (std::size_t k = 0; k < count; ++k) {
    slots[site[k].value] = AgentIndex{first + static_cast<std::uint32_t>(k)};
    site[k].value += first_site;
  }
  columns.site.from_host(site.data(), count, first);
  slot_at.from_host(slots.data(), sites, first_site);
  return first + static_cast<std::uint32_t>(count);
}

}  // namespace

void World::check_states(const std::vector<ReplicateStart>& replicates, const Lattice& lattice) {
  for (const ReplicateStart& start : replicates) {
    if (!start.state || start.state->step != replicates[0].state->step)
      throw OutputError("states of different moments cannot be continued together");
    if (const std::string wrong = wrong_with(*start.state, lattice); !wrong.empty())
      throw OutputError("a state cannot be continued: " + wrong);
    for (int f = 0; f < field_count; ++f)
      if (start.state->fields[f].empty() == start.model.fields[f].enabled)
        throw OutputError("a state cannot be continued: the field " + start.model.fields[f].name +
                          (start.model.fields[f].enabled ? " is missing" : " is off"));
  }
}

void World::restore(const std::vector<ReplicateStart>& replicates) {
  std::vector<RuleParameters> rules;
  std::vector<std::uint64_t> keys;
  std::vector<SiteIndex> vessels;
  for (std::uint32_t r = 0; r < replicates.size(); ++r) {
    const ReplicateStart& start = replicates[r];
    for (std::uint32_t s = 0; s < lattice_.sites(); ++s)
      if (start.state->tissue[s] == Tissue::vessel) vessels.push_back(SiteIndex{r * lattice_.sites() + s});
    rules.push_back(derive_rules(start.model, start.seed, start.number));
    keys.push_back(replicate_key(start.seed, start.number));
    for (const Immune state : start.state->immune)
      if (is_immune_cell(state)) expect(cell_type_of(state));
    tumour_slots_ += static_cast<std::uint32_t>(start.state->tumour.site.size());
    immune_slots_ += static_cast<std::uint32_t>(start.state->immune_cells.site.size());
  }
  set_rules(rules, keys);
  set_vessels(vessels);
  grow_columns(*memory_, tumour_, with_room(tumour_slots_), 0);
  grow_columns(*memory_, immune_cells_, with_room(immune_slots_), 0);
  std::uint32_t first_tumour = 0, first_immune_cell = 0;
  for (std::uint32_t r = 0; r < replicates.size(); ++r) {
    const ReplicateState& state = *replicates[r].state;
    const std::uint32_t first_site = r * lattice_.sites();
    tissue_.from_host(state.tissue.data(), state.tissue.size(), first_site);
    immune_.from_host(state.immune.data(), state.immune.size(), first_site);
    first_tumour = put_agents(state.tumour, first_tumour, first_site, lattice_.sites(), tumour_, tumour_at_);
    first_immune_cell = put_agents(state.immune_cells, first_immune_cell, first_site, lattice_.sites(),
                                   immune_cells_, immune_at_);
  }
  restore_clones(replicates);
  restore_events(replicates);
  make_scratch();
}

/// All replicates' reported clones come first, as their simulation expects.
void World::restore_clones(const std::vector<ReplicateStart>& replicates) {
  std::vector<CloneRecord> clones;
  const auto append = [&](std::uint32_t replicate, std::size_t first, std::size_t last) {
    for (std::size_t k = first; k < last; ++k) {
      clones.push_back(replicates[replicate].state->clones[k]);
      clones.back().replicate = replicate;
    }
  };
  for (std::uint32_t r = 0; r < replicates.size(); ++r) {
    append(r, 0, replicates[r].state->clones_reported);
    folded_clones_[r] = replicates[r].state->clones_folded;
  }
  for (std::uint32_t r = 0; r < replicates.size(); ++r)
    append(r, replicates[r].state->clones_reported, replicates[r].state->clones.size());
  clone_count_ = static_cast<std::uint32_t>(clones.size());
  if (clones.size() > clones_.size()) clones_ = Buffer<CloneRecord>(*memory_, with_room(clones.size()));
  clones_.from_host(clones.data(), clones.size());
}

/// Into any of the copies of the counters: only their sum counts.
void World::restore_events(const std::vector<ReplicateStart>& replicates) {
  for (std::size_t r = 0; r < replicates.size(); ++r)
    events_.from_host(replicates[r].state->events.data(), event_kinds, r * event_kinds);
}

}  // namespace tilscape
