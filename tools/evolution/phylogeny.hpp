// The ancestry of sampled tumour cells as a Newick tree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/evolution/tumour_snapshot.hpp"

namespace tilscape {

/// What branches are long in: mutations of the clone log, or days between founding mutations (a leaf ends on
/// the day of the snapshot).
enum class BranchLength { mutations, days };

/// So many living tumour cells, each as likely, ascending in site: those with the least of keyed priorities.
/// @returns places in snapshot.tumour. @throws InputError when there are fewer, or none is asked for
std::vector<std::size_t> sample_cells(const TumourSnapshot& snapshot, std::size_t count, std::uint64_t seed);

/// One line of Newick. A leaf is `cell_<cell id>_clone_<clone id>`; an inner node, where the sampled cells
/// part, is `clone_<clone id>`; the root is `founders`, whom mutations are counted from. Cells of one clone
/// part at its founding. Test: tests/tools/phylogeny_test.cpp
std::string newick(const TumourSnapshot& snapshot, const std::vector<std::size_t>& cells,
                   BranchLength length);

}  // namespace tilscape
