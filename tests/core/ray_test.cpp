// A ray is the neighbour of the neighbour of … in one direction.
#include "core/lattice/ray.hpp"

#include <vector>

#include "tests/catch.hpp"

namespace tilscape {

namespace {

std::vector<std::uint32_t> sites_of(Ray ray) {
  std::vector<std::uint32_t> sites;
  for (SiteIndex s = ray.next(); s != no_site; s = ray.next()) sites.push_back(s.value);
  return sites;
}

/// The same, neighbour by neighbour.
std::vector<std::uint32_t> one_by_one(const Lattice& l, SiteIndex from, std::uint32_t d) {
  std::vector<std::uint32_t> sites;
  SiteIndex s = l.neighbour(l.locate(from), d);
  for (; s != no_site && s != from; s = l.neighbour(l.locate(s), d)) sites.push_back(s.value);
  return sites;
}

}  // namespace

TEST_CASE("a ray of three ends at the closed border, and comes round where it is periodic", "[core][ray]") {
  // 0 1 2 3 / 4 5 6 7 / 8 9 10 11; directions −x−y, −y, +x−y, −x, +x, −x+y, +y, +x+y
  const Lattice closed = make_lattice({4, 3, 1}, 15, Boundary::closed, Neighbourhood::moore);
  const auto ray = [](const Lattice& l, std::uint32_t from, std::uint32_t d) {
    return sites_of(Ray(l, l.locate(SiteIndex{from}), d));
  };
  CHECK(ray(closed, 4, 4) == std::vector<std::uint32_t>{5, 6, 7});
  CHECK(ray(closed, 0, 7) == std::vector<std::uint32_t>{5, 10});
  CHECK(ray(closed, 3, 4).empty());
  const Lattice periodic = make_lattice({4, 3, 1}, 15, Boundary::periodic, Neighbourhood::moore);
  CHECK(ray(periodic, 6, 4) == std::vector<std::uint32_t>{7, 4, 5});
  CHECK(ray(periodic, 5, 1) == std::vector<std::uint32_t>{1, 9});
  CHECK(ray(periodic, 0, 7) == std::vector<std::uint32_t>{5, 10, 3, 4, 9, 2, 7, 8, 1, 6, 11});
}

TEST_CASE("rays of any direction are neighbours of neighbours", "[core][ray]") {
  for (const auto boundary : {Boundary::closed, Boundary::periodic})
    for (const auto neighbourhood : {Neighbourhood::von_neumann, Neighbourhood::moore}) {
      const Lattice l = make_lattice({5, 4, 3}, 15, boundary, neighbourhood, 2);
      for (std::uint32_t s = 0; s < l.world_sites(); ++s)
        for (std::uint32_t d = 0; d < l.neighbour_count; ++d)
          REQUIRE(sites_of(Ray(l, l.locate(SiteIndex{s}), d)) == one_by_one(l, SiteIndex{s}, d));
    }
}

}  // namespace tilscape
