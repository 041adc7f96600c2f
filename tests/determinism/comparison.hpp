// Where a simulation and the reference stepper differ first: the tool for finding out why two digests do.
#pragma once

#include <string>

#include "agents/simulation.hpp"
#include "tests/reference/world.hpp"

namespace tilscape {

/// The first difference in fields, cells and clone log of one replicate, in words: quantity, site, both
/// values. Says so when nothing of what a snapshot shows differs, only what cells keep for themselves.
std::string first_difference(Simulation& simulation, std::uint32_t replicate, const reference::World& w);

}  // namespace tilscape
