// Chebyshev weights of the Jacobi sweeps: the polynomial that is smallest on the part of the spectrum which a
// coarser level cannot see.
#pragma once

#include <array>

namespace tilscape {

inline constexpr int smoother_sweeps = 2;
using SweepWeights = std::array<float, smoother_sweeps>;

/// Weights for a level on which `axes` (1 to 3) axes have more than one cell. A mode that is rough along one
/// axis has a Jacobi eigenvalue of at least 1/axes; none exceeds 2.
SweepWeights sweep_weights(int axes);

}  // namespace tilscape
