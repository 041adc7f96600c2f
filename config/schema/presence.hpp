// Which kinds of cells a run begins with and which may come: what its rules and its warnings ask.
#pragma once

#include <array>
#include <cstddef>

#include "agents/parameters/parameters.hpp"
#include "agents/start/initial_tissue.hpp"

namespace tilscape {

/// Cells by kind, certain to be there at the start or able to come later.
struct Presence {
  std::array<bool, static_cast<std::size_t>(CellType::count)> starts{}, comes{};  // by CellType
  /// Of each axis, which share of the sites that a table takes lies between 0 and its farthest cell. 1 of a
  /// synthetic tumour.
  std::array<double, 3> taken{1, 1, 1};

  bool at_start(CellType type) const { return starts[static_cast<std::size_t>(type)]; }
  bool ever(CellType type) const { return at_start(type) || comes[static_cast<std::size_t>(type)]; }
};

/// What a run begins with.
/// @param tissue  what was read of the run's table; null: nothing is said of its cells. A synthetic tumour
/// needs none: a kind is there when its share of the sites is above 0.
/// Test: tests/config/warnings_test.cpp
Presence present_at_start(const ModelParameters& model, const InitialTissue* tissue);

/// … and what may come to it from the blood.
Presence with_comers(Presence start, const ModelParameters& model);

inline Presence presence_of(const ModelParameters& model, const InitialTissue* tissue) {
  return with_comers(present_at_start(model, tissue), model);
}

}  // namespace tilscape
