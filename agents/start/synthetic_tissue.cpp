// A synthetic start: a tumour disc or ball in the middle or scattered tumour cells, stroma around them,
// vessels at a given density, immune cells anywhere. Every site draws for itself; nothing depends on an
// order.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "agents/kinds/purposes.hpp"
#include "agents/parameters/derive.hpp"
#include "agents/start/nearest_sites.hpp"
#include "agents/start/synthetic_tissue.hpp"
#include "core/execution/host_team.hpp"
#include "core/random/permutation.hpp"

namespace tilscape {

namespace {

/// Squared distance of a site from the middle, in sites.
double distance2(const Lattice& lattice, LocalSite site) {
  const Position p = lattice.locate(SiteIndex{site.value});
  const double x = p.x - (lattice.nx - 1) / 2.0, y = p.y - (lattice.ny - 1) / 2.0,
               z = p.z - (lattice.nz - 1) / 2.0;
  return x * x + y * y + z * z;
}

/// The sites of the tumour. Those of an exact number hold a cell each, those of a ball with a chance.
class TumourSites {
 public:
  TumourSites(const ModelParameters& m, const Lattice& lattice, const Draws& scatter)
      : lattice_(lattice),
        scattered_(m.initial.tumour_arrangement == Arrangement::scattered),
        radius_(m.initial.tumour_radius_um / m.lattice.spacing_um),
        holds_cell_(chance_of(m.initial.tumour_fraction)),
        exact_(std::min(m.initial.tumour_cells, lattice.sites())) {
    if (exact_ == 0) return;
    if (!scattered_) {
      nearest_.emplace(lattice, exact_);
      return;
    }
    const RandomWords k = scatter.at(LocalSite{0}, 0);
    scatter_.emplace(lattice.sites(), (std::uint64_t{k[0]} << 32) | k[1]);
  }

  bool is_exact() const { return exact_ > 0; }
  /// @param w  drawn at the site
  bool contains(LocalSite site, const RandomWords& w) const {
    if (nearest_) return nearest_->contains(site);
    if (scatter_) return scatter_->inverse(site.value) < exact_;
    if (scattered_) return holds_cell_.happens(w[0], w[1]);
    return radius_ > 0 && distance2(lattice_, site) <= radius_ * radius_;
  }
  /// Does a site that they contain hold a cell? Scattered sites were drawn by the same words.
  bool hold_cell(const RandomWords& w) const { return is_exact() || holds_cell_.happens(w[0], w[1]); }

 private:
  const Lattice& lattice_;
  bool scattered_;
  double radius_;  // in sites
  Chance holds_cell_;
  std::uint32_t exact_;                  // number of cells; 0: a chance per site
  std::optional<NearestSites> nearest_;  // of an exact number in a ball
  std::optional<Permutation> scatter_;   // of one scattered: the images of 0 … n − 1
};

/// Chance that a site is a vessel: per column of sites, because a vessel runs straight along z.
double vessel_chance(const ModelParameters& m) {
  const double site_mm2 = m.lattice.spacing_um * m.lattice.spacing_um * 1e-6;
  return std::min(1.0, m.initial.vessels_per_mm2 * site_mm2);
}

/// Who stands on a site of the immune layer at the start.
class ImmuneSites {
 public:
  explicit ImmuneSites(const InitialParameters& initial) : is_t_cell_(chance_of(initial.t_cell_fraction)) {
    const double left = 1 - initial.t_cell_fraction;
    double up_to = 0;
    for (const CellType type : walker_types) {
      if (initial.walker_fraction[type] <= 0) continue;
      up_to += initial.walker_fraction[type];
      walkers_.push_back({type, chance_of(left > 0 ? std::min(1.0, up_to / left) : 0)});
    }
  }

  /// @param w  drawn at the site
  std::optional<CellType> type_at(const RandomWords& w) const {
    if (is_t_cell_.happens(w[0], w[1])) return CellType::cd8_t_cell;
    for (const auto& [type, up_to] : walkers_)
      if (up_to.happens(w[2], w[3])) return type;
    return std::nullopt;
  }

 private:
  Chance is_t_cell_;
  std::vector<std::pair<CellType, Chance>>
      walkers_;  // with the chances of all up to this one, among the rest
};

/// What every site of a start draws and compares with.
class SyntheticStart {
 public:
  SyntheticStart(const ModelParameters& m, std::uint64_t seed, std::uint32_t replicate)
      : lattice_(make_lattice(m.lattice.size, static_cast<float>(m.lattice.spacing_um), m.lattice.boundary,
                              m.lattice.neighbourhood)),
        layer_(m.lattice.size[0] * m.lattice.size[1]),
        key_(replicate_key(seed, replicate)),
        shares_site_(m.immune.shares_site),
        is_vessel_(chance_of(vessel_chance(m))),
        is_stroma_(chance_of(m.initial.stroma_fraction)),
        immune_(m.initial),
        tumour_(m, lattice_, draws(Purpose::initial_scatter)) {}

  std::uint64_t sites() const { return lattice_.sites(); }

  /// Appends the cells of a site, tissue first.
  void place(LocalSite site, InitialTissue& cells) const {
    const std::size_t before = cells.size();
    place_tissue(site, cells);
    const bool free = cells.size() == before;
    const auto type = immune_.type_at(draws(Purpose::initial_immune_type).at(site, 0));
    if (type && (free || shares_site_)) cells.push_back({site, *type});
  }

 private:
  Draws draws(Purpose purpose) const { return {&key_, Step{0}, static_cast<std::uint32_t>(purpose), 0}; }

  void place_tissue(LocalSite site, InitialTissue& cells) const {
    const RandomWords w = draws(Purpose::initial_tissue).at(site, 0),
                      v = draws(Purpose::initial_vessel).at(LocalSite{site.value % layer_}, 0);
    const bool inside = tumour_.contains(site, w);
    if (!(inside && tumour_.is_exact()) && is_vessel_.happens(v[0], v[1]))
      cells.push_back({site, CellType::vessel});
    else if (inside && tumour_.hold_cell(w))
      cells.push_back({site, CellType::tumour});
    else if (!inside && is_stroma_.happens(w[2], w[3]))
      cells.push_back({site, CellType::stroma});
  }

  Lattice lattice_;
  std::uint32_t layer_;  // sites of one
  std::uint64_t key_;
  bool shares_site_;
  Chance is_vessel_, is_stroma_;
  ImmuneSites immune_;
  TumourSites tumour_;
};

/// All parts, one behind the other; each is given back as soon as it is copied.
InitialTissue joined(std::vector<InitialTissue> parts) {
  std::vector<std::size_t> first(parts.size() + 1, 0);
  for (std::size_t p = 0; p < parts.size(); ++p) first[p + 1] = first[p] + parts[p].size();
  InitialTissue all(first.back());
  for_each_part(parts.size(), [&](std::size_t p) {
    std::copy(parts[p].begin(), parts[p].end(), all.begin() + static_cast<std::ptrdiff_t>(first[p]));
    InitialTissue().swap(parts[p]);
  });
  return all;
}

}  // namespace

InitialTissue synthetic_tissue(const ModelParameters& m, std::uint64_t seed, std::uint32_t replicate) {
  constexpr std::uint64_t sites_per_part = 1 << 16;
  const SyntheticStart start(m, seed, replicate);
  std::vector<InitialTissue> parts((start.sites() + sites_per_part - 1) / sites_per_part);
  for_each_part(parts.size(), [&](std::size_t p) {
    const std::uint64_t first = p * sites_per_part;
    const std::uint64_t last = std::min(start.sites(), first + sites_per_part);
    for (std::uint64_t s = first; s < last; ++s)
      start.place(LocalSite{static_cast<std::uint32_t>(s)}, parts[p]);
  });
  return parts.size() == 1 ? std::move(parts[0]) : joined(std::move(parts));
}

}  // namespace tilscape
