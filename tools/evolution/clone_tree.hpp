// The clones of one run as a tree, from its clone log: who descends from whom, and which mutations each
// added. Reading sequences and phylogenies off a snapshot starts here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/io/hdf5/table.hpp"

namespace tilscape {

/// One record of the clone log: the mutations that one daughter drew at one division.
struct Clone {
  std::uint64_t id = 0, parent = 0;  // parent 0: the founder population
  double time_h = 0;
  std::uint16_t kinds = 0;       // bits of mutation_kind
  std::uint32_t passengers = 0;  // point mutations; gained and lost antigens are among them
  std::uint16_t genotype = 0;    // of the founding cell, after the mutations
  std::uint64_t antigens = 0;    // likewise
};

/// One mutation that a clone added. All mutations of a clone are in the same cells.
struct CloneMutation {
  std::string kind;  // passenger, neoantigen, driver …: a word per bit of mutation_kind
  int which = -1;    // antigen class of a neoantigen or its loss, allele of an HLA loss; −1: nothing of it
};

class CloneTree {
 public:
  static constexpr std::size_t founders = ~std::size_t{0};

  /// @param log  as RunFolder writes it; @param founder_antigens  bit per class that the founders carry
  /// @throws OutputError when the log lacks a column or a parent, or names a clone twice
  CloneTree(const Table& log, std::uint64_t founder_antigens);

  std::size_t size() const { return clones_.size(); }
  const Clone& operator[](std::size_t k) const { return clones_[k]; }
  /// Place of a clone; those are in ascending order of id, so that a parent comes before its children.
  /// @returns founders for id 0. @throws OutputError when the log does not have it
  std::size_t find(std::uint64_t id) const;
  std::size_t parent(std::size_t k) const { return parents_[k]; }
  /// From own cells of each clone to its cells with all descendants: those that carry its mutations.
  void add_descendants(std::vector<std::uint32_t>& cells) const;
  /// Its mutations, in a fixed order: entry n of them is what every read-out calls mutation n of the clone.
  std::vector<CloneMutation> mutations(std::size_t k) const;
  /// How many those are.
  std::uint32_t mutation_count(std::size_t k) const;

 private:
  std::vector<Clone> clones_;
  std::vector<std::size_t> parents_;
  std::uint64_t founder_antigens_;
};

}  // namespace tilscape
