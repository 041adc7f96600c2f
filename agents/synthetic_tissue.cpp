// A synthetic start: a tumour disc or ball in the middle, stroma around it, vessels at a given density, T
// cells anywhere. Every site draws for itself; nothing depends on an order.
#include <algorithm>
#include <cmath>

#include "agents/derive.hpp"
#include "agents/purposes.hpp"

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
  const Chance is_vessel = chance_of(vessel_chance(m)), is_tumour_cell = chance_of(initial.tumour_fraction),
               is_stroma = chance_of(initial.stroma_fraction), is_t_cell = chance_of(initial.t_cell_fraction);
  const bool exact = initial.tumour_cells > 0;
  const std::vector<bool> nearest =
      exact ? nearest_sites(geometry, initial.tumour_cells) : std::vector<bool>();
  const double radius = initial.tumour_radius_um / m.lattice.spacing_um;

  InitialTissue cells;
  const std::uint32_t layer = m.lattice.size[0] * m.lattice.size[1];
  for (std::uint32_t s = 0; s < geometry.lattice.sites(); ++s) {
    const LocalSite site{s};
    const RandomWords w = tissue.at(site, 0), v = vessels.at(LocalSite{s % layer}, 0);
    const bool inside = exact ? nearest[s] : radius > 0 && geometry.distance2(site) <= radius * radius;
    bool free = true;
    const auto place = [&](CellType type) {
      cells.push_back({site, type});
      free = false;
    };
    const bool vessel = !(exact && inside) && is_vessel.happens(v[0], v[1]);
    const bool tumour = inside && (exact || is_tumour_cell.happens(w[0], w[1]));
    if (vessel) {
      place(CellType::vessel);
    } else if (tumour) {
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
