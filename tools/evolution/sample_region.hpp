// Where a piece of tissue is taken for sequencing: the whole tumour, boxes, spheres, or the pieces of a grid.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "agents/parameters/parameters.hpp"

namespace tilscape {

struct TumourSnapshot;

/// A box, closed below and open above, or a ball.
struct SampleRegion {
  std::string name;  // in tables
  std::array<double, 3> low_um{}, high_um{};
  std::array<double, 3> centre_um{};
  double radius_um = 0;  // above 0: a ball

  bool holds(const std::array<double, 3>& position_um) const;
  /// What its draws are keyed by, beside the seed: where it lies, whatever other regions there are.
  std::uint64_t key() const;
};

/// What the command line asks for. Nothing at all: one region, the whole lattice.
struct RegionOptions {
  std::vector<std::string> boxes;    // "X0,Y0,X1,Y1", or "X0,Y0,Z0,X1,Y1,Z1" in um
  std::vector<std::string> spheres;  // "X,Y,RADIUS" or "X,Y,Z,RADIUS" in um
  std::string grid;                  // "NX,NY" or "NX,NY,NZ": so many pieces of the living tumour's bounds
};

/// In the order of tables: boxes, spheres, pieces of the grid with x fastest.
/// @throws InputError naming the option: not numbers, no extent, outside of the lattice
/// Test: tests/tools/sequencing_test.cpp
std::vector<SampleRegion> sample_regions(const RegionOptions& options, const TumourSnapshot& snapshot);

}  // namespace tilscape
