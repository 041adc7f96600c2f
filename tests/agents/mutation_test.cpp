// Each kind of mutation forced by a chance of 1, and what it leaves alone.
#include "agents/rules/mutation.hpp"
#include "agents/kinds/purposes.hpp"

#include <algorithm>
#include <cstdlib>

#include "agents/parameters/derive.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

MutationRules rules_of(const MutationParameters& mutation) {
  ModelParameters m = default_parameters().model;
  m.mutation = mutation;
  return derive_rules(m, 1, 0).mutation;
}

/// What the daughter at `site` draws; her genome is changed in place.
Mutations draw(const MutationParameters& mutation, Genome& genome, std::uint32_t site = 0) {
  const std::uint64_t key = replicate_key(5, 0);
  const Draws draws{&key, Step{9}, static_cast<std::uint32_t>(Purpose::mutation_daughter), 0};
  return mutate(rules_of(mutation), genome, draws, LocalSite{site}, 0);
}

}  // namespace

TEST_CASE("Without chances nothing mutates", "[agents][mutation]") {
  for (std::uint32_t site = 0; site < 100; ++site) {
    Genome genome{7, 0x1042};
    CHECK(draw({}, genome, site).kinds == 0);
    CHECK(genome.antigens == 7);
    CHECK(genome.genotype == 0x1042);
  }
}

TEST_CASE("Losses of B2M and JAK and amplification of PD-L1 happen once", "[agents][mutation]") {
  const auto once = [](double MutationParameters::*chance, std::uint16_t bit, std::uint16_t kind) {
    MutationParameters mutation;
    mutation.*chance = 1;
    Genome genome{1, 0};
    CHECK(draw(mutation, genome).kinds == kind);
    CHECK(genome.genotype == bit);
    CHECK(draw(mutation, genome).kinds == 0);
    CHECK(genome.genotype == bit);
    CHECK(genome.antigens == 1);
  };
  once(&MutationParameters::b2m_loss_per_daughter, genotype::b2m_lost, mutation_kind::b2m_loss);
  once(&MutationParameters::jak_loss_per_daughter, genotype::jak_lost, mutation_kind::jak_loss);
  once(&MutationParameters::pdl1_amplification_per_daughter, genotype::pdl1_amplified,
       mutation_kind::pdl1_amplification);
}

TEST_CASE("HLA alleles are lost one by one until none is left", "[agents][mutation]") {
  MutationParameters mutation;
  mutation.hla_loss_per_daughter = 1;
  Genome genome{1, genotype::b2m_lost};
  for (int lost = 1; lost <= genotype::hla_alleles; ++lost) {
    CHECK(draw(mutation, genome, static_cast<std::uint32_t>(lost)).kinds == mutation_kind::hla_loss);
    CHECK(bits_set(genome.genotype & genotype::hla_mask) == lost);
  }
  CHECK(draw(mutation, genome).kinds == 0);
  CHECK(genome.genotype == (genotype::b2m_lost | genotype::hla_mask));
}

TEST_CASE("Each kept HLA allele is as likely to be lost", "[agents][mutation]") {
  MutationParameters mutation;
  mutation.hla_loss_per_daughter = 1;
  // Binomial with n = 6,000, p = 1/6: 1,000 ± 5 × 28.9.
  int lost[genotype::hla_alleles] = {};
  for (std::uint32_t site = 0; site < 6000; ++site) {
    Genome genome{1, 0};
    draw(mutation, genome, site);
    ++lost[nth_set_bit(genome.genotype, 0)];
  }
  for (int n : lost) CHECK(std::abs(n - 1000) < 145);
}

TEST_CASE("Drivers add up to fifteen and no further", "[agents][mutation]") {
  MutationParameters mutation;
  mutation.driver_per_daughter = 1;
  Genome genome{1, genotype::jak_lost};
  for (std::uint32_t k = 1; k <= genotype::max_drivers; ++k) {
    CHECK(draw(mutation, genome).kinds == mutation_kind::driver);
    CHECK(genotype::drivers(genome.genotype) == k);
  }
  CHECK(draw(mutation, genome).kinds == 0);
  CHECK(genotype::drivers(genome.genotype) == genotype::max_drivers);
  CHECK((genome.genotype & 0x0fff) == genotype::jak_lost);
}

TEST_CASE("Every mutation is a neoantigen at chance 1", "[agents][mutation]") {
  MutationParameters mutation;
  mutation.passengers_per_daughter = 2;
  mutation.neoantigen_per_mutation = 1;
  for (std::uint32_t site = 0; site < 200; ++site) {
    Genome genome{0, 0};
    const Mutations m = draw(mutation, genome, site);
    CHECK(bits_set(genome.antigens) <= static_cast<int>(m.passengers));
    CHECK((genome.antigens != 0) == (m.passengers > 0));
    CHECK(m.kinds == (m.passengers ? mutation_kind::passenger | mutation_kind::neoantigen : 0));
  }
}

TEST_CASE("Every mutation silences an antigen at chance 1", "[agents][mutation]") {
  MutationParameters mutation;
  mutation.passengers_per_daughter = 2;
  mutation.escape_per_mutation = 1;
  for (std::uint32_t site = 0; site < 200; ++site) {
    Genome genome{0b1110, 0};
    const Mutations m = draw(mutation, genome, site);
    const int silenced = std::min(3, static_cast<int>(m.passengers));
    CHECK(bits_set(genome.antigens) == 3 - silenced);
    CHECK((genome.antigens & ~std::uint64_t{0b1110}) == 0);
    CHECK(m.kinds == (m.passengers ? mutation_kind::passenger | mutation_kind::antigen_loss : 0));
  }
}
