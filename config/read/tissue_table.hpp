// Reads the native tissue table: one cell per row, positions in µm, onto the sites of a lattice.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "agents/start/initial_tissue.hpp"
#include "core/lattice/lattice.hpp"

namespace tilscape {

/// The greatest PD-L1 of a cell in a table, relative to baseline.
inline constexpr double most_table_pdl1 = 1e6;

/// A CSV with a header that names its columns, in any order: x_um, y_um, type (tumour, stroma, vessel,
/// cd8_t_cell) and optionally z_um, pdl1 (0 to most_table_pdl1) and pd1 (0–1); an empty pdl1 or pd1 is
/// "not given". A 3-D lattice needs z_um. Before the header, lines that start with # are comments; `#
/// size_um: 930 690 [z]` states the extent.
///
/// The table takes lattice size / tile sites of each axis, from the origin on; a cell stands at
/// floor(position / spacing). Copies follow along x, then y, then z. The order of the result has no meaning.
/// @param tile  copies along each axis; each must divide the lattice's size
/// @throws InputError  one problem per line: `file:line: column: what was wrong; expected …`; more than 50
/// are cut off Test: tests/config/tissue_table_test.cpp
InitialTissue read_initial_tissue(const std::string& path, const Lattice& lattice,
                                  std::array<std::uint32_t, 3> tile = {1, 1, 1});

/// The text of a table, for read_initial_tissue_text(). @throws InputError when there is no such file
std::string read_tissue_text(const std::string& path);

/// The same for a text in memory that stands for the file `name`.
InitialTissue read_initial_tissue_text(const std::string& text, const std::string& name,
                                       const Lattice& lattice, std::array<std::uint32_t, 3> tile = {1, 1, 1});

}  // namespace tilscape
