// Neutral growth (row 9): with Poisson(μ) mutations in each daughter, the number of mutations in at least a
// share x of N live cells has the mean 2μ(1/x − 1) (Yule tree: 2N/(j(j+1)) nodes above j leaves, each with
// its μ), times 1/(1 − d/b) with death, because a lineage that survives has divided that much more often.
// Mutations of all cells (x = 1) belong to the trunk and are left out.
//
// The tree is rebuilt from the clone log: each record names its parent and how many mutations it added.
// Correction, applied: a share x means at least k = ⌈xN⌉ cells, so 1/x is N/k. Biases, measured with a plain
// branching process of the same updates (8,000 families): −0.4 % ± 0.1 % at the chance 0.01 of a division per
// update; with death −2.2 % ± 0.3 % at x = 0.1 and less above, as a clone of k cells is too young for all its
// dead sisters, about (d/b)/k·1/(1 − d/b) of them, to be counted. Tolerance: 3 standard errors between
// families (1 to 4 %), and those biases.
#include <map>

#include "tests/catch.hpp"
#include "tests/validation/families.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t family_cells = 400;
constexpr double mutations_per_daughter = 2;

struct Clone {
  std::uint64_t parent = 0;
  double mutations = 0, cells = 0;
};

/// Every clone with the number of live cells that carry its mutations.
std::map<std::uint64_t, Clone> clones_of(Simulation& simulation) {
  std::map<std::uint64_t, Clone> clones;
  for (const CloneRecord& r : simulation.new_clones())
    clones[r.id] = {r.parent, static_cast<double>(r.passengers), 0};
  const CellTable cells = simulation.cells(0);
  for (std::size_t k = 0; k < cells.size(); ++k) {
    if (!is_live_tumour(static_cast<Tissue>(cells.state[k]))) continue;
    auto id = static_cast<std::uint64_t>(cells.clone_id[k]);
    for (; id != 0; id = clones.at(id).parent) clones.at(id).cells += 1;
  }
  return clones;
}

struct Spectrum {
  std::vector<double> mutations;  // in at least the share x, per family
  std::vector<double> expected;   // 2μ(N/k − 1), per family
};

std::map<double, Spectrum> grow_spectra(double death_share, std::uint32_t families, std::uint64_t seed) {
  ModelParameters m = family_model(family_cells, death_share);
  m.mutation.passengers_per_daughter = mutations_per_daughter;
  std::map<double, Spectrum> spectra;
  for (std::uint32_t r = 0; r < families; ++r) {
    const Family family = grow_family(m, family_cells, seed, r);
    if (!family.simulation) continue;
    const auto total = static_cast<double>(family.census.tumour_cells());
    const auto clones = clones_of(*family.simulation);
    for (double share : {0.1, 0.2, 0.3, 0.5}) {
      const double least = std::ceil(share * total);
      double mutations = 0;
      for (const auto& [id, clone] : clones)
        if (clone.cells >= least && clone.cells < total) mutations += clone.mutations;
      spectra[share].mutations.push_back(mutations);
      spectra[share].expected.push_back(2 * mutations_per_daughter * (total / least - 1));
    }
  }
  return spectra;
}

void check_spectra(double death_share, std::uint32_t families, std::uint64_t seed, double bias) {
  for (const auto& [share, spectrum] : grow_spectra(death_share, families, seed)) {
    const Estimate found = estimate(spectrum.mutations);
    const double expected = estimate(spectrum.expected).mean / (1 - death_share);
    INFO("share " << share << ": " << found.mean << " +- " << found.standard_error << ", expected "
                  << expected << " in " << spectrum.mutations.size() << " families");
    CHECK(spectrum.mutations.size() > 200);
    CHECK(std::abs(found.mean - expected) < 3 * found.standard_error + bias * expected);
  }
}

}  // namespace

TEST_CASE("Mutations of a growing family have the frequencies 2mu(1/x - 1)", "[validation][neutral_growth]") {
  check_spectra(0, 500, 3, 0.005);
}

TEST_CASE("Death multiplies the mutations of each frequency by 1/(1 - d/b)", "[validation][neutral_growth]") {
  check_spectra(0.5, 800, 4, 0.025);
}
