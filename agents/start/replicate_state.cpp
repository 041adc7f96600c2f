// A state that passes cannot make a simulation read or write outside its memory.
#include "agents/start/replicate_state.hpp"

#include <algorithm>

#include "agents/kinds/limits.hpp"
#include "core/lattice/cell_id.hpp"

namespace tilscape {

namespace {

/// Are there `length` values in each column?
template <class Columns>
bool all_have(const Columns& columns, std::size_t length) {
  return std::apply([&](const auto&... column) { return ((column.size() == length) && ...); },
                    columns.columns());
}

/// Do the agents stand on exactly the sites whose code says so, in their order?
template <class Code, class IsAgent>
bool stand_on_their_sites(const std::vector<SiteIndex>& agents, const std::vector<Code>& codes,
                          IsAgent is_agent) {
  std::size_t next = 0;
  for (std::size_t s = 0; s < codes.size(); ++s) {
    if (!is_agent(codes[s])) continue;
    if (next == agents.size() || agents[next].value != s) return false;
    ++next;
  }
  return next == agents.size();
}

template <class Value>
bool all_below(const std::vector<Value>& values, std::uint64_t limit) {
  return std::all_of(values.begin(), values.end(),
                     [limit](Value v) { return static_cast<std::uint64_t>(v) < limit; });
}

template <class Value>
bool all_within(const std::vector<Value>& values, Value low, Value high) {  // false for what is no number
  return std::all_of(values.begin(), values.end(), [=](Value v) { return v >= low && v <= high; });
}

bool levels_in_range(const ReplicateState& s) {
  for (const auto& field : s.fields)
    if (!all_within(field, 0.0f, invariants::most_field)) return false;
  return all_within(s.tumour.pdl1, 0.0f, invariants::most_pdl1) && all_within(s.tumour.mhc1, 0.0f, 1.0f) &&
         all_within(s.immune_cells.pd1, 0.0f, 1.0f) && all_within(s.immune_cells.exhaustion, 0.0f, 1.0f);
}

/// Was everything born, hit, recognised and founded by then?
bool nothing_is_of_the_future(const ReplicateState& s) {
  const std::uint32_t now = s.step.value;
  const auto born_by_now = [now](std::uint64_t id) { return id >> 63 == 0 && birth_step(id).value <= now; };
  return all_below(s.tumour.last_hit, now + 1ull) && all_below(s.immune_cells.recognised, now + 1ull) &&
         all_below(s.immune_cells.divided, now + 1ull) &&
         std::all_of(s.tumour.id.begin(), s.tumour.id.end(), born_by_now) &&
         std::all_of(s.immune_cells.id.begin(), s.immune_cells.id.end(), born_by_now) &&
         std::all_of(s.clones.begin(), s.clones.end(),
                     [&](const CloneRecord& c) { return born_by_now(c.id); });
}

/// Are targets nobody, the own site, or a neighbour that is there? Target codes: agents/kinds/columns.hpp.
bool targets_exist(const ImmuneColumns<HostColumn>& cells, const Lattice& lattice) {
  for (std::size_t k = 0; k < cells.site.size(); ++k)
    if (cells.target[k] >= 2 &&
        (cells.target[k] - 2u >= lattice.neighbour_count ||
         lattice.neighbour(lattice.locate(cells.site[k]), cells.target[k] - 2u) == no_site))
      return false;
  return true;
}

}  // namespace

std::string wrong_with(const ReplicateState& state, const Lattice& lattice) {
  const std::size_t sites = lattice.sites();
  if (state.tissue.size() != sites || state.immune.size() != sites)
    return "its planes are of another lattice";
  for (const auto& field : state.fields)
    if (!field.empty() && field.size() != sites) return "its fields are of another lattice";
  if (!all_have(state.tumour, state.tumour.site.size()) ||
      !all_have(state.immune_cells, state.immune_cells.site.size()))
    return "its columns differ in length";
  if (!all_below(state.tissue, static_cast<std::uint64_t>(Tissue::count)) ||
      !all_below(state.immune, immune_state_count))
    return "it has codes of sites that this version does not know";
  if (!stand_on_their_sites(state.tumour.site, state.tissue, is_tumour) ||
      !stand_on_their_sites(state.immune_cells.site, state.immune, is_immune_cell))
    return "its cells and its sites do not agree";
  const std::uint64_t directions = lattice.neighbour_count;
  if (!all_below(state.immune_cells.receptor, receptors) ||
      !all_below(state.immune_cells.heading, directions) || !targets_exist(state.immune_cells, lattice))
    return "immune cells have receptors or directions that do not exist";
  if (!levels_in_range(state)) return "it has levels or fields that are out of range or no number";
  if (state.step.value > max_steps || !nothing_is_of_the_future(state))
    return "it has cells or clones of the future";
  constexpr std::uint64_t most_events = std::uint64_t{1} << 53;  // the census counts in doubles
  if (state.clones_folded.count >= most_events) return "it has more clones than can be";
  if (!std::all_of(state.events.begin(), state.events.end(), [](std::uint64_t n) { return n < most_events; }))
    return "it has more events than can be";
  if (state.clones_reported > state.clones.size()) return "it has fewer clones than were reported";
  return {};
}

}  // namespace tilscape
