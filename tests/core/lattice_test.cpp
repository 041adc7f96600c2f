// The lattice: neighbours in every geometry, opposite directions, exact division, and what is refused.
#include "core/lattice/lattice.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <vector>

#include "tests/catch.hpp"

namespace tilscape {

namespace {

constexpr auto closed = Boundary::closed, periodic = Boundary::periodic;
constexpr auto moore = Neighbourhood::moore, von_neumann = Neighbourhood::von_neumann;

struct Geometry {
  std::array<std::uint32_t, 3> size;
  Boundary boundary;
  Neighbourhood neighbourhood;
  std::uint32_t neighbours;
};

const Geometry geometries[] = {{{7, 5, 1}, closed, von_neumann, 4},   {{7, 5, 1}, closed, moore, 8},
                               {{7, 5, 1}, periodic, von_neumann, 4}, {{3, 3, 1}, periodic, moore, 8},
                               {{5, 4, 3}, closed, von_neumann, 6},   {{5, 4, 3}, closed, moore, 26},
                               {{5, 4, 3}, periodic, von_neumann, 6}, {{3, 4, 5}, periodic, moore, 26},
                               {{1, 1, 1}, closed, moore, 8},         {{2, 1, 2}, closed, moore, 26},
                               {{1, 6, 1}, closed, von_neumann, 4},   {{16, 17, 2}, closed, moore, 26}};

/// Distance along one axis, the short way round on a periodic one.
int distance(std::uint32_t a, std::uint32_t b, std::uint32_t n, bool wraps) {
  const int d = std::abs(static_cast<int>(a) - static_cast<int>(b));
  return wraps ? std::min(d, static_cast<int>(n) - d) : d;
}

/// Sites that are neighbours by their coordinates alone.
std::set<std::uint32_t> expected_neighbours(const Geometry& g, const Lattice& l, const Position& p) {
  std::set<std::uint32_t> found;
  for (std::uint32_t s = 0; s < l.world_sites(); ++s) {
    const Position q = l.locate(SiteIndex{s});
    if (q.replicate != p.replicate || s == p.site.value) continue;
    const bool wraps = g.boundary == periodic;
    const int x = distance(p.x, q.x, l.nx, wraps), y = distance(p.y, q.y, l.ny, wraps),
              z = distance(p.z, q.z, l.nz, wraps && l.nz > 1);
    if (g.neighbourhood == moore ? std::max({x, y, z}) == 1 : x + y + z == 1) found.insert(s);
  }
  return found;
}

}  // namespace

TEST_CASE(
    "a site's neighbours are those one step away, each in one direction, and never of another replicate") {
  for (const Geometry& g : geometries) {
    const Lattice l = make_lattice(g.size, 10, g.boundary, g.neighbourhood, 2);
    CAPTURE(g.size[0], g.size[1], g.size[2], g.neighbours, g.boundary == periodic);
    REQUIRE(l.neighbour_count == g.neighbours);
    for (std::uint32_t s = 0; s < l.world_sites(); ++s) {
      const Position p = l.locate(SiteIndex{s});
      std::multiset<std::uint32_t> got;
      for (std::uint32_t d = 0; d < l.neighbour_count; ++d)
        if (const SiteIndex n = l.neighbour(p, d); n != no_site) got.insert(n.value);
      const auto expected = expected_neighbours(g, l, p);
      REQUIRE(std::vector<std::uint32_t>(got.begin(), got.end()) ==
              std::vector<std::uint32_t>(expected.begin(), expected.end()));
    }
  }
}

TEST_CASE("the opposite direction leads back") {
  for (const Geometry& g : geometries) {
    const Lattice l = make_lattice(g.size, 10, g.boundary, g.neighbourhood);
    for (std::uint32_t d = 0; d < l.neighbour_count; ++d) {
      const std::uint32_t e = l.opposite(d);
      CHECK((l.dx[d] == -l.dx[e] && l.dy[d] == -l.dy[e] && l.dz[d] == -l.dz[e]));
      for (std::uint32_t s = 0; s < l.sites(); ++s) {
        const SiteIndex there = l.neighbour(l.locate(SiteIndex{s}), d);
        if (there != no_site) REQUIRE(l.neighbour(l.locate(there), e).value == s);
      }
    }
  }
}

TEST_CASE("directions ascend in z, then y, then x") {
  for (const Geometry& g : geometries) {
    const Lattice l = make_lattice(g.size, 10, g.boundary, g.neighbourhood);
    for (std::uint32_t d = 1; d < l.neighbour_count; ++d)
      CHECK(std::array<int, 3>{l.dz[d - 1], l.dy[d - 1], l.dx[d - 1]} <
            std::array<int, 3>{l.dz[d], l.dy[d], l.dx[d]});
  }
}

TEST_CASE("a site is located by x + nx (y + ny z) within its replicate") {
  const Lattice l = make_lattice({5, 4, 3}, 10, closed, moore, 3);
  CHECK(l.sites() == 60);
  CHECK(l.world_sites() == 180);
  const Position p = l.locate(SiteIndex{2 * 60 + 1 * 20 + 3 * 5 + 4});
  CHECK(p.replicate == 2);
  CHECK(p.x == 4);
  CHECK(p.y == 3);
  CHECK(p.z == 1);
  CHECK(p.local.value == 39);
  CHECK(p.on_border);
  CHECK(l.local(p.site) == p.local);
  CHECK_FALSE(l.locate(SiteIndex{60 + 20 + 5 + 1}).on_border);
}

TEST_CASE("lattices that cannot be are refused, the limits are not") {
  CHECK_THROWS_AS(make_lattice({0, 5, 1}, 10, closed, moore), std::invalid_argument);
  CHECK_THROWS_AS(make_lattice({5, 5, 0}, 10, closed, moore), std::invalid_argument);
  CHECK_THROWS_AS(make_lattice({5, 5, 1}, 10, closed, moore, 0), std::invalid_argument);
  CHECK_THROWS_AS(make_lattice({2, 5, 1}, 10, periodic, moore), std::invalid_argument);
  CHECK_THROWS_AS(make_lattice({5, 2, 1}, 10, periodic, moore), std::invalid_argument);
  CHECK_THROWS_AS(make_lattice({5, 5, 2}, 10, periodic, moore), std::invalid_argument);
  CHECK_THROWS_AS(make_lattice({65536, 65536, 1}, 10, closed, moore), std::invalid_argument);
  CHECK_THROWS_AS(make_lattice({1u << 31, 1, 1}, 10, closed, moore, 2), std::invalid_argument);
  CHECK_THROWS_AS(make_lattice({4294967295u, 1, 1}, 10, closed, moore), std::invalid_argument);
  CHECK(make_lattice({4294967294u, 1, 1}, 10, closed, moore).sites() == 4294967294u);
  CHECK(make_lattice({65535, 65536, 1}, 10, periodic, moore).sites() == 65535u * 65536u);
}

TEST_CASE("division by a constant is exact at every edge") {
  std::vector<std::uint32_t> divisors;
  for (std::uint32_t d = 1; d <= 300; ++d) divisors.push_back(d);
  for (int bit = 9; bit < 32; ++bit)
    for (int off : {-1, 0, 1}) divisors.push_back((1u << bit) + static_cast<std::uint32_t>(off));
  for (const std::uint32_t d : {641u, 65537u, 1000003u, 2147483647u, 4294967291u, 4294967294u, 4294967295u})
    divisors.push_back(d);
  std::uint64_t wrong = 0;
  for (const std::uint32_t d : divisors) {
    const FastDivisor by(d);
    // Around multiples of d, where a wrong reciprocal shows first: the smallest, the largest, and many
    // between.
    const std::uint64_t last = 0xffffffffu / d, stride = last / 2000 + 1;
    const auto check = [&](std::uint64_t n) {
      if (n <= 0xffffffffu && by.quotient(static_cast<std::uint32_t>(n)) != n / d) ++wrong;
    };
    for (std::uint64_t q = 0; q <= last; q += stride)
      for (std::uint64_t n : {q * d, q * d + 1, q * d + d - 1, q * d + d}) check(n);
    for (std::uint64_t n :
         {last * d - 1, last * d, last * d + 1, std::uint64_t{0xfffffffe}, std::uint64_t{0xffffffff}})
      check(n);
  }
  CHECK(wrong == 0);
}

TEST_CASE("indices of the largest lattices do not overflow") {
  // Near 2^32 sites: every site of these is found where arithmetic in 64 bits puts it, and so are its
  // neighbours.
  const std::array<std::uint32_t, 3> sizes[] = {{1625, 1625, 1625}, {65535, 65535, 1},   {46340, 46340, 2},
                                                {3, 3, 477218588},  {4294967294u, 1, 1}, {1, 65536, 65535}};
  for (const auto& n : sizes)
    for (const Neighbourhood neighbourhood : {moore, von_neumann}) {
      const Lattice l = make_lattice(n, 10, closed, neighbourhood);
      const std::uint64_t sites = std::uint64_t{n[0]} * n[1] * n[2];
      CAPTURE(n[0], n[1], n[2]);
      REQUIRE(l.sites() == sites);
      for (const std::uint64_t site :
           {sites - 1, sites - 2, sites - n[0] - 2, sites / 2, sites / 2 + 1, std::uint64_t{n[0]} * n[1] - 1,
            std::uint64_t{1} << 31, std::uint64_t{0}}) {
        if (site >= sites) continue;
        const Position p = l.locate(SiteIndex{static_cast<std::uint32_t>(site)});
        REQUIRE(p.x + std::uint64_t{n[0]} * (p.y + std::uint64_t{n[1]} * p.z) == site);
        REQUIRE((p.x < n[0] && p.y < n[1] && p.z < n[2]));
        for (std::uint32_t d = 0; d < l.neighbour_count; ++d) {
          const std::int64_t x = std::int64_t{p.x} + l.dx[d], y = std::int64_t{p.y} + l.dy[d],
                             z = std::int64_t{p.z} + l.dz[d];
          const bool inside = x >= 0 && y >= 0 && z >= 0 && x < n[0] && y < n[1] && z < n[2];
          const std::int64_t expected = x + std::int64_t{n[0]} * (y + std::int64_t{n[1]} * z);
          REQUIRE(l.neighbour(p, d) == (inside ? SiteIndex{static_cast<std::uint32_t>(expected)} : no_site));
        }
      }
    }
}

TEST_CASE("the last replicate of the largest world lies where it should") {
  const Lattice l = make_lattice({1000, 1000, 4}, 10, periodic, moore, 1073);
  const SiteIndex last{l.world_sites() - 1};
  REQUIRE(std::uint64_t{l.world_sites()} == 1073u * std::uint64_t{4'000'000});
  const Position p = l.locate(last);
  CHECK(p.replicate == 1072);
  CHECK((p.x == 999 && p.y == 999 && p.z == 3));
  CHECK(l.neighbour(p, l.neighbour_count - 1) == SiteIndex{1072u * 4'000'000});  // wraps on every axis
}

}  // namespace tilscape
