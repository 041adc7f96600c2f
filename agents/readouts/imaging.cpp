// The longest distance in a plane is one between corners of its convex hull, and those are ends of rows.
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

ImagingReadout image(std::span<const RowExtent> rows, const Lattice& lattice) {
  std::uint64_t sites = 0;
  for (const RowExtent& row : rows) sites += row.sites;
  if (sites == 0) return {};
  const double spacing_mm = static_cast<double>(lattice.spacing_um) / 1000;
  const double between_centres = std::sqrt(static_cast<double>(longest_distance2(rows, lattice.ny)));
  return {static_cast<double>(sites) * spacing_mm * spacing_mm * spacing_mm,
          (between_centres + 1) * spacing_mm};
}

}  // namespace tilscape
