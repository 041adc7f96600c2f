// Cells are placed in order of their site, whatever order the table had. Pieces are counted first, so that
// each knows the slots of its cells and can be placed by any thread.
#include "agents/start/world_start.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <tuple>

#include "agents/kinds/purposes.hpp"
#include "agents/parameters/derive.hpp"
#include "agents/rules/entry.hpp"
#include "core/base/errors.hpp"
#include "core/execution/host_team.hpp"
#include "core/lattice/cell_id.hpp"

namespace tilscape {

namespace {

bool is_immune(const PlacedCell& cell) {
  return is_immune(cell.type);
}

/// Ascending in site; at one site the tissue layer first.
bool comes_before(const PlacedCell& a, const PlacedCell& b) {
  return a.site == b.site ? is_immune(a) < is_immune(b) : a.site < b.site;
}

bool in_order(const InitialTissue& cells) {
  constexpr std::size_t part_length = 100'000;
  std::atomic<bool> ascending = true;
  for_each_part((cells.size() + part_length - 1) / part_length, [&](std::size_t p) {
    const auto first = cells.begin() + static_cast<std::ptrdiff_t>(p * part_length);
    const auto left = static_cast<std::size_t>(cells.end() - first);
    // With the first cell of the next part.
    if (!std::is_sorted(first, first + static_cast<std::ptrdiff_t>(std::min(part_length + 1, left)),
                        comes_before))
      ascending = false;
  });
  return ascending;
}

template <class Columns>
void make_room(Columns columns, std::size_t n) {
  const auto grow = [n](auto& column) {
    if (column.size() < n) column.resize(n);
  };
  std::apply([&](auto&... column) { (grow(column), ...); }, columns);
}

}  // namespace

WorldStart::WorldStart(const Lattice& lattice, const std::vector<ReplicateStart>& replicates)
    : lattice_(lattice), replicates_(replicates) {
  if (replicates.size() != lattice.replicates)
    throw std::invalid_argument("world: one start per replicate is needed");
  sort_cells();
  cut();
  number();
  for (const Piece& piece : pieces_)
    if (piece.clash) refuse(piece);
  list_vessels();
  for (const ReplicateStart& start : replicates) {
    rules.push_back(derive_rules(start.model, start.seed, start.number));
    replicate_keys.push_back(replicate_key(start.seed, start.number));
  }
}

void WorldStart::sort_cells() {
  sorted_.resize(replicates_.size());
  for (std::size_t r = 0; r < replicates_.size(); ++r) {
    if (in_order(replicates_[r].tissue)) continue;
    sorted_[r] = replicates_[r].tissue;
    std::sort(sorted_[r].begin(), sorted_[r].end(), comes_before);
  }
}

/// Pieces with their cells.
void WorldStart::cut() {
  for (std::uint32_t r = 0; r < lattice_.replicates; ++r) {
    const InitialTissue& cells = sorted_[r].empty() ? replicates_[r].tissue : sorted_[r];
    if (!cells.empty() && cells.back().site.value >= lattice_.sites())
      throw std::invalid_argument("world: a cell lies outside the lattice");
    const PlacedCell *next = cells.data(), *const end = next + cells.size();
    for (std::uint64_t s = 0; s < lattice_.sites(); s += sites_per_piece) {
      const auto first = static_cast<std::uint32_t>(s);
      const std::uint32_t sites = std::min(sites_per_piece, lattice_.sites() - first);
      const PlacedCell* const behind = std::partition_point(
          next, end, [last = first + (sites - 1)](const PlacedCell& c) { return c.site.value <= last; });
      pieces_.push_back({r, first, sites, next, behind});
      next = behind;
    }
  }
  pieces_.emplace_back();
}

/// Numbers the cells of each kind through the world; finds those that clash.
void WorldStart::number() {
  const std::size_t pieces = pieces_.size() - 1;
  const auto count = [](const Piece& piece, auto condition) {
    return static_cast<std::uint32_t>(std::count_if(piece.first, piece.last, condition));
  };
  const auto is = [](CellType type) { return [type](const PlacedCell& c) { return c.type == type; }; };
  for_each_part(pieces, [&](std::size_t p) {  // of each piece, into the next
    pieces_[p].clash = clash_in(pieces_[p]);
    pieces_[p + 1].first_tumour = count(pieces_[p], is(CellType::tumour));
    pieces_[p + 1].first_immune_cell = count(pieces_[p], [](const PlacedCell& c) { return is_immune(c); });
    pieces_[p + 1].first_vessel = count(pieces_[p], is(CellType::vessel));
  });
  for (std::size_t p = 0; p < pieces; ++p) {
    pieces_[p + 1].first_tumour += pieces_[p].first_tumour;
    pieces_[p + 1].first_immune_cell += pieces_[p].first_immune_cell;
    pieces_[p + 1].first_vessel += pieces_[p].first_vessel;
  }
}

std::vector<CellType> WorldStart::immune_types() const {
  std::vector<CellType> types;
  for (const CellTypeRecord& type : cell_types) {
    const auto is_of_it = [&](const PlacedCell& c) { return c.type == type.type; };
    const auto holds_it = [&](const ReplicateStart& r) {
      return std::any_of(r.tissue.begin(), r.tissue.end(), is_of_it);
    };
    if (is_immune(type.type) && std::any_of(replicates_.begin(), replicates_.end(), holds_it))
      types.push_back(type.type);
  }
  return types;
}

/// The first cell that may not stand where the one before it stands; null: none.
const PlacedCell* WorldStart::clash_in(const Piece& piece) const {
  const bool shares_site = replicates_[piece.replicate].model.immune.shares_site;
  for (const PlacedCell* c = piece.first; c != piece.last; ++c) {
    if (c == piece.first || c[-1].site != c->site) continue;
    if (is_immune(*c) == is_immune(c[-1]) || !(shares_site || c[-1].type == CellType::vessel)) return c;
  }
  return nullptr;
}

void WorldStart::refuse(const Piece& piece) {
  const std::string site = std::to_string(piece.clash->site.value);
  if (is_immune(piece.clash[0]) == is_immune(piece.clash[-1]))
    throw std::invalid_argument("world: two cells of one layer at site " + site);
  throw InputError("initial.tissue: an immune cell and a tumour or stroma cell at site " + site +
                   "; expected one of them, because immune.shares_site is false");
}

void WorldStart::list_vessels() {
  vessels.resize(pieces_.back().first_vessel);
  for_each_part(pieces_.size() - 1, [&](std::size_t p) {
    std::uint32_t v = pieces_[p].first_vessel;
    for (const PlacedCell* c = pieces_[p].first; c != pieces_[p].last; ++c)
      if (c->type == CellType::vessel) vessels[v++] = world_site(pieces_[p], c->site.value);
  });
}

SiteIndex WorldStart::world_site(const Piece& piece, std::uint32_t local) const {
  return SiteIndex{piece.replicate * lattice_.sites() + local};
}

void WorldStart::fill(StartStretch& to, std::size_t first) const {
  const std::size_t last = std::min(first + pieces_per_stretch, pieces_.size() - 1);
  const Piece &begin = pieces_[first], &end = pieces_[last];
  to.first_site = world_site(begin, begin.first_site).value;
  to.sites = 0;
  for (std::size_t p = first; p < last; ++p) to.sites += pieces_[p].sites;
  to.first_tumour = begin.first_tumour, to.tumour_cells = end.first_tumour - begin.first_tumour;
  to.first_immune_cell = begin.first_immune_cell,
  to.immune_cells = end.first_immune_cell - begin.first_immune_cell;
  make_room(std::tie(to.tissue, to.immune, to.tumour_at, to.immune_at), to.sites);
  make_room(to.tumour.columns(), to.tumour_cells);
  make_room(to.immune_cell.columns(), to.immune_cells);
  for_each_part(last - first, [&](std::size_t p) { place(to, pieces_[first + p]); });
}

void WorldStart::place(StartStretch& to, const Piece& piece) const {
  const std::uint32_t origin = world_site(piece, 0).value - to.first_site;  // of local site 0; may be below 0
  const std::uint32_t begin = origin + piece.first_site, end = begin + piece.sites;
  std::fill(to.tissue.begin() + begin, to.tissue.begin() + end, Tissue::none);
  std::fill(to.immune.begin() + begin, to.immune.begin() + end, Immune::none);
  std::fill(to.tumour_at.begin() + begin, to.tumour_at.begin() + end, no_agent);
  std::fill(to.immune_at.begin() + begin, to.immune_at.begin() + end, no_agent);
  std::uint32_t tumour = piece.first_tumour, immune_cell = piece.first_immune_cell;
  for (const PlacedCell* c = piece.first; c != piece.last; ++c) {
    const std::uint32_t s = origin + c->site.value;
    if (is_immune(*c)) {
      to.immune[s] = first_state(c->type);
      to.immune_at[s] = AgentIndex{immune_cell};
      place_immune_cell(to.immune_cell, immune_cell++ - to.first_immune_cell, piece, *c);
      continue;
    }
    to.tissue[s] = first_tissue_state(c->type);
    if (c->type != CellType::tumour) continue;
    to.tumour_at[s] = AgentIndex{tumour};
    place_tumour(to.tumour, tumour++ - to.first_tumour, piece, *c);
  }
}

void WorldStart::place_tumour(TumourColumns<HostColumn>& to, std::uint32_t k, const Piece& piece,
                              const PlacedCell& cell) const {
  const ModelParameters& model = replicates_[piece.replicate].model;
  to.site[k] = world_site(piece, cell.site.value);
  to.id[k] = make_id(Step{0}, cell.site, static_cast<std::uint32_t>(Birth::initial_tissue));
  to.clone[k] = 0;
  to.antigens[k] = founder_antigens(model.antigens);
  to.genotype[k] = 0;
  to.hits[k] = 0;
  to.last_hit[k] = 0;
  to.pdl1[k] = cell.pdl1 >= 0 ? cell.pdl1 : 1;
  to.mhc1[k] = static_cast<float>(model.escape.mhc1_basal);
}

void WorldStart::place_immune_cell(ImmuneColumns<HostColumn>& to, std::uint32_t k, const Piece& piece,
                                   const PlacedCell& cell) const {
  const Draws draws{replicate_keys.data(), Step{0}, static_cast<std::uint32_t>(Purpose::initial_immune),
                    static_cast<std::uint32_t>(Layer::immune)};
  const RandomWords words = draws.at(cell.site, piece.replicate);
  to.site[k] = world_site(piece, cell.site.value);
  to.id[k] = make_id(Step{0}, cell.site, static_cast<std::uint32_t>(Birth::initial_immune));
  const bool has_receptor = cell.type == CellType::cd8_t_cell;
  to.receptor[k] = has_receptor ? receptor_class(rules[piece.replicate].entry, words[0]) : std::uint8_t{0};
  to.heading[k] = static_cast<std::uint8_t>(one_of(lattice_.neighbour_count, words[1]));
  to.target[k] = 0;
  to.divisions[k] = 0;
  to.kills[k] = 0;
  to.until[k] = 0;
  to.recognised[k] = 0;
  to.divided[k] = 0;
  to.pd1[k] = cell.pd1 >= 0 ? cell.pd1 : 0;
  to.exhaustion[k] = 0;
}

}  // namespace tilscape
