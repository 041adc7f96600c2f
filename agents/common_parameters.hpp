// What the replicates of one world must have in common. All other parameters may differ from one to the next.
#pragma once

#include <string>

#include "agents/parameters/parameters.hpp"
#include "core/lattice/lattice.hpp"

namespace tilscape {

struct SimulationStart;

/// The key of a parameter, or of the section of one, that two members of a world must agree on and these do
/// not; empty if both can live in one world.
/// Test: tests/determinism/determinism_test.cpp
std::string first_in_the_way(const ModelParameters& a, const ModelParameters& b);

/// The lattice of a start; all its replicates share it. @throws std::invalid_argument when they cannot
Lattice lattice_of(const SimulationStart& start);

}  // namespace tilscape
