// The neighbours asked all at once are the neighbours asked one by one, on any lattice, at every site.
#include "core/lattice/neighbour_bytes.hpp"

#include <array>

#include "core/execution/memory.hpp"
#include "core/random/philox.hpp"
#include "tests/catch.hpp"

namespace tilscape {

namespace {

bool likes(std::uint8_t a, std::uint8_t b, std::uint8_t d) {
  return a % 3 == 0 || b == d;
}

/// The plain answer.
std::uint32_t asked_one_by_one(const Lattice& l, const Position& p, const std::uint8_t* a,
                               const std::uint8_t* b) {
  std::uint32_t mask = 0;
  for (std::uint32_t d = 0; d < l.neighbour_count; ++d) {
    const SiteIndex s = l.neighbour(p, d);
    if (s != no_site && likes(a[s.value], b[s.value], static_cast<std::uint8_t>(d))) mask |= 1u << d;
  }
  return mask;
}

}  // namespace

TEST_CASE("directions_where finds the directions of neighbours whose bytes are accepted") {
  const std::array<std::uint32_t, 3> sizes[] = {{3, 3, 3},   {7, 5, 4}, {64, 16, 4}, {5, 3, 1},
                                                {64, 64, 1}, {1, 1, 1}, {9, 1, 1}};
  HostMemory memory;
  for (const auto& size : sizes)
    for (const Boundary boundary : {Boundary::closed, Boundary::periodic})
      for (const Neighbourhood neighbourhood : {Neighbourhood::moore, Neighbourhood::von_neumann}) {
        if (boundary == Boundary::periodic && (size[0] < 3 || size[1] < 3)) continue;
        CAPTURE(size[0], size[1], size[2], boundary, neighbourhood);
        const Lattice l = make_lattice(size, 15, boundary, neighbourhood, 2);
        Buffer<std::uint8_t> a(memory, l.world_sites()), b(memory, l.world_sites());
        for (std::uint32_t s = 0; s < l.world_sites(); ++s) {
          a.data()[s] = static_cast<std::uint8_t>(mix64(s));
          b.data()[s] = static_cast<std::uint8_t>(mix64(s) >> 8) % 27;
        }
        std::uint32_t wrong = 0, found = 0;
        for (std::uint32_t s = 0; s < l.world_sites(); ++s) {
          const Position p = l.locate(SiteIndex{s});
          const std::uint32_t mask = directions_where(l, p, likes, a.data(), b.data());
          wrong += mask != asked_one_by_one(l, p, a.data(), b.data());
          found += mask != 0;
        }
        CHECK(wrong == 0);
        if (l.neighbour_count > 0 && l.sites() > 8) CHECK(found > 0);
      }
}

}  // namespace tilscape
