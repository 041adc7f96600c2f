// The tests' own solver: conjugate gradients in double precision on the operator as its definition says it,
// site by site, sharing no code with core/multigrid*.
#pragma once

#include <cstdint>
#include <vector>

#include "core/fields/field_spec.hpp"
#include "core/lattice/lattice.hpp"

namespace tilscape::testing {

/// Codes of every site of a lattice, all 0 to begin with.
struct SiteCodes {
  std::vector<std::uint8_t> tissue, immune;
  explicit SiteCodes(const Lattice& lattice)
      : tissue(lattice.world_sites(), 0), immune(lattice.world_sites(), 0) {}
};

/// What one advance of the field from `before` must give, without clipping, to about 1e-12 of its greatest
/// value.
std::vector<double> direct_solution(const FieldSpec& spec, const Lattice& lattice, const SiteCodes& codes,
                                    const std::vector<float>& before, double period_min);

}  // namespace tilscape::testing
