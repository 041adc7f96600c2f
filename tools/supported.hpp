// What the configuration can say and this version cannot do yet: refused, never ignored.
#pragma once

#include "agents/parameters.hpp"
#include "core/errors.hpp"

namespace tilscape {

/// @throws InputError naming the key
inline void check_supported(const RunParameters& run) {
  if (run.output.checkpoint_every_h > 0)
    throw InputError("output.checkpoint_every_h: this version writes no checkpoints; expected 0");
}

}  // namespace tilscape
