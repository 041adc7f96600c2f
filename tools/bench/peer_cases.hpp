// Models of other programs' benchmarks in our parameters, so that figures can be compared: equal cells,
// sites, rates, fields and time. Their mechanics differ from ours; what differs is said where it does.
#pragma once

#include <array>
#include <cstdint>

#include "agents/parameters/parameters.hpp"

namespace tilscape {

/// A crowded lattice without fields: one cell per site, periodic, Moore neighbourhood, started at random with
/// 50 % tumour and 5 % T cells. Per step a tumour cell dies (0.01) or divides into a free neighbour (0.04); a
/// T cell dies (0.02), kills a tumour cell beside it (0.2) or moves. As many T cells enter at random free
/// sites as die of 5 % of the sites. About 50 steps settle it.
///
/// Ours updates all cells at once, the peers one after the other: two mothers may want one site here, and a
/// site left in a step is free in the next. Our T cell tries one random direction; theirs picks among the
/// free ones.
/// @param size  sites per axis, at least 3 each; {n, n, 1} is 2-D
RunParameters peer_lattice(std::array<std::uint32_t, 3> size);

/// The model on record with two fields (oxygen, chemokine) on the cells of a tumour ball of 450 µm radius
/// under attack: 107,000 tumour cells and about 7,500 T cells on 75³ sites, for 24 h. PhysiCell's
/// cancer_immune sample has these numbers, off the lattice.
/// @param size  sites per axis; the T cells are spread over all of them
RunParameters peer_day(std::array<std::uint32_t, 3> size = {75, 75, 75});

}  // namespace tilscape
