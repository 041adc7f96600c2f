// Every invariant is broken by hand, and named, counted and located by the check; a whole world has none to
// name.
#include "agents/observe/invariants.hpp"

#include <cmath>

#include "agents/simulation_on.hpp"
#include "core/execution/host_executor.hpp"
#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr Step now{5};

/// A small world of both populations, and one clone that the first tumour cell belongs to.
struct Fixture {
  explicit Fixture(bool shares_site = true) {
    ModelParameters m = model_without_fields({12, 10, 1});
    m.immune.shares_site = shares_site;
    m.tumour.placement = Placement::per_bond;
    m.fields[oxygen_field].enabled = m.fields[chemokine_field].enabled = true;
    SimulationStart start;
    start.replicates.push_back({m,
                                1,
                                0,
                                {{LocalSite{3}, CellType::tumour},
                                 {LocalSite{4}, CellType::tumour},
                                 {LocalSite{7}, CellType::stroma},
                                 {LocalSite{9}, CellType::vessel},
                                 {LocalSite{10}, CellType::vessel},
                                 {LocalSite{20}, CellType::cd8_t_cell},
                                 {LocalSite{30}, CellType::cd8_t_cell}}});
    world = std::make_unique<World>(executor.memory(), lattice_of(start), start.replicates, 1);
    w = world->view(now);
    REQUIRE(broken() == "");
  }
  std::string broken() { return broken_invariants(executor, *world, now); }
  bool can_be_copied() { return tilscape::can_be_copied(executor, *world, now); }

  HostExecutor executor{1};
  std::unique_ptr<World> world;
  WorldView w;
  const AgentIndex first{0}, second{1};
};

}  // namespace

TEST_CASE("a population that its sites do not know is named", "[agents][invariants]") {
  Fixture f;
  SECTION("a tumour cell elsewhere") {
    f.w.tumour.site[f.second] = SiteIndex{50};
    CHECK(f.broken() ==
          "1 tumour cells that their site does not point to (slot 1); "
          "1 tumour sites without a tumour cell (site 4)");
  }
  SECTION("two tumour cells of one site") {
    f.w.tumour.site[f.second] = SiteIndex{3};
    CHECK_THAT(f.broken(), starts_with("1 tumour cells that their site does not point to (slot 1)"));
  }
  SECTION("a tumour cell outside the lattice") {
    f.w.tumour.site[f.second] = SiteIndex{120};
    CHECK_THAT(f.broken(), starts_with("1 tumour cells that their site does not point to (slot 1)"));
    CHECK_FALSE(f.can_be_copied());
    return;
  }
  SECTION("an immune cell elsewhere") {
    f.w.immune_cells.site[f.first] = SiteIndex{21};
    CHECK(f.broken() ==
          "1 immune cells that their site does not point to (slot 0); "
          "1 immune sites without an immune cell (site 20)");
  }
  SECTION("both immune cells lost") {
    f.w.immune[SiteIndex{20}] = f.w.immune[SiteIndex{30}] = Immune::none;
    CHECK(f.broken() == "2 immune cells that their site does not point to (slot 0, 1)");
  }
  CHECK(f.can_be_copied());
}

TEST_CASE("vessels that the list or the sites do not know are named", "[agents][invariants]") {
  Fixture f;
  const std::string text = "1 vessels that their list and their sites do not agree on";
  SECTION("listed, and gone") {
    f.w.tissue[SiteIndex{9}] = Tissue::none;
    CHECK(f.broken() == text + " (vessel 0)");
  }
  SECTION("there, and not listed") {
    f.w.tissue[SiteIndex{50}] = Tissue::vessel;
    CHECK(f.broken() == text + " (site 50)");
  }
  SECTION("listed twice") {
    f.world->vessels().data()[1] = SiteIndex{9};
    CHECK(f.broken() == text + " (site 10); " + text + " (vessel 1)");
  }
}

TEST_CASE("a plane that says what is not there is named", "[agents][invariants]") {
  Fixture f;
  bool can_be_copied = false;
  SECTION("a tumour site more") {
    f.w.tissue[SiteIndex{60}] = Tissue::tumour_quiescent;
    CHECK(f.broken() == "1 tumour sites without a tumour cell (site 60)");
  }
  SECTION("an immune cell's site more") {
    f.w.immune[SiteIndex{60}] = Immune::cd8_searching;
    f.w.immune_at[SiteIndex{60}] = AgentIndex{0};
    CHECK(f.broken() == "1 immune sites without an immune cell (site 60)");
  }
  SECTION("a slot that there is not") {
    f.w.tumour_at[SiteIndex{4}] = AgentIndex{1000000};
    CHECK_THAT(f.broken(), contains("1 tumour sites without a tumour cell (site 4)"));
  }
  SECTION("another cell's slot") {
    f.w.tumour_at[SiteIndex{4}] = f.first;
    CHECK_THAT(f.broken(), contains("1 tumour sites without a tumour cell (site 4)"));
    can_be_copied = true;
  }
  SECTION("codes that mean nothing") {
    f.w.tissue[SiteIndex{90}] = static_cast<Tissue>(9);
    CHECK(f.broken() == "1 codes without a meaning (site 90)");
    can_be_copied = true;
  }
  SECTION("a receptor that there is not") {
    f.w.immune_cells.receptor[f.second] = receptors;
    CHECK(f.broken() == "1 codes without a meaning (slot 1)");
    can_be_copied = true;
  }
  CHECK(f.can_be_copied() == can_be_copied);
}

TEST_CASE("an immune cell on a tumour cell is named where sites are not shared", "[agents][invariants]") {
  const bool shares = GENERATE(false, true);
  Fixture f(shares);
  f.w.immune[SiteIndex{20}] = Immune::none;
  f.w.immune[SiteIndex{3}] = Immune::cd8_searching;
  f.w.immune_at[SiteIndex{3}] = f.first;
  f.w.immune_cells.site[f.first] = SiteIndex{3};
  CHECK(f.broken() ==
        (shares
             ? ""
             : "1 sites that immune cells share with tumour or stroma although immune.shares_site is false "
               "(site 3)"));
}

TEST_CASE("slots and counters that lost count are named", "[agents][invariants]") {
  Fixture f;
  SECTION("a slot emptied and not counted") {
    f.w.tissue[SiteIndex{4}] = Tissue::none;
    f.w.tumour.site[f.second] = no_site;
    CHECK(f.broken() == "1 empty slots, expected 0");
    f.w.freed.add_tumour();
    f.world->update_counts();
    CHECK(f.broken() == "");
  }
  SECTION("a slot handed out and not used") {
    ++f.w.counters->immune_cells;
    CHECK(f.broken() == "counters of slots or clones that lost count");
  }
  SECTION("births that nobody took") {
    f.w.tumour_births.expect(7, 1);
    CHECK(f.broken() == "births left over after the step");
  }
}

TEST_CASE("what a phase left behind is named", "[agents][invariants]") {
  Fixture f;
  SECTION("an intent") {
    f.w.intent[SiteIndex{11}] = Intent::toward(0);
    CHECK(f.broken() == "1 intents left over after the step (site 11)");
  }
  SECTION("an intent of bonds") {
    f.w.bond_intent[SiteIndex{12}] = 4;
    CHECK(f.broken() == "1 intents left over after the step (site 12)");
  }
  SECTION("an action") {
    f.w.immune_scratch.action[f.second] = 2;
    CHECK(f.broken() == "1 actions left over after the step (slot 1)");
  }
}

TEST_CASE("values that cannot be are named", "[agents][invariants]") {
  Fixture f;
  SECTION("levels of tumour cells") {
    f.w.tumour.mhc1[f.first] = 1.01f;
    f.w.tumour.pdl1[f.second] = std::nanf("");
    CHECK(f.broken() == "2 levels or fields out of range or not a number (slot 0, 1)");
  }
  SECTION("levels of immune cells") {
    f.w.immune_cells.exhaustion[f.first] = -0.1f;
    CHECK(f.broken() == "1 levels or fields out of range or not a number (slot 0)");
  }
  SECTION("fields") {
    for (std::uint32_t s = 10; s < 17; ++s) f.w.field[oxygen_field][SiteIndex{s}] = std::nanf("");
    f.w.field[chemokine_field][SiteIndex{99}] = -1;
    CHECK(f.broken() == "8 levels or fields out of range or not a number (site 10, 11, 12, 13, 14)");
  }
  SECTION("ids of cells not yet born") {
    f.w.tumour.id[f.second] = make_id(Step{6}, LocalSite{4}, 3);
    CHECK(f.broken() == "1 ids of a later step (slot 1)");
  }
}

TEST_CASE("cells and clones that do not match are named", "[agents][invariants]") {
  Fixture f;
  const auto log = [&f](std::uint64_t id, std::uint64_t parent) {
    f.w.clones[f.w.counters->clones++] = {id, parent, f.w.tumour.antigens[f.first], 0, 0, 1, 1};
    f.world->update_counts();
  };
  const std::uint64_t clone = make_id(Step{2}, LocalSite{3}, 3), child = make_id(Step{4}, LocalSite{4}, 3);
  log(child, clone);
  log(clone, 0);
  f.w.tumour.clone[f.first] = clone;
  f.w.tumour.clone[f.second] = child;
  f.w.tumour.genotype[f.first] = f.w.tumour.genotype[f.second] = 0;
  REQUIRE(f.broken() == "");
  SECTION("a clone that nobody founded") {
    f.w.tumour.clone[f.second] = clone + 16;
    CHECK(f.broken() == "1 tumour cells whose clone is not in the log, or has another genome (slot 1)");
  }
  SECTION("another genome") {
    f.w.tumour.genotype[f.first] = genotype::b2m_lost;
    CHECK(f.broken() == "1 tumour cells whose clone is not in the log, or has another genome (slot 0)");
  }
  SECTION("other antigens") {
    f.w.tumour.antigens[f.second] ^= 1;
    CHECK(f.broken() == "1 tumour cells whose clone is not in the log, or has another genome (slot 1)");
  }
  SECTION("a clone twice") {
    log(clone, 0);
    CHECK(f.broken() == "1 clone records that stand twice, or whose parent is not in the log (record 1)");
  }
  SECTION("a clone without its parent") {
    log(make_id(Step{5}, LocalSite{9}, 3), clone + 32);
    CHECK(f.broken() == "1 clone records that stand twice, or whose parent is not in the log (record 2)");
  }
  SECTION("a clone of the future") {
    log(make_id(Step{6}, LocalSite{9}, 3), clone);
    CHECK(f.broken() == "1 ids of a later step (record 2)");
  }
  SECTION("a record that was not counted") {
    ++f.w.counters->clones;
    CHECK(f.broken() == "counters of slots or clones that lost count");
  }
}
