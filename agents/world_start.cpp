// Cells are placed in order of their site, whatever order the table had.
#include "agents/world_start.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "agents/derive.hpp"
#include "agents/purposes.hpp"
#include "agents/rules.hpp"
#include "core/cell_id.hpp"
#include "core/errors.hpp"

namespace tilscape {

namespace {

Tissue initial_code(CellType type) {
  if (type == CellType::stroma) return Tissue::stroma;
  return type == CellType::vessel ? Tissue::vessel : Tissue::tumour_cycling;
}

/// Cells of one site come tissue first, so the tissue code is there when the immune cell is placed.
void refuse_shared(LocalSite site, Tissue tissue) {
  if (tissue == Tissue::none || tissue == Tissue::vessel) return;
  throw InputError("initial.tissue: a T cell and a tumour or stroma cell at site " +
                   std::to_string(site.value) +
                   "; expected one of them, because immune.shares_site is false");
}

/// The agents of a state behind those that are there, and the slots that their sites point to.
template <class Columns>
void append_agents(Columns& to, const Columns& from, std::uint32_t first_site,
                   std::vector<AgentIndex>& slot_at) {
  const std::size_t before = to.site.size();
  const auto append = [](auto& all, const auto& more) { all.insert(all.end(), more.begin(), more.end()); };
  std::apply(
      [&](auto&... all) {
        std::apply([&](const auto&... more) { (append(all, more), ...); },
                   const_cast<Columns&>(from).columns());
      },
      to.columns());
  for (std::size_t slot = before; slot < to.site.size(); ++slot) {
    to.site[slot].value += first_site;
    slot_at[to.site[slot].value] = AgentIndex{static_cast<std::uint32_t>(slot)};
  }
}

/// Ascending in site; at one site the tissue layer first.
bool comes_before(const PlacedCell& a, const PlacedCell& b) {
  const auto layer = [](const PlacedCell& c) { return c.type == CellType::cd8_t_cell; };
  return a.site == b.site ? layer(a) < layer(b) : a.site < b.site;
}

}  // namespace

WorldStart::WorldStart(const Lattice& lattice, const std::vector<ReplicateStart>& replicates)
    : tissue(lattice.world_sites(), Tissue::none),
      immune(lattice.world_sites(), Immune::none),
      tumour_at(lattice.world_sites(), no_agent),
      t_cell_at(lattice.world_sites(), no_agent),
      lattice_(lattice) {
  if (replicates.size() != lattice.replicates)
    throw std::invalid_argument("world: one start per replicate is needed");
  events.resize(std::size_t{lattice.replicates} * event_kinds);
  for (std::uint32_t r = 0; r < lattice.replicates; ++r)
    replicates[r].state ? restore(replicates[r], r) : place(replicates[r], r);
}

void WorldStart::add_rules(const ReplicateStart& start, std::uint32_t vessel_sites) {
  rules.push_back(derive_rules(start.model, start.seed, start.number, vessel_sites));
  replicate_keys.push_back(replicate_key(start.seed, start.number));
}

void WorldStart::place(const ReplicateStart& start, std::uint32_t index) {
  InitialTissue cells = start.tissue;
  std::sort(cells.begin(), cells.end(), comes_before);
  const auto vessel_sites = static_cast<std::uint32_t>(std::count_if(
      cells.begin(), cells.end(), [](const PlacedCell& c) { return c.type == CellType::vessel; }));
  add_rules(start, vessel_sites);

  for (const PlacedCell& cell : cells) {
    if (cell.site.value >= lattice_.sites())
      throw std::invalid_argument("world: a cell lies outside the lattice");
    const SiteIndex s{index * lattice_.sites() + cell.site.value};
    const bool is_immune = cell.type == CellType::cd8_t_cell;
    if (is_immune ? immune[s.value] != Immune::none : tissue[s.value] != Tissue::none)
      throw std::invalid_argument("world: two cells of one layer at site " + std::to_string(cell.site.value));
    if (is_immune && !start.model.immune.shares_site) refuse_shared(cell.site, tissue[s.value]);
    if (is_immune) {
      immune[s.value] = Immune::cd8_searching;
      place_t_cell(rules.back(), cell, s, index);
      continue;
    }
    tissue[s.value] = initial_code(cell.type);
    if (cell.type == CellType::vessel) vessels.push_back(s);
    if (cell.type == CellType::tumour) place_tumour(start, cell, s);
  }
}

void WorldStart::place_tumour(const ReplicateStart& start, const PlacedCell& cell, SiteIndex s) {
  std::uint64_t founder_antigens = 0;
  for (std::uint32_t c : start.model.antigens.founder_classes) founder_antigens |= std::uint64_t{1} << c;
  tumour_at[s.value] = AgentIndex{static_cast<std::uint32_t>(tumour.site.size())};
  tumour.site.push_back(s);
  tumour.id.push_back(make_id(Step{0}, cell.site, static_cast<std::uint32_t>(Birth::initial_tissue)));
  tumour.clone.push_back(0);
  tumour.antigens.push_back(founder_antigens);
  tumour.genotype.push_back(0);
  tumour.hits.push_back(0);
  tumour.last_hit.push_back(0);
  tumour.pdl1.push_back(cell.pdl1 >= 0 ? cell.pdl1 : 1);
  tumour.mhc1.push_back(static_cast<float>(start.model.escape.mhc1_basal));
}

void WorldStart::place_t_cell(const RuleParameters& rules_here, const PlacedCell& cell, SiteIndex s,
                              std::uint32_t index) {
  const Draws draws{replicate_keys.data(), Step{0}, static_cast<std::uint32_t>(Purpose::initial_immune),
                    static_cast<std::uint32_t>(Layer::immune)};
  const RandomWords words = draws.at(cell.site, index);
  t_cell_at[s.value] = AgentIndex{static_cast<std::uint32_t>(t_cells.site.size())};
  t_cells.site.push_back(s);
  t_cells.id.push_back(make_id(Step{0}, cell.site, static_cast<std::uint32_t>(Birth::initial_immune)));
  t_cells.receptor.push_back(receptor_class(rules_here.entry, words[0]));
  t_cells.heading.push_back(static_cast<std::uint8_t>(one_of(lattice_.neighbour_count, words[1])));
  t_cells.target.push_back(0);
  t_cells.divisions.push_back(0);
  t_cells.kills.push_back(0);
  t_cells.until.push_back(0);
  t_cells.recognised.push_back(0);
  t_cells.divided.push_back(0);
  t_cells.pd1.push_back(cell.pd1 >= 0 ? cell.pd1 : 0);
  t_cells.exhaustion.push_back(0);
}

void WorldStart::restore(const ReplicateStart& start, std::uint32_t index) {
  const ReplicateState& state = *start.state;
  if (const std::string wrong = wrong_with(state, lattice_); !wrong.empty())
    throw OutputError("a state cannot be continued: " + wrong);
  if (index > 0 && state.step.value != step.value)
    throw OutputError("states of different moments cannot be continued together");
  step = state.step;
  const std::uint32_t first = index * lattice_.sites();
  std::copy(state.tissue.begin(), state.tissue.end(), tissue.begin() + first);
  std::copy(state.immune.begin(), state.immune.end(), immune.begin() + first);
  const std::size_t vessels_before = vessels.size();
  for (std::uint32_t s = 0; s < lattice_.sites(); ++s)
    if (state.tissue[s] == Tissue::vessel) vessels.push_back(SiteIndex{first + s});
  add_rules(start, static_cast<std::uint32_t>(vessels.size() - vessels_before));
  append_agents(tumour, state.tumour, first, tumour_at);
  append_agents(t_cells, state.t_cells, first, t_cell_at);
  std::copy(state.events.begin(), state.events.end(), events.begin() + std::size_t{index} * event_kinds);
  add_clones(state, index);
}

/// All replicates' reported clones stay in front.
void WorldStart::add_clones(const ReplicateState& state, std::uint32_t index) {
  std::vector<CloneRecord> records = state.clones;
  for (CloneRecord& record : records) record.replicate = index;
  const auto unreported = records.begin() + static_cast<std::ptrdiff_t>(state.clones_reported);
  clones.insert(clones.end(), unreported, records.end());
  clones.insert(clones.begin() + static_cast<std::ptrdiff_t>(clones_reported), records.begin(), unreported);
  clones_reported += state.clones_reported;
}

}  // namespace tilscape
