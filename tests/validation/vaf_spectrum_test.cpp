// Variant allele frequencies of neutral growth (row 10, Williams et al. 2016): the number of mutations
// between f and 0.24 is M(f) = μ/β·(1/f − 1/0.24), with μ Poisson mutations per daughter and β = 1 − d/b. It
// follows from row 9 with f = ccf/2. Families are sequenced without normal cells at a fixed depth of 1,000,
// and their mutations are put together: of one family alone only about four clones lie between 0.12 and 0.24.
//
// Binomial reads spread a frequency by √(f/1000), which adds μ/(2·1000·f²) to M(f): 0.6 % to the slope.
// Mutations below a ccf of 0.14 are left out: 0.12 is more than six standard deviations of their reads away.
//
// With one subclone of advantage 1 (more than 0.2, so that it is large before a family is), which makes up 36
// % of its family when it is sequenced, the mutations that its founder had already stand together at f ≥
// 0.18, and the law fails.
#include <algorithm>
#include <array>

#include "tests/catch.hpp"
#include "tests/validation/families.hpp"
#include "tools/evolution/sequencing.hpp"
#include "tools/run/snapshot_of.hpp"

using namespace tilscape;

namespace {

constexpr double mutations_per_daughter = 2, lowest = 0.12, highest = 0.24;
constexpr std::size_t points = 25;
using Cumulative = std::array<double, points>;  // M(f) at evenly spaced f from 0.12 on

double frequency(std::size_t k) {
  return lowest + (highest - lowest) * static_cast<double>(k) / points;
}

/// Mutations of a family by their reads.
Cumulative sequenced(Simulation& simulation) {
  SequencingOptions how;
  how.depth = 1000;
  how.depth_law = DepthLaw::fixed;
  RegionSample sample;
  sample.cellularity = 1;
  const CloneTree tree(clone_table(simulation.new_clones(), 1), 1);
  std::vector<std::uint32_t> carriers(tree.size());
  const CellTable cells = simulation.cells(0);
  double total = 0;
  for (std::size_t k = 0; k < cells.size(); ++k) {
    if (!is_live_tumour(static_cast<Tissue>(cells.state[k]))) continue;
    ++total;
    const std::size_t clone = tree.find(static_cast<std::uint64_t>(cells.clone_id[k]));
    if (clone != CloneTree::founders) ++carriers[clone];
  }
  tree.add_descendants(carriers);
  Cumulative found{};
  for (std::size_t k = 0; k < tree.size(); ++k) {
    const double ccf = carriers[k] / total;
    for (std::uint32_t n = 0; ccf > 0.14 && n < tree.mutation_count(k); ++n) {
      const Reads reads = read_mutation(how, sample, tree[k].id, n, ccf);
      const double vaf = static_cast<double>(reads.variant) / reads.depth;
      for (std::size_t i = 0; i < points; ++i) found[i] += vaf >= frequency(i) && vaf < highest;
    }
  }
  return found;
}

struct Fit {
  double slope, r2;
};

/// Least squares of M(f) against 1/f.
Fit fit(const Cumulative& m) {
  double x_mean = 0, y_mean = 0;
  for (std::size_t i = 0; i < points; ++i) x_mean += 1 / frequency(i) / points, y_mean += m[i] / points;
  double xx = 0, xy = 0, yy = 0;
  for (std::size_t i = 0; i < points; ++i) {
    const double x = 1 / frequency(i) - x_mean, y = m[i] - y_mean;
    xx += x * x, xy += x * y, yy += y * y;
  }
  return {xy / xx, xy * xy / (xx * yy)};
}

struct Pool {
  Cumulative sum{};
  std::vector<double> slopes;  // of each family

  void add(const Cumulative& family) {
    for (std::size_t i = 0; i < points; ++i) sum[i] += family[i];
    slopes.push_back(fit(family).slope);
  }
};

Pool neutral_families(double death_share, std::uint32_t families, std::uint64_t seed) {
  constexpr std::uint32_t cells = 400;
  ModelParameters m = family_model(cells, death_share);
  m.mutation.passengers_per_daughter = mutations_per_daughter;
  Pool pool;
  for (std::uint32_t r = 0; r < families; ++r)
    if (const Family family = grow_family(m, cells, seed, r); family.simulation)
      pool.add(sequenced(*family.simulation));
  return pool;
}

/// A family whose first cell by site got a driver when there were 30 of them; grown until those with it,
/// which an HLA loss marks for the census, are 36 %. Null: not before there were 5,000 cells.
std::unique_ptr<Simulation> family_with_subclone(double advantage, std::uint32_t number) {
  constexpr std::uint32_t young = 30, most = 5000;
  ModelParameters m = family_model(2 * most, 0);
  m.mutation.passengers_per_daughter = mutations_per_daughter;
  m.mutation.driver_advantage = advantage;
  const Family family = grow_family(m, young, 61, number);
  ReplicateState state = family.simulation->state(0);
  state.tumour.genotype[0] = (1u << genotype::driver_shift) | 1u;
  SimulationStart start = start_of(m, {}, 61, 1, number);
  start.replicates[0].state = std::make_shared<const ReplicateState>(std::move(state));
  auto simulation = make_host_simulation(start, 1);
  for (;;) {
    simulation->advance(1);
    const CensusRow row = simulation->census()[0];
    if (row.tumour_cells() >= most) return nullptr;
    if (static_cast<double>(row.hla_lost) >= 0.36 * static_cast<double>(row.tumour_cells()))
      return simulation;
  }
}

void check_neutral(double death_share, std::uint32_t families, std::uint64_t seed) {
  const Pool pool = neutral_families(death_share, families, seed);
  const Estimate slope = estimate(pool.slopes);
  const double expected = 1.006 * mutations_per_daughter / (1 - death_share);
  INFO("slope " << slope.mean << " +- " << slope.standard_error << ", expected " << expected << "; R2 "
                << fit(pool.sum).r2);
  CHECK(fit(pool.sum).r2 >= 0.98);
  CHECK(std::abs(slope.mean - expected) < 3 * slope.standard_error + 0.01 * expected);
  CHECK(slope.standard_error < 0.06 * expected);
}

}  // namespace

TEST_CASE("Allele frequencies of neutral growth follow 1/f", "[validation][vaf_spectrum]") {
  check_neutral(0, 700, 62);
}

TEST_CASE("Death raises the slope of 1/f by 1/(1 - d/b)", "[validation][vaf_spectrum]") {
  check_neutral(0.5, 800, 63);
}

TEST_CASE("One subclone breaks the law of 1/f", "[validation][vaf_spectrum]") {
  Pool pool;
  for (std::uint32_t r = 0; r < 60; ++r)
    if (const auto simulation = family_with_subclone(1, r)) pool.add(sequenced(*simulation));
  INFO("R2 " << fit(pool.sum).r2 << " of " << pool.slopes.size() << " families");
  CHECK(pool.slopes.size() > 30);
  CHECK(fit(pool.sum).r2 < 0.95);
}
