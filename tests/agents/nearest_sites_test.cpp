// The nearest sites, against sorting all of them by distance and index.
#include "agents/start/nearest_sites.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// For every n at once: sites in the order in which they are taken.
std::vector<std::uint32_t> sorted_by_distance(const Lattice& l) {
  std::vector<std::pair<double, std::uint32_t>> order;
  for (std::uint32_t s = 0; s < l.sites(); ++s) {
    const Position p = l.locate(SiteIndex{s});
    const double x = p.x - (l.nx - 1) / 2.0, y = p.y - (l.ny - 1) / 2.0, z = p.z - (l.nz - 1) / 2.0;
    order.push_back({x * x + y * y + z * z, s});
  }
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> sites;
  for (const auto& [distance, site] : order) sites.push_back(site);
  return sites;
}

}  // namespace

TEST_CASE("the nearest sites are the first of all sorted by distance and index", "[agents][synthetic]") {
  const std::array<std::uint32_t, 3> sizes[] = {{1, 1, 1}, {2, 1, 1}, {7, 1, 1}, {1, 8, 1}, {5, 5, 1},
                                                {6, 5, 1}, {6, 4, 1}, {3, 4, 5}, {4, 4, 4}, {5, 3, 3}};
  for (const auto& size : sizes) {
    const Lattice lattice = make_lattice(size, 10, Boundary::closed, Neighbourhood::moore);
    const std::vector<std::uint32_t> order = sorted_by_distance(lattice);
    for (std::uint32_t n = 1; n <= lattice.sites(); ++n) {
      const NearestSites nearest(lattice, n);
      for (std::uint32_t k = 0; k < order.size(); ++k) {
        INFO(size[0] << " x " << size[1] << " x " << size[2] << ", n " << n << ", site " << order[k]);
        REQUIRE(nearest.contains(LocalSite{order[k]}) == (k < n));
      }
    }
  }
}

TEST_CASE("the nearest sites of the largest lattices are found too", "[agents][synthetic]") {
  // 2-D, even sides: four middle sites; the fourth is the last of them.
  const Lattice lattice = make_lattice({65534, 65534, 1}, 10, Boundary::closed, Neighbourhood::moore);
  const std::uint32_t middle = 32766 + 65534u * 32766;
  const NearestSites three(lattice, 3), all(lattice, lattice.sites());
  CHECK(three.contains(LocalSite{middle}));
  CHECK(three.contains(LocalSite{middle + 1}));
  CHECK(three.contains(LocalSite{middle + 65534}));
  CHECK_FALSE(three.contains(LocalSite{middle + 65535}));
  CHECK(all.contains(LocalSite{lattice.sites() - 1}));
  CHECK_FALSE(NearestSites(lattice, lattice.sites() - 1).contains(LocalSite{lattice.sites() - 1}));
}
