// Words and bytes that cells leave for each other between the passes of a phase: each reads back as what was
// put in, and no two mean the same.
#include <set>

#include "agents/phases/migration.hpp"
#include "agents/sites/aim.hpp"
#include "agents/sites/mark.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t most_neighbours = 26;

constexpr bool same(const Aim& a, const Aim& b) {
  return a.site == b.site && a.target == b.target && a.tregs == b.tregs && a.m2 == b.m2 && a.hits == b.hits;
}
constexpr bool survives(const Aim& aim) {
  return same(Aim::unpacked(aim.packed()), aim);
}
static_assert(survives({no_site, 0xff, 0xff, 0xff, 0xff}));
static_assert(survives({SiteIndex{1}, 2, 0, 0, 0xff}));
static_assert(survives({SiteIndex{0}, nobody, 0, 0}));

}  // namespace

TEST_CASE("an aim reads back with every target, and with any number of neighbours beside it") {
  for (const std::uint32_t site : {0u, 1u, 0x80000000u, 0xfffffffeu})
    for (std::uint32_t target = 0; target <= 1 + most_neighbours; ++target)
      for (std::uint32_t n = 0; n <= most_neighbours; ++n) {
        const auto beside = static_cast<std::uint8_t>(n);
        const auto others = static_cast<std::uint8_t>(most_neighbours - n);
        REQUIRE(survives({SiteIndex{site}, static_cast<Target>(target), beside, others}));
      }
}

TEST_CASE("a landing reads back at every site with every state") {
  using shuffle::Landing;
  for (const std::uint32_t site : {0u, 1u, 0x80000000u, 0xfffffffeu})
    for (int state = 0; state < immune_state_count; ++state) {
      const Landing landing =
          Landing::unpacked(Landing{SiteIndex{site}, static_cast<Immune>(state)}.packed());
      REQUIRE(landing.site == SiteIndex{site});
      REQUIRE(landing.state == static_cast<Immune>(state));
    }
}

TEST_CASE("intents of one phase are all different, and say where to") {
  std::set<std::uint8_t> of_turnover{Intent::none().code, Intent::to_divide().code, Intent::far().code,
                                     Intent::bonds().code, Intent::to_vanish().code};
  for (std::uint32_t d = 0; d < most_neighbours; ++d) {
    INFO("direction " << d);
    const Intent goes = Intent::toward(d), wants = Intent::to_draw_in(d), draws = Intent::drawing_in(d);
    CHECK(goes.direction() == d);
    CHECK(wants.inward() == d);
    CHECK(draws.inward() == d);
    CHECK((wants.wants_to_draw_in() && draws.draws_in()));
    for (const Intent intent : {goes, draws}) CHECK_FALSE(intent.wants_to_draw_in());
    for (const Intent intent : {goes, wants}) CHECK_FALSE(intent.draws_in());
    for (const Intent intent : {goes, wants, draws}) of_turnover.insert(intent.code);
  }
  CHECK(of_turnover.size() == 5 + 3 * most_neighbours);
  for (const Intent intent :
       {Intent::none(), Intent::to_divide(), Intent::far(), Intent::bonds(), Intent::to_vanish()})
    CHECK_FALSE((intent.wants_to_draw_in() || intent.draws_in()));
}

TEST_CASE("a target is nobody, the own site or a neighbour, and its intent keeps it") {
  std::set<Target> all{nobody, own_site};
  for (std::uint32_t d = 0; d < most_neighbours; ++d) {
    CHECK(direction_of(neighbour_in(d)) == d);
    CHECK(Intent::at(neighbour_in(d)).target() == neighbour_in(d));
    all.insert(neighbour_in(d));
  }
  CHECK(all.size() == 2 + most_neighbours);
  CHECK(Intent::at(nobody) == Intent::none());
  CHECK_FALSE(Intent::at(own_site) == Intent::none());
}

TEST_CASE("what neighbours want of a site is what they say from where they stand") {
  for (const Lattice& l : {make_lattice({5, 5, 1}, 15, Boundary::periodic, Neighbourhood::von_neumann, 1),
                           make_lattice({5, 5, 1}, 15, Boundary::periodic, Neighbourhood::moore, 1),
                           make_lattice({5, 5, 5}, 15, Boundary::periodic, Neighbourhood::von_neumann, 1),
                           make_lattice({5, 5, 5}, 15, Boundary::periodic, Neighbourhood::moore, 1)}) {
    const auto count = static_cast<std::uint8_t>(l.neighbour_count);
    for (std::uint8_t d = 0; d < count; ++d) {
      INFO("neighbour " << int{d} << " of " << int{count});
      CHECK(Intent::toward_me(d, count) == Intent::toward(l.opposite(d)));
      CHECK(Intent::at_me(d, count) == Intent::at(neighbour_in(l.opposite(d))));
    }
  }
}

TEST_CASE("a mark says whether a cell is taken, then what hits it has, up to a byte of them") {
  std::uint8_t marks[2] = {7, 7};
  WorldView w;
  w.tumour_scratch.mark = {marks};
  const AgentIndex one{0}, other{1};
  set_free(w, one), set_free(w, other);
  CHECK_FALSE(is_taken(w, one));
  set_taken(w, one);
  CHECK(is_taken(w, one));
  CHECK_FALSE(is_taken(w, other));
  set_hits_with_these(w, other, 2);
  CHECK(hits_with_these(w, other) == 2);
  set_hits_with_these(w, other, 255);
  CHECK(hits_with_these(w, other) == 255);
  set_hits_with_these(w, other, 300);
  CHECK(hits_with_these(w, other) == 255);
  CHECK(is_taken(w, one));
}
