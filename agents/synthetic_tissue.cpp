// A synthetic start: a tumour disc or ball in the middle or scattered tumour cells, stroma around them,
// vessels at a given density, T cells anywhere. Every site draws for itself; nothing depends on an order.
#include <algorithm>
#include <cmath>

#include "agents/derive.hpp"
#include "agents/purposes.hpp"
#include "core/permutation.hpp"

namespace tilscape {

namespace {

struct Geometry {
  Lattice lattice;
  double centre[3];

  explicit Geometry(const LatticeParameters& l)
      : lattice(make_lattice(l.size, static_cast<float>(l.spacing_um), l.boundary, l.neighbourhood)),
        centre{(l.size[0] - 1) / 2.0, (l.size[1] - 1) / 2.0, (l.size[2] - 1) / 2.0} {}

  /// Squared distance from the middle, in sites.
  double distance2(LocalSite site) const {
    const Position p = lattice.locate(SiteIndex{site.value});
    const double x = p.x - centre[0], y = p.y - centre[1], z = p.z - centre[2];
    return x * x + y * y + z * z;
  }
};

/// The n sites nearest to the middle; of equally near ones those with the smaller index.
std::vector<bool> nearest_sites(const Geometry& geometry, std::size_t n) {
  const std::uint32_t sites = geometry.lattice.sites();
  std::vector<std::pair<double, std::uint32_t>> order(sites);
  for (std::uint32_t s = 0; s < sites; ++s) order[s] = {geometry.distance2(LocalSite{s}), s};
  n = std::min<std::size_t>(n, sites);
  std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n > 0 ? n - 1 : 0),
                   order.end());
  std::vector<bool> inside(sites, false);
  for (std::size_t k = 0; k < n; ++k) inside[order[k].second] = true;
  return inside;
}

/// n sites at random: the images of 0 … n − 1 under a keyed permutation.
std::vector<bool> random_sites(std::uint32_t sites, std::uint32_t n, const RandomWords& k) {
  const Permutation permutation(sites, (std::uint64_t{k[0]} << 32) | k[1]);
  std::vector<bool> inside(sites, false);
  for (std::uint32_t i = 0; i < std::min(n, sites); ++i) inside[permutation(i)] = true;
  return inside;
}

/// The sites of the tumour. Those of an exact number hold a cell each, those of a ball with a chance.
class TumourSites {
 public:
  TumourSites(const ModelParameters& m, const Geometry& geometry, const Draws& scatter)
      : geometry_(geometry),
        scattered_(m.initial.tumour_arrangement == Arrangement::scattered),
        radius_(m.initial.tumour_radius_um / m.lattice.spacing_um),
        holds_cell_(chance_of(m.initial.tumour_fraction)) {
    const std::uint32_t n = m.initial.tumour_cells;
    if (n == 0) return;
    exact_ = scattered_ ? random_sites(geometry.lattice.sites(), n, scatter.at(LocalSite{0}, 0))
                        : nearest_sites(geometry, n);
  }

  bool is_exact() const { return !exact_.empty(); }
  /// @param w  drawn at the site
  bool contains(LocalSite site, const RandomWords& w) const {
    if (is_exact()) return exact_[site.value];
    if (scattered_) return holds_cell_.happens(w[0], w[1]);
    return radius_ > 0 && geometry_.distance2(site) <= radius_ * radius_;
  }
  /// Does a site that they contain hold a cell? Scattered sites were drawn by the same words.
  bool hold_cell(const RandomWords& w) const { return is_exact() || holds_cell_.happens(w[0], w[1]); }

 private:
  const Geometry& geometry_;
  bool scattered_;
  double radius_;  // in sites
  Chance holds_cell_;
  std::vector<bool> exact_;  // of all sites; empty: no exact number
};

/// Chance that a site is a vessel: per column of sites, because a vessel runs straight along z.
double vessel_chance(const ModelParameters& m) {
  const double site_mm2 = m.lattice.spacing_um * m.lattice.spacing_um * 1e-6;
  return std::min(1.0, m.initial.vessels_per_mm2 * site_mm2);
}

}  // namespace

InitialTissue synthetic_tissue(const ModelParameters& m, std::uint64_t seed, std::uint32_t replicate) {
  const Geometry geometry(m.lattice);
  const InitialParameters& initial = m.initial;
  const std::uint64_t key = replicate_key(seed, replicate);
  const auto draws = [&](Purpose purpose) {
    return Draws{&key, Step{0}, static_cast<std::uint32_t>(purpose), 0};
  };
  const Draws tissue = draws(Purpose::initial_tissue), vessels = draws(Purpose::initial_vessel),
              t_cells = draws(Purpose::initial_t_cell);
  const Chance is_vessel = chance_of(vessel_chance(m)), is_stroma = chance_of(initial.stroma_fraction),
               is_t_cell = chance_of(initial.t_cell_fraction);
  const TumourSites tumour_sites(m, geometry, draws(Purpose::initial_scatter));

  InitialTissue cells;
  const std::uint32_t layer = m.lattice.size[0] * m.lattice.size[1];
  for (std::uint32_t s = 0; s < geometry.lattice.sites(); ++s) {
    const LocalSite site{s};
    const RandomWords w = tissue.at(site, 0), v = vessels.at(LocalSite{s % layer}, 0);
    const bool inside = tumour_sites.contains(site, w);
    bool free = true;
    const auto place = [&](CellType type) {
      cells.push_back({site, type});
      free = false;
    };
    const bool vessel = !(inside && tumour_sites.is_exact()) && is_vessel.happens(v[0], v[1]);
    if (vessel) {
      place(CellType::vessel);
    } else if (inside && tumour_sites.hold_cell(w)) {
      place(CellType::tumour);
    } else if (!inside && is_stroma.happens(w[2], w[3])) {
      place(CellType::stroma);
    }
    const RandomWords t = t_cells.at(site, 0);
    if (is_t_cell.happens(t[0], t[1]) && (free || m.immune.shares_site))
      cells.push_back({site, CellType::cd8_t_cell});
  }
  return cells;
}

}  // namespace tilscape
