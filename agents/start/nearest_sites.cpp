// Counting the sites within a distance takes one square root per row of sites, so the threshold is found by
// halving.
#include "agents/start/nearest_sites.hpp"

#include <atomic>
#include <cmath>

#include "core/execution/host_team.hpp"

namespace tilscape {

namespace {

/// Coordinate i of an axis of n sites, doubled and from the middle: −(n − 1), −(n − 3), …, n − 1.
std::int64_t doubled(std::uint32_t i, std::uint32_t n) {
  return 2 * std::int64_t{i} - (std::int64_t{n} - 1);
}

std::uint64_t square(std::int64_t x) {
  return static_cast<std::uint64_t>(x) * static_cast<std::uint64_t>(x);
}

/// ⌊√x⌋
std::uint64_t whole_root(std::uint64_t x) {
  constexpr std::uint64_t greatest = 0xffffffffu;
  auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(x)));
  if (root > greatest) root = greatest;
  while (root * root > x) --root;
  while (root < greatest && (root + 1) * (root + 1) <= x) ++root;
  return root;
}

/// Of the middle of a row of x.
std::uint64_t row_distance2(const Lattice& l, std::uint32_t row) {
  return square(doubled(row % l.ny, l.ny)) + square(doubled(row / l.ny, l.nz));
}

/// Sites of a row at this distance or nearer.
std::uint32_t within_in_row(const Lattice& l, std::uint32_t row, std::uint64_t distance2) {
  const std::uint64_t to_row = row_distance2(l, row);
  if (to_row > distance2) return 0;
  const std::uint64_t reach = whole_root(distance2 - to_row), n = l.nx;
  if (reach >= n - 1) return l.nx;
  // Doubled coordinates are even where n is odd: 0, ±2, …; odd where it is even: ±1, ±3, …
  return static_cast<std::uint32_t>(n % 2 ? 2 * (reach / 2) + 1 : 2 * ((reach + 1) / 2));
}

}  // namespace

std::uint64_t sites_within(const Lattice& lattice, std::uint64_t distance2) {
  constexpr std::uint32_t rows_per_part = 16384;
  const std::uint32_t rows = lattice.sites() / lattice.nx;
  std::atomic<std::uint64_t> sites = 0;
  for_each_part((rows + rows_per_part - 1) / rows_per_part, [&](std::uint64_t p) {
    const auto first = static_cast<std::uint32_t>(p * rows_per_part);
    std::uint64_t mine = 0;
    for (std::uint32_t row = first; row < rows && row - first < rows_per_part; ++row)
      mine += within_in_row(lattice, row, distance2);
    sites += mine;
  });
  return sites;
}

NearestSites::NearestSites(const Lattice& lattice, std::uint32_t n) : lattice_(lattice) {
  std::uint64_t beyond = 0;  // no site is farther
  for (const std::uint32_t axis : {lattice.nx, lattice.ny, lattice.nz}) beyond += square(doubled(0, axis));
  std::uint64_t least = 0;
  while (least < beyond) {
    const std::uint64_t middle = least + (beyond - least) / 2;
    if (sites_within(lattice, middle) >= n)
      beyond = middle;
    else
      least = middle + 1;
  }
  farthest_ = least;
  last_ = last_of_equals(farthest_ > 0 ? n - sites_within(lattice, farthest_ - 1) : n);
}

bool NearestSites::contains(LocalSite site) const {
  const Position p = lattice_.locate(SiteIndex{site.value});
  const std::uint64_t d2 = square(doubled(p.x, lattice_.nx)) + square(doubled(p.y, lattice_.ny)) +
                           square(doubled(p.z, lattice_.nz));
  return d2 < farthest_ || (d2 == farthest_ && site.value <= last_);
}

/// The n-th site, ascending in index, of those at the threshold; a row has at most two.
std::uint32_t NearestSites::last_of_equals(std::uint64_t n) const {
  std::uint32_t row = 0;
  const auto equals = [this](std::uint32_t r) {
    return within_in_row(lattice_, r, farthest_) -
           (farthest_ > 0 ? within_in_row(lattice_, r, farthest_ - 1) : 0);
  };
  for (std::uint32_t here = equals(0); here < n; here = equals(++row)) n -= here;
  const std::uint64_t reach = whole_root(farthest_ - row_distance2(lattice_, row));
  const std::uint64_t twice_x = n == 1 ? lattice_.nx - 1 - reach : lattice_.nx - 1 + reach;
  return row * lattice_.nx + static_cast<std::uint32_t>(twice_x / 2);
}

}  // namespace tilscape
