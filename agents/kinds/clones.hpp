// The clone log: a record per founding event.
#pragma once

#include <cstdint>

namespace tilscape {

/// One founding event: the mutations that one daughter drew. Parent 0 is the founder population.
struct CloneRecord {
  std::uint64_t id;        // birth step, local site and kind: core/lattice/cell_id.hpp
  std::uint64_t parent;    // clone id
  std::uint64_t antigens;  // of the founding cell, after the mutations
  std::uint32_t replicate;
  std::uint16_t genotype;  // likewise
  std::uint16_t kinds;     // bits of MutationKind
  std::uint32_t passengers;
};

/// Clones of one replicate that are extinct and no longer in memory: agents/observe/clone_pruning.hpp.
struct FoldedClones {
  std::uint64_t count = 0;
  std::uint64_t digest = 0;  // the sum of what they add

  void add(std::uint64_t term) {
    ++count;
    digest += term;
  }
};

/// Bits of CloneRecord::kinds.
namespace mutation_kind {
inline constexpr std::uint16_t passenger = 1, neoantigen = 2, driver = 4, antigen_loss = 8, hla_loss = 16,
                               b2m_loss = 32, jak_loss = 64, pdl1_amplification = 128,
                               inhibitor_resistance = 256;
}

}  // namespace tilscape
