// Everything outside the lattice that one replicate's future depends on, as two lists: levels of the
// patient's compartments and drugs, and whole numbers of cells on their way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "agents/kinds/cell_types.hpp"
#include "agents/kinds/genotype.hpp"

namespace tilscape {

/// What may leave the blood for the tissue, a row each: CD8 T cells by receptor class, CAR T cells by the
/// class of the antigen that their receptor binds, walkers by walker_index().
namespace entry_row {
inline constexpr std::uint32_t cd8 = 0, car = cd8 + antigen_classes, walker = car + antigen_classes,
                               count = walker + walker_types.size();
TILSCAPE_HD constexpr CellType type_of(std::uint32_t row) {
  return row < walker ? CellType::cd8_t_cell : walker_type(row - walker);
}
}  // namespace entry_row
static_assert(entry_row::car == car_receptor);  // a row of these is the receptor's code

/// What the lattice tells the body once per update, per replicate: integer counters on the device. Rows that
/// came later stand behind all else, so that no place of a digest moves.
namespace body_count {
inline constexpr std::uint32_t first_rows = entry_row::walker + 4;  // cells that entered, by row
inline constexpr std::uint32_t immunogenic_antigen = first_rows;    // deaths that release class k
inline constexpr std::uint32_t silent_antigen = immunogenic_antigen + antigen_classes;
inline constexpr std::uint32_t immunogenic_deaths = silent_antigen + antigen_classes;
inline constexpr std::uint32_t silent_deaths = immunogenic_deaths + 1;
inline constexpr std::uint32_t later_rows = silent_deaths + 1;
inline constexpr std::uint32_t count = later_rows + entry_row::count - first_rows;
/// Cells of a row that entered.
TILSCAPE_HD constexpr std::uint32_t entered(std::uint32_t row) {
  return row < first_rows ? row : later_rows + row - first_rows;
}
}  // namespace body_count

struct BodyState {
  std::vector<double> levels;           // agents/body/level_places.hpp has their places
  std::vector<std::uint64_t> fraction;  // [entry_row::count] of a cell that waits to enter, in units of 2⁻³²
  std::vector<std::uint64_t> table;     // [entry_row::count] whole cells sent in the last update
  std::vector<std::uint64_t> told;      // [body_count::count] by the lattice in the last update; empty where
                                        // nothing in the body depends on the lattice
  bool operator==(const BodyState&) const = default;
};

/// A value of the body as the census shows it.
struct BodyReading {
  std::string name;
  const char* units;
  double value;
};

}  // namespace tilscape
