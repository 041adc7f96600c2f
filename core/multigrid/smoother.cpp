// Roots of the Chebyshev polynomial of degree 2, scaled to [1/axes, 2].
#include "core/multigrid/smoother.hpp"

#include <cmath>

namespace tilscape {

SweepWeights sweep_weights(int axes) {
  const double low = 1.0 / axes, high = 2.0;
  const double middle = 0.5 * (high + low);
  const double root = 0.5 * (high - low) * std::sqrt(0.5);  // cos(π/4) of half the interval
  return {static_cast<float>(middle + root), static_cast<float>(middle - root)};
}

}  // namespace tilscape
