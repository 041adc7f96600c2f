// Mutation at division: what a daughter draws, and how its genome and the clone log change.
#pragma once

#include "agents/kinds/clones.hpp"
#include "agents/parameters/rule_parameters.hpp"
#include "core/base/bits.hpp"

namespace tilscape {

/// The heritable part of a tumour cell.
struct Genome {
  std::uint64_t antigens;
  std::uint16_t genotype;
};

/// What one daughter drew at one division.
struct Mutations {
  std::uint32_t passengers = 0;
  std::uint16_t kinds = 0;  // bits of mutation_kind; 0: nothing happened
};

/// Adds one neoantigen or silences one antigen class. Calls 3, 4, … of a site's draws, one per mutation.
TILSCAPE_HD inline std::uint16_t mutate_antigens(const MutationRules& r, Genome& genome,
                                                 const RandomWords& w) {
  if (r.neoantigen.happens(w[0], w[2])) {
    genome.antigens |= std::uint64_t{1} << one_of(antigen_classes, w[1]);
    return mutation_kind::neoantigen;
  }
  if (genome.antigens && r.escape.happens(w[2], w[3])) {
    const auto k = one_of(static_cast<std::uint32_t>(bits_set(genome.antigens)), w[1]);
    genome.antigens &= ~(std::uint64_t{1} << nth_set_bit(genome.antigens, static_cast<int>(k)));
    return mutation_kind::antigen_loss;
  }
  return 0;
}

/// Loses one of the kept HLA alleles.
TILSCAPE_HD inline std::uint16_t lose_hla(Genome& genome, std::uint32_t word) {
  const std::uint16_t kept = genotype::hla_mask & ~genome.genotype;
  if (!kept) return 0;
  const auto k = one_of(static_cast<std::uint32_t>(bits_set(kept)), word);
  genome.genotype |= static_cast<std::uint16_t>(1u << nth_set_bit(kept, static_cast<int>(k)));
  return mutation_kind::hla_loss;
}

/// Everything one daughter draws at one division, keyed by her site.
/// @param division  which one in this update: a mother may fill several sites at once
/// Test: tests/agents/mutation_test.cpp; tests/validation/luria_delbruck_test.cpp.
TILSCAPE_HD inline Mutations mutate(const MutationRules& r, Genome& genome, const Draws& draws,
                                    LocalSite site, std::uint32_t replicate, std::uint32_t division = 0) {
  if (!r.any) return {};
  constexpr std::uint32_t calls = 3 + PoissonTable::size + 1;
  const std::uint32_t first = division * calls;
  const RandomWords a = draws.at(site, replicate, first), b = draws.at(site, replicate, first + 1),
                    c = draws.at(site, replicate, first + 2);
  Mutations m;
  m.passengers = r.passengers(a[0]);
  if (m.passengers) m.kinds |= mutation_kind::passenger;
  if (r.driver.happens(a[1], a[2]) && genotype::drivers(genome.genotype) < genotype::max_drivers) {
    genome.genotype += 1u << genotype::driver_shift;
    m.kinds |= mutation_kind::driver;
  }
  if (r.hla_loss.happens(b[0], b[1])) m.kinds |= lose_hla(genome, a[3]);
  const auto acquire = [&](const Chance& chance, std::uint32_t word, std::uint32_t second, std::uint16_t bit,
                           std::uint16_t kind) {
    if (genome.genotype & bit || !chance.happens(word, second)) return;
    genome.genotype |= bit;
    m.kinds |= kind;
  };
  acquire(r.b2m_loss, b[2], b[3], genotype::b2m_lost, mutation_kind::b2m_loss);
  acquire(r.jak_loss, c[0], c[1], genotype::jak_lost, mutation_kind::jak_loss);
  acquire(r.pdl1_amplification, c[2], c[3], genotype::pdl1_amplified, mutation_kind::pdl1_amplification);
  if (r.resistance.threshold) {  // its own draw, behind those of the passengers
    const RandomWords d = draws.at(site, replicate, first + 3 + PoissonTable::size);
    acquire(r.resistance, d[0], d[1], genotype::inhibitor_resistant, mutation_kind::inhibitor_resistance);
  }
  for (std::uint32_t k = 0; k < m.passengers; ++k)
    m.kinds |= mutate_antigens(r, genome, draws.at(site, replicate, first + 3 + k));
  return m;
}

/// What a mother draws in an update, once for each of her daughters.
TILSCAPE_HD inline Mutations mutate_mother(const MutationRules& r, Genome& genome, const Draws& draws,
                                           LocalSite site, std::uint32_t replicate, std::uint32_t daughters) {
  Mutations all;
  for (std::uint32_t division = 0; division < daughters; ++division) {
    const Mutations m = mutate(r, genome, draws, site, replicate, division);
    all.passengers += m.passengers;
    all.kinds |= m.kinds;
  }
  return all;
}

}  // namespace tilscape
