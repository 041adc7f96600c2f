// The part of the lattice that surgery takes out, as an item of the schedule says it.
#pragma once

#include "agents/parameters/therapy.hpp"
#include "config/read/map_reader.hpp"

namespace tilscape {

/// One of `sphere: {centre_um: [x, y, z], radius_um: r}` and `box: {from_um: [x, y, z], to_um: [x, y, z]}`; z
/// may be left out. Test: tests/config/therapy_test.cpp
Region read_region(MapReader& item);

}  // namespace tilscape
