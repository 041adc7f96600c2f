// All read-outs together: the same on any number of threads, in any memory order and batch; nothing where
// they are off; and no trace of them in the simulation.
#include <set>

#include "agents/readouts/readout_columns.hpp"
#include "tests/catch.hpp"
#include "tests/determinism/scenarios.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

namespace {

std::vector<CensusColumn> columns(const Readouts& readouts) {
  CensusRow row;
  row.readouts = readouts;
  std::vector<CensusColumn> all;
  append_columns(all, row);
  return all;
}

/// Numbers must be equal, and undefined in the same places.
void check_same(const Readouts& a, const Readouts& b) {
  const auto x = columns(a), y = columns(b);
  REQUIRE(x.size() == y.size());
  for (std::size_t c = 0; c < x.size(); ++c) {
    CAPTURE(x[c].name);
    CHECK((x[c].value == y[c].value || (std::isnan(x[c].value) && std::isnan(y[c].value))));
  }
}

RunParameters busy_run(std::array<std::uint32_t, 3> size) {
  RunParameters run = scenarios::lively(size, Boundary::periodic, Neighbourhood::moore);
  run.replicates = 3;
  return run;
}

std::set<std::string> names_with(bool ReadoutParameters::*only) {
  ReadoutParameters wanted = all_readouts();
  for (const auto any :
       {&ReadoutParameters::imaging, &ReadoutParameters::killing, &ReadoutParameters::pdl1,
        &ReadoutParameters::infiltration, &ReadoutParameters::clones, &ReadoutParameters::receptors,
        &ReadoutParameters::recognition, &ReadoutParameters::spatial})
    wanted.*any = any == only;
  const ModelParameters m = still_model({9, 9, 1});
  std::set<std::string> names;
  for (const CensusColumn& c : columns(read(m, {{LocalSite{4}, CellType::tumour}}, wanted)))
    names.insert(c.name);
  return names;
}

}  // namespace

TEST_CASE("read-outs do not depend on threads, blocks, memory order or company", "[readouts]") {
  for (const std::array<std::uint32_t, 3> size : {std::array{40u, 33u, 1u}, std::array{14u, 13u, 12u}}) {
    const RunParameters run = busy_run(size);
    SimulationStart start = make_start(run, nullptr);
    const auto one = make_host_simulation(start, 1);
    start.execution.host_block = 7;
    start.execution.reorder_every_steps = 1;
    const auto two = make_host_simulation(start, 2);
    std::vector<std::unique_ptr<Simulation>> alone;
    for (int r = 0; r < 3; ++r) alone.push_back(make_host_simulation(make_start(run, nullptr, r), 2));
    for (int k = 0; k < 3; ++k) {
      one->advance(100);
      two->advance(100);
      const auto a = one->read_out(all_readouts()), b = two->read_out(all_readouts());
      for (int r = 0; r < 3; ++r) {
        CAPTURE(size[2], k, r);
        alone[r]->advance(100);
        check_same(a[r], b[r]);
        check_same(a[r], alone[r]->read_out(all_readouts())[0]);
      }
    }
    CHECK(one->read_out(all_readouts())[0].clones->living_clones > 1);
  }
}

TEST_CASE("reading out changes nothing", "[readouts]") {
  const RunParameters run = busy_run({30, 30, 1});
  const auto read = make_host_simulation(make_start(run, nullptr), 2),
             unread = make_host_simulation(make_start(run, nullptr), 2);
  for (int k = 0; k < 5; ++k) {
    read->read_out(all_readouts());
    read->advance(40);
    unread->advance(40);
    CHECK(read->digest() == unread->digest());
  }
}

TEST_CASE("a read-out that is off has no column, one that is on has its own", "[readouts]") {
  using Names = std::set<std::string>;
  CHECK(names_with(nullptr).empty());
  CHECK(names_with(&ReadoutParameters::imaging) ==
        Names{"tumour_volume_mm3", "longest_diameter_mm", "imaged_volume_mm3"});
  CHECK(names_with(&ReadoutParameters::pdl1) == Names{"tps_percent", "cps"});
  CHECK(names_with(&ReadoutParameters::infiltration) ==
        Names{"core_cd8_per_mm2", "margin_cd8_per_mm2", "infiltration"});
  CHECK(names_with(&ReadoutParameters::clones) == Names{"living_clones", "shannon_clones", "simpson_clones",
                                                        "tmb_per_mb", "neoantigens_clonal",
                                                        "neoantigens_subclonal", "mhc_loss_fraction"});
  CHECK(names_with(&ReadoutParameters::receptors) == Names{"tcr_classes", "tcr_clonality"});
  CHECK(names_with(&ReadoutParameters::recognition) ==
        Names{"specific_cd8_per_mm2", "antigen_lost", "unseen_tumour"});
  CHECK(names_with(&ReadoutParameters::spatial).count("pair_correlation_9") == 1);
  CHECK(names_with(&ReadoutParameters::spatial).count("pair_correlation_10") == 0);
}
