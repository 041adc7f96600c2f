// What no value of a cell or field exceeds.
#pragma once

namespace tilscape::invariants {

/// Levels lie from 0 to 1, but for these. Fields are configured to stay below 1e9; a solve may overshoot.
inline constexpr float most_pdl1 = 1e6f, most_field = 2e9f;

}  // namespace tilscape::invariants
