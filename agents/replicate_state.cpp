// A state that passes cannot make a simulation read or write outside its memory.
#include "agents/replicate_state.hpp"

#include <algorithm>

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

}  // namespace

std::string wrong_with(const ReplicateState& state, const Lattice& lattice) {
  const std::size_t sites = lattice.sites();
  if (state.tissue.size() != sites || state.immune.size() != sites)
    return "its planes are of another lattice";
  for (const auto& field : state.fields)
    if (field.size() != sites) return "its fields are of another lattice";
  if (!all_have(state.tumour, state.tumour.site.size()) ||
      !all_have(state.t_cells, state.t_cells.site.size()))
    return "its columns differ in length";
  constexpr std::uint64_t tissue_codes = static_cast<std::uint64_t>(Tissue::vessel) + 1,
                          immune_codes = static_cast<std::uint64_t>(Immune::cd8_activated) + 1;
  if (!all_below(state.tissue, tissue_codes) || !all_below(state.immune, immune_codes))
    return "it has codes of sites that this version does not know";
  if (!stand_on_their_sites(state.tumour.site, state.tissue, is_tumour) ||
      !stand_on_their_sites(state.t_cells.site, state.immune, is_cd8))
    return "its cells and its sites do not agree";
  const std::uint64_t directions = lattice.neighbour_count;
  if (!all_below(state.t_cells.receptor, antigen_classes) || !all_below(state.t_cells.heading, directions) ||
      !all_below(state.t_cells.target, directions + 2))
    return "T cells have receptors or directions that do not exist";
  if (state.clones_reported > state.clones.size()) return "it has fewer clones than were reported";
  return {};
}

}  // namespace tilscape
