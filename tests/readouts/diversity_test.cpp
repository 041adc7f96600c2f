// Diversity of communities whose entropy is known, and clonality of receptors.
#include <cmath>

#include "agents/readouts/receptors.hpp"
#include "tests/catch.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

namespace {

Diversity diversity_of(std::initializer_list<std::uint64_t> members) {
  Diversity d;
  for (const std::uint64_t n : members) d.add(n);
  return d;
}

}  // namespace

TEST_CASE("diversity of nobody is not a number, of one kind nothing", "[readouts][diversity]") {
  CHECK(std::isnan(diversity_of({}).shannon()));
  CHECK(std::isnan(diversity_of({0, 0}).simpson()));
  CHECK(std::isnan(diversity_of({0}).clonality()));
  const Diversity one = diversity_of({0, 17, 0});
  CHECK(one.kinds() == 1);
  CHECK(one.shannon() == 0);
  CHECK(one.simpson() == 0);
  CHECK(one.clonality() == 1);
}

TEST_CASE("k equally common kinds have Shannon ln k and Simpson 1 - 1/k", "[readouts][diversity]") {
  const Diversity four = diversity_of({25, 25, 25, 25});
  CHECK(four.shannon() == Approx(std::log(4.0)));
  CHECK(four.simpson() == Approx(0.75));
  CHECK(four.clonality() == Approx(0).margin(1e-12));
  const Diversity singles = diversity_of({1, 1, 1});
  CHECK(singles.shannon() == Approx(std::log(3.0)));
}

TEST_CASE("a dominant kind: three to one", "[readouts][diversity]") {
  const Diversity d = diversity_of({3, 1});
  const double shannon = -0.75 * std::log(0.75) - 0.25 * std::log(0.25);
  CHECK(d.shannon() == Approx(shannon));
  CHECK(d.simpson() == Approx(1 - 0.5625 - 0.0625));
  CHECK(d.clonality() == Approx(1 - shannon / std::log(2.0)));
}

TEST_CASE("receptors of CD8 T cells in the tissue", "[readouts][diversity]") {
  ModelParameters m = still_model({40, 40, 1});
  InitialTissue tissue;
  place(tissue, m, CellType::cd8_t_cell, [](int x, int, int) { return x < 20; });
  place(tissue, m, CellType::treg, [](int x, int, int) { return x > 30; });  // have no part in it
  m.blood.cd8_cells = {};
  m.blood.cd8_cells[7] = 1000;
  const ReceptorReadout one = *read(m, tissue).receptors;
  CHECK(one.classes == 1);
  CHECK(one.clonality == 1);
  m.blood.cd8_cells[21] = 1000;  // each cell draws one of two, equally often: n p ± 5 √(n p (1 − p)) of 800
  const ReceptorReadout two = *read(m, tissue).receptors;
  CHECK(two.classes == 2);
  const double most_share = 0.5 + 5 * 0.5 / std::sqrt(800.0);
  const double least_entropy =
      -most_share * std::log(most_share) - (1 - most_share) * std::log(1 - most_share);
  CHECK(two.clonality >= 0);
  CHECK(two.clonality <= 1 - least_entropy / std::log(2.0));
  CHECK(std::isnan(read(m, {}).receptors->clonality));
}
