// Marker intensities of a table are in arbitrary units. These functions bring them to the model's scales.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tools/tissue/tissue_formats.hpp"

namespace tilscape {

/// The greatest PD-L1 an imported cell may have, relative to baseline.
/// Source: up to six-fold induction by IFN-γ, popellab/SPQSP_IO param_base.xml.
inline constexpr double pdl1_max_fold = 6;

/// How one intensity column was brought to the model's scale.
struct IntensityImport {
  bool given = false;  // the table has the column and a cell of the right type a value in it
  bool normalised = false;
  std::size_t cells = 0;    // that have a value
  double reference = 0;     // of the table: the value that became 1
  std::size_t clipped = 0;  // below 0, or beyond the model's range
};

/// One value per cell of the table, in the model's scale; below 0: not given.
struct ModelIntensities {
  std::vector<float> pdl1, pd1;
  IntensityImport pdl1_import, pd1_import;
};

/// PD-L1 of tumour cells as a fold of their median, 0 to 6; PD-1 of T cells as a share of their 99th
/// percentile, 0 to
/// 1. With `normalise` false the table's values are taken as they are, and must lie in the model's range.
/// Assumption: the median tumour cell is at the model's baseline.
/// @throws InputError for a reference that is not above 0, and for a value out of range
/// Test: tests/tools/tissue_intensities_test.cpp
ModelIntensities model_intensities(const TissueTable& table, bool normalise);

/// The p-quantile of ascending values, linear between them; 0 when there are none. 0 ≤ p ≤ 1.
double quantile(const std::vector<double>& ascending, double p);

}  // namespace tilscape
