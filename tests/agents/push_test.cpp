// Placement `push`: which cells have room, which way they push, who wins where rays meet, and that nobody is
// lost on the way.
#include "agents/phases/push.hpp"

#include <map>
#include <utility>
#include <vector>

#include "tests/agents/push_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

Sites tumour_of(const std::string& codes, std::uint32_t reach) {
  const auto m = pushing({static_cast<std::uint32_t>(codes.size()), 1, 1}, von_neumann, reach);
  const auto simulation = simulation_of(m, row(codes));
  simulation->advance(1);
  return sites_of(simulation->cells(0), CellType::tumour);
}

/// Where the one cell that was born stands, and the site that is taken since.
struct OneBirth {
  std::uint32_t daughter, filled;
  bool operator<(const OneBirth& b) const {
    return std::pair(daughter, filled) < std::pair(b.daughter, b.filled);
  }
};

/// Updates with one birth, of `seeds` many, counted by what happened in them.
std::map<OneBirth, int> single_births(const ModelParameters& m, const InitialTissue& cells,
                                      std::uint64_t seeds) {
  std::map<OneBirth, int> count;
  const Sites before = sites_of(simulation_of(m, cells)->cells(0), CellType::tumour);
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const auto simulation = simulation_of(m, cells, seed);
    simulation->advance(1);
    const CellTable now = simulation->cells(0);
    OneBirth birth{};
    std::size_t born = 0;
    for (std::size_t k = 0; k < now.size(); ++k)
      if (birth_step(static_cast<std::uint64_t>(now.cell_id[k])).value > 0)
        birth.daughter = now.site[k], ++born;
    if (born != 1) continue;
    for (const std::uint32_t s : sites_of(now, CellType::tumour))
      if (!before.count(s)) birth.filled = s;
    ++count[birth];
  }
  return count;
}

int total(const std::map<OneBirth, int>& count) {
  int sum = 0;
  for (const auto& [birth, n] : count) sum += n;
  return sum;
}

std::vector<Tissue> states(Simulation& simulation) {
  const CellTable cells = simulation.cells(0);
  std::vector<Tissue> states;
  for (const std::uint8_t code : cells.state) states.push_back(static_cast<Tissue>(code));
  return states;
}

}  // namespace

TEST_CASE("push reaches by length, and every neighbour", "[agents][push]") {
  CHECK((push_reaches(10, 10, 1) && !push_reaches(10, 11, 1)));
  CHECK((push_reaches(10, 7, 2) && !push_reaches(10, 8, 2)));  // 9.9 and 11.3 spacings
  CHECK((push_reaches(10, 5, 3) && !push_reaches(10, 6, 3)));  // 8.7 and 10.4
  CHECK((push_reaches(1, 1, 3) && !push_reaches(1, 2, 1)));
}

TEST_CASE("Live cells and corpses are pushed, stroma and vessels hold", "[agents][push]") {
  const Lattice l = make_lattice({7, 1, 1}, 15, Boundary::closed, von_neumann);
  constexpr auto none = Tissue::none, tumour = Tissue::tumour_cycling, hypoxic = Tissue::tumour_hypoxic;
  const std::uint32_t left = 1u << 1, right = 1u << 2;  // directions −y, −x, +x, +y
  const Codes across(l,
                     {tumour, Tissue::tumour_necrotic, Tissue::tumour_apoptotic, hypoxic, none, none, none});
  CHECK(across.shortest(0) == right);
  CHECK(push::sites_to_free(across.w, across.rules, l.locate(SiteIndex{0}), 2, 10) == 4);
  const Codes held(l, {none, Tissue::stroma, tumour, tumour, Tissue::vessel, none, none});
  CHECK(held.shortest(2) == 0);
  const Codes both(l, {none, tumour, hypoxic, tumour, tumour, tumour, none});
  CHECK(both.shortest(2) == left);
  CHECK(both.shortest(3) == (left | right));
}

TEST_CASE("The shortest ray is the shortest by length, not by sites", "[agents][push]") {
  const std::uint32_t side = 9;
  const Lattice l = make_lattice({side, side, 1}, 15, Boundary::closed, moore);
  const auto with_holes = [&](std::uint32_t a, std::uint32_t b) {
    std::vector<Tissue> codes(side * side, Tissue::tumour_cycling);
    codes[a] = codes[b] = Tissue::none;
    return Codes(l, codes);
  };
  const auto site = [&](std::uint32_t x, std::uint32_t y) { return x + side * y; };
  // Seen from (4, 4): 3 sites along x are 3, 2 along the diagonal 2.8, 3 of them 4.2, 4 along x are 4.
  const std::uint32_t along_x = 1u << 4, diagonal = 1u << 7;
  CHECK(with_holes(site(7, 4), site(6, 6)).shortest(site(4, 4)) == diagonal);
  CHECK(with_holes(site(8, 4), site(7, 7)).shortest(site(4, 4)) == along_x);
}

TEST_CASE("One mother of a row pushes, each as often, and the others move aside", "[agents][push]") {
  const auto m = pushing({6, 1, 1}, von_neumann, 5);
  const InitialTissue cells = row("TTT...");
  int mothers[3] = {};
  for (std::uint64_t seed = 0; seed < 900; ++seed) {
    const auto simulation = simulation_of(m, cells, seed);
    const std::vector<std::int64_t> before = simulation->cells(0).cell_id;
    simulation->advance(1);
    const CellTable after = simulation->cells(0);
    REQUIRE(sites_of(after, CellType::tumour) == Sites{0, 1, 2, 3});
    std::vector<std::int64_t> olds;
    for (std::uint32_t k = 0; k < 4; ++k) {
      if (birth_step(static_cast<std::uint64_t>(after.cell_id[k])).value == 0)
        olds.push_back(after.cell_id[k]);
      else
        ++mothers[k - 1];
    }
    REQUIRE(olds == before);  // in the same order along the row
  }
  for (const int n : mothers) check_share(n, 900, 1.0 / 3);
}

TEST_CASE("A cell pushes to the nearer side, or either as often", "[agents][push]") {
  auto m = pushing({5, 1, 1}, von_neumann, 5);
  m.tumour.division_per_day = 1440 * 0.2;
  const auto count = single_births(m, row(".TTT."), 1500);
  const int n = total(count);
  REQUIRE(count.size() == 4);
  check_share(count.at({0, 0}), n, 1.0 / 3);
  check_share(count.at({4, 4}), n, 1.0 / 3);
  check_share(count.at({1, 0}), n, 1.0 / 6);
  check_share(count.at({3, 4}), n, 1.0 / 6);
}

TEST_CASE("What holds a push leaves no room", "[agents][push]") {
  CHECK(tumour_of("TTT.", 3) == Sites{0, 1, 2, 3});
  CHECK(tumour_of("TTS.", 3) == Sites{0, 1});
  CHECK(tumour_of("TTV.", 3) == Sites{0, 1});
  CHECK(tumour_of("TTT", 3) == Sites{0, 1, 2});  // the border
  auto m = pushing({4, 4, 1}, moore, 60);
  m.lattice.boundary = Boundary::periodic;  // rays come round to their mothers
  const auto full = simulation_of(m, row("TTTTTTTTTTTTTTTT"));
  full->advance(2);
  CHECK(states(*full) == std::vector<Tissue>(16, Tissue::tumour_quiescent));
}

TEST_CASE("Cells with a free site in reach of a ray cycle, others are quiescent", "[agents][push]") {
  auto m = pushing({9, 9, 1}, moore, 3);
  m.tumour.division_per_day = 0;
  InitialTissue cells;
  for (std::uint32_t s = 0; s < 81; ++s)
    if (s != 40) cells.push_back({LocalSite{s}, CellType::tumour});
  const auto simulation = simulation_of(m, cells);
  simulation->advance(1);
  const CellTable now = simulation->cells(0);
  for (std::size_t k = 0; k < now.size(); ++k) {
    const int dx = std::abs(static_cast<int>(now.site[k] % 9) - 4),
              dy = std::abs(static_cast<int>(now.site[k] / 9) - 4);
    const bool on_ray = dx == 0 || dy == 0 || dx == dy;
    const bool in_reach = dx * dx + dy * dy <= 9;
    INFO(dx << ' ' << dy);
    CHECK(now.state[k] ==
          static_cast<std::uint8_t>(on_ray && in_reach ? Tissue::tumour_cycling : Tissue::tumour_quiescent));
  }
}

TEST_CASE("Pushing loses nobody: cells keep what they carry, and births are all that is new",
          "[agents][push]") {
  auto m = pushing({40, 40, 1}, moore, 6);
  m.tumour.division_per_day = 1440 * 0.1;
  InitialTissue cells;
  for (std::uint32_t s = 0; s < 1600; ++s)
    if (s % 40 > 10 && s % 40 < 25 && s / 40 > 12 && s / 40 < 24)
      cells.push_back({LocalSite{s}, CellType::tumour, 1 + 0.001f * static_cast<float>(s)});
  const auto simulation = simulation_of(m, cells);
  std::map<std::int64_t, float> known;  // PD-L1 by id
  std::uint64_t births = cells.size();
  for (int update = 0; update <= 30; ++update) {
    const CellTable now = simulation->cells(0);
    REQUIRE(sites_of(now, CellType::tumour).size() == now.size());
    REQUIRE(now.size() == known.size() + births);
    std::size_t seen = 0;
    for (std::size_t k = 0; k < now.size(); ++k) {
      const auto [old, is_new] = known.emplace(now.cell_id[k], now.pdl1[k]);
      REQUIRE(old->second == now.pdl1[k]);
      seen += !is_new;
    }
    REQUIRE(seen + births == now.size());
    REQUIRE(simulation->broken_invariants() == "");
    CHECK(births > 0);
    simulation->advance(1);
    births = events(simulation->census()[0], Event::tumour_birth);
  }
  CHECK(known.size() > 600);
}

TEST_CASE("An engaged T cell goes on with whom a push brings before it, and hits stay with who got them",
          "[agents][push]") {
  auto m = pushing({4, 1, 1}, von_neumann, 3);
  m.time.tumour_turnover_min = 30;
  m.t_cell.speed_um_per_min = 0;
  m.t_cell.death_per_day = 0;
  m.t_cell.recognition_per_min = 1e6;
  m.t_cell.hits_per_h = 360;  // 6 per minute
  m.t_cell.pd1_complexes_per_um2 = 0;
  m.t_cell.engagement_min = 600;
  m.t_cell.lethal_hits = 1000;
  m.t_cell.hit_memory_min = 600;
  m.escape.mhc1_basal = 1;
  InitialTissue cells = row("TT..");
  cells.push_back({LocalSite{2}, CellType::cd8_t_cell});    // sees site 1 alone
  m.blood.cd8_cells[m.antigens.founder_classes.at(0)] = 1;  // what the T cell recognises
  m.blood.entry_per_min_per_cm3 = 0;
  int pushed_away = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto simulation = simulation_of(m, cells, seed);
    simulation->advance(30);
    std::map<std::uint32_t, std::uint32_t> before;  // hits by site
    const CellTable then = simulation->cells(0);
    bool t_cell_sees_another = false;
    for (std::size_t k = 0; k < then.size(); ++k) {
      if (then.cell_type[k] != static_cast<std::uint8_t>(CellType::tumour)) continue;
      before[then.site[k]] = then.hits[k];
      const bool is_new = birth_step(static_cast<std::uint64_t>(then.cell_id[k])).value > 0;
      t_cell_sees_another |= then.site[k] == 1 && is_new;
    }
    REQUIRE(before.size() == 3);
    const std::uint32_t target_of_old = t_cell_sees_another ? 2 : 1;
    CHECK(before[target_of_old] > 100);  // of 180 expected
    simulation->advance(10);
    const CellTable now = simulation->cells(0);
    const CensusRow census = simulation->census()[0];
    CHECK(census.immune[static_cast<std::size_t>(Immune::cd8_engaged)] == 1);
    for (std::size_t k = 0; k < now.size(); ++k)
      if (now.cell_type[k] == static_cast<std::uint8_t>(CellType::tumour))
        CHECK((now.hits[k] > before[now.site[k]]) == (now.site[k] == 1 && before[1] < 255));
    pushed_away += t_cell_sees_another;
  }
  check_share(pushed_away, 40, 0.5);
}
