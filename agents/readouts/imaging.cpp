// The longest distance in a plane is one between corners of its convex hull, and those are ends of rows.
// Parts that hang together are found by walking from tile to tile.
#include "agents/readouts/imaging.hpp"

#include <algorithm>
#include <cmath>

namespace tilscape {

namespace {

struct Point {
  std::int64_t x, y;
};

std::uint64_t distance2(Point a, Point b) {
  return static_cast<std::uint64_t>((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

/// Does the way a → b → c turn left, by more than nothing?
bool turns_left(Point a, Point b, Point c) {
  return (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x) > 0;
}

/// Half of a convex hull, from the first point to the last (Andrew 1979).
template <class Iterator>
void add_chain(Iterator first, Iterator last, std::vector<Point>& hull) {
  const std::size_t start = hull.size();
  for (; first != last; ++first) {
    while (hull.size() >= start + 2 && !turns_left(hull[hull.size() - 2], hull.back(), *first))
      hull.pop_back();
    hull.push_back(*first);
  }
}

/// Both ends of each row that holds something, ascending in (y, x).
std::vector<Point> ends_of(std::span<const RowExtent> plane) {
  std::vector<Point> ends;
  for (std::size_t y = 0; y < plane.size(); ++y) {
    if (plane[y].sites == 0) continue;
    ends.push_back({plane[y].first, static_cast<std::int64_t>(y)});
    ends.push_back({plane[y].last, static_cast<std::int64_t>(y)});
  }
  return ends;
}

/// visit(tile) for the tiles of the grid that touch one, by a corner at least, and for itself.
template <class Visit>
void for_each_tile_around(const TileGrid& grid, std::uint32_t tile, const Visit& visit) {
  const std::uint32_t x = tile % grid.nx, y = tile / grid.nx % grid.ny, z = tile / (grid.nx * grid.ny);
  const auto first = [](std::uint32_t i) { return i > 0 ? i - 1 : 0; };
  const auto last = [](std::uint32_t i, std::uint32_t n) { return std::min(i + 1, n - 1); };
  for (std::uint32_t k = first(z); k <= last(z, grid.nz); ++k)
    for (std::uint32_t j = first(y); j <= last(y, grid.ny); ++j)
      for (std::uint32_t i = first(x); i <= last(x, grid.nx); ++i) visit(i + grid.nx * (j + grid.ny * k));
}

/// No two of these points are farther apart.
std::uint64_t most_distance2(const std::vector<Point>& points) {
  const auto [left, right] =
      std::minmax_element(points.begin(), points.end(), [](Point a, Point b) { return a.x < b.x; });
  return distance2({left->x, points.front().y}, {right->x, points.back().y});
}

}  // namespace

std::uint64_t longest_distance2(std::span<const RowExtent> rows, std::uint32_t ny) {
  std::uint64_t longest = 0;
  for (std::size_t first = 0; first < rows.size(); first += ny) {
    const std::vector<Point> ends = ends_of(rows.subspan(first, ny));
    if (ends.empty() || most_distance2(ends) <= longest) continue;
    std::vector<Point> hull;
    add_chain(ends.begin(), ends.end(), hull);
    add_chain(ends.rbegin(), ends.rend(), hull);
    for (std::size_t a = 0; a < hull.size(); ++a)
      for (std::size_t b = a + 1; b < hull.size(); ++b)
        longest = std::max(longest, distance2(hull[a], hull[b]));
  }
  return longest;
}

std::vector<std::uint8_t> lesion_tiles(std::span<const TileMass> masses, const TileGrid& grid) {
  std::vector<std::uint8_t> is_lesion(masses.size(), 0), seen(masses.size(), 0);
  std::vector<std::uint32_t> largest, part;
  std::uint64_t most = 0;
  for (std::uint32_t first = 0; first < masses.size(); ++first) {
    if (seen[first] || masses[first].sites == 0) continue;
    std::uint64_t sites = 0;
    part.assign(1, first);
    seen[first] = 1;
    for (std::size_t k = 0; k < part.size(); ++k) {
      sites += masses[part[k]].sites;
      for_each_tile_around(grid, part[k], [&](std::uint32_t tile) {
        if (seen[tile] || masses[tile].sites == 0) return;
        seen[tile] = 1;
        part.push_back(tile);
      });
    }
    if (sites <= most) continue;
    most = sites;
    largest.swap(part);
  }
  for (const std::uint32_t tile : largest) is_lesion[tile] = 1;
  return is_lesion;
}

ImagingReadout image(std::span<const TileMass> masses, std::span<const RowExtent> rows,
                     const Lattice& lattice, const ReadoutParameters& p) {
  std::uint64_t sites = 0, tumour = 0, immune = 0;
  for (const TileMass& m : masses) sites += m.sites, tumour += m.tumour, immune += m.immune;
  if (sites == 0) return {};
  const double spacing_mm = static_cast<double>(lattice.spacing_um) / 1000;
  const double between_centres = std::sqrt(static_cast<double>(longest_distance2(rows, lattice.ny)));
  constexpr double mm3_per_um3 = 1e-9;
  ImagingReadout r;
  r.volume_mm3 = static_cast<double>(sites) * spacing_mm * spacing_mm * spacing_mm;
  r.longest_diameter_mm = (between_centres + 1) * spacing_mm;
  r.imaged_volume_mm3 =
      mm3_per_um3 * (static_cast<double>(tumour) * p.tumour_cell_um3 +
                     static_cast<double>(immune) * (p.immune_cell_um3 + p.oedema_um3_per_immune_cell));
  return r;
}

}  // namespace tilscape
