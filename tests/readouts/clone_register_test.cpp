// Clone read-outs of a phylogeny drawn by hand, and of a running simulation counted cell by cell.
#include "agents/readouts/clone_register.hpp"

#include <cmath>
#include <map>

#include "core/base/bits.hpp"
#include "tests/catch.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

namespace {

constexpr std::uint64_t founders = 0b1;

CloneRecord clone(std::uint64_t id, std::uint64_t parent, std::uint64_t antigens, std::uint32_t passengers,
                  std::uint16_t genotype = 0, std::uint16_t kinds = 0, std::uint32_t replicate = 0) {
  return {id, parent, antigens, replicate, genotype, kinds, passengers};
}

/// A from the founders, B and C from A, D from B; C lost an HLA allele, D its B2M.
CloneRegister small_tree() {
  CloneRegister tree;
  tree.add({clone(20, 10, 0b111, 3), clone(10, 0, 0b11, 6)});
  tree.add({clone(40, 20, 0b0111, 0, genotype::b2m_lost, mutation_kind::b2m_loss),
            clone(30, 10, 0b1011, 2, 0b100, mutation_kind::hla_loss | mutation_kind::driver)});
  return tree;
}

ReadoutParameters parameters() {
  ReadoutParameters p = all_readouts();
  p.exome_mb = 2;
  p.detectable_fraction = 0.1;
  p.clonal_fraction = 0.95;
  return p;
}

CloneReadout read_small(std::vector<std::uint32_t> cells) {
  return small_tree().read(cells, {founders}, parameters())[0];
}

}  // namespace

TEST_CASE("a tumour of founders alone is one clone with their neoantigens", "[readouts][clones]") {
  const CloneReadout r = CloneRegister().read(std::vector<std::uint32_t>{12}, {0b101}, parameters())[0];
  CHECK(r.living_clones == 1);
  CHECK(r.shannon == 0);
  CHECK(r.simpson == 0);
  CHECK(r.mutations_per_mb == 0);
  CHECK(r.clonal_neoantigens == 2);
  CHECK(r.subclonal_neoantigens == 0);
  CHECK(r.mhc_loss_fraction == 0);
}

TEST_CASE("a tumour that is gone has nothing to sequence", "[readouts][clones]") {
  const CloneReadout r = read_small({0, 0, 0, 0, 0});
  CHECK(r.living_clones == 0);
  CHECK(std::isnan(r.shannon));
  CHECK(std::isnan(r.mutations_per_mb));
  CHECK(std::isnan(r.mhc_loss_fraction));
  CHECK(r.clonal_neoantigens == 0);
}

TEST_CASE("burden, neoantigens and loss of MHC-I of four clones", "[readouts][clones]") {
  // A 30, B 20, C 40, D 9, founders 1: of 100 cells 99 descend from A, 29 from B, 40 from C, 9 from D.
  const CloneReadout r = read_small({30, 20, 40, 9, 1});
  CHECK(r.living_clones == 5);
  double shannon = 0, pairs = 0;
  for (const double p : {0.3, 0.2, 0.4, 0.09, 0.01}) shannon -= p * std::log(p), pairs += p * p;
  CHECK(r.shannon == Approx(shannon));
  CHECK(r.simpson == Approx(1 - pairs));
  CHECK(r.mutations_per_mb == Approx((6 + 3 + 2 + 1) / 2.0));  // D's is too rare; HLA loss is none
  CHECK(r.clonal_neoantigens == 2);                            // class 0 in all, 1 in 99
  CHECK(r.subclonal_neoantigens == 2);                         // 2 in 29, 3 in 40
  CHECK(r.mhc_loss_fraction == Approx(0.49));
}

TEST_CASE("a clone counts with its descendants, also where it has no cell left", "[readouts][clones]") {
  const CloneReadout r = read_small({0, 0, 0, 10, 0});  // all are D's
  CHECK(r.living_clones == 1);
  CHECK(r.mutations_per_mb == Approx((6 + 3 + 1) / 2.0));
  CHECK(r.clonal_neoantigens == 3);
  CHECK(r.mhc_loss_fraction == 1);
}

TEST_CASE("replicates with the same clone ids are told apart", "[readouts][clones]") {
  CloneRegister tree;
  tree.add({clone(10, 0, 0b11, 4, 0, 0, 1), clone(10, 0, 0b1, 8, 0, 0, 0), clone(20, 10, 0b11, 1, 0, 0, 1)});
  const auto both = tree.read(std::vector<std::uint32_t>{5, 2, 2, 0, 0}, {founders, founders}, parameters());
  CHECK(both[0].mutations_per_mb == Approx(8 / 2.0));
  CHECK(both[1].mutations_per_mb == Approx(5 / 2.0));
  CHECK(both[0].living_clones == 1);
  CHECK(both[1].living_clones == 2);
}

TEST_CASE("the cells of a growing tumour, clone by clone", "[readouts][clones]") {
  ModelParameters m = still_model({30, 30, 1});
  m.tumour.division_per_day = 6;
  m.mutation.passengers_per_daughter = 0.4;
  m.mutation.neoantigen_per_mutation = 0.3;
  m.mutation.hla_loss_per_daughter = 0.05;
  const auto simulation = simulation_of(m, {{LocalSite{465}, CellType::tumour}});
  const ReadoutParameters p = parameters();
  std::map<std::uint64_t, CloneRecord> log;
  for (int day = 0; day < 3; ++day) {
    simulation->advance(24 * 60);
    for (const CloneRecord& record : simulation->new_clones()) log[record.id] = record;
    const CellTable cells = simulation->cells(0);
    std::map<std::uint64_t, std::uint64_t> by_clone, carriers;
    std::uint64_t live = 0;
    for (std::size_t k = 0; k < cells.size(); ++k) {
      if (cells.cell_type[k] != 1 || !is_live_tumour(static_cast<Tissue>(cells.state[k]))) continue;
      ++live;
      ++by_clone[cells.clone_id[k]];
      for (std::uint64_t id = cells.clone_id[k]; id; id = log.at(id).parent) ++carriers[id];
    }
    double n_log_n = 0, seen = 0;
    for (const auto& [id, n] : by_clone) n_log_n += static_cast<double>(n) * std::log(static_cast<double>(n));
    for (const auto& [id, n] : carriers)
      if (static_cast<double>(n) >= p.detectable_fraction * static_cast<double>(live))
        seen += log.at(id).passengers;
    const CloneReadout r = *simulation->read_out(p)[0].clones;
    REQUIRE(live > 20);
    CHECK(r.living_clones == by_clone.size());
    CHECK(r.shannon == Approx(std::log(static_cast<double>(live)) - n_log_n / static_cast<double>(live)));
    CHECK(r.mutations_per_mb == Approx(seen / p.exome_mb));
  }
}
