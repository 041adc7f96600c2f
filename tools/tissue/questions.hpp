// Is this a tissue? What a table holds that none has, in words for the person who made it.
#pragma once

#include <string>
#include <vector>

#include "tools/tissue/tissue_formats.hpp"

namespace tilscape {

/// No tissue is denser: discs of 7 um, a small lymphocyte, packed hexagonally, are 23,600 per mm2 (2 / (√3 ·
/// 7²)). Assumption: lymphocytes of 6 to 9 um, as in any atlas of histology. A lung tumour has 9,500 per mm2.
inline constexpr double densest_per_mm2 = 25000;
/// Nuclei of 5 um and more do not lie closer in a section.
inline constexpr double closest_median_um = 3;
/// Independent places at 100 per mm2 are 50 um from their nearest (1 / (2 √density)); sparser is no solid
/// tissue.
inline constexpr double sparsest_per_mm2 = 100, farthest_median_um = 50;

/// Distances between neighbours, and cells that stand on one another.
struct CellSpacing {
  double median_nearest_um = 0;         // over cells at different positions; 0 when there are fewer than two
  std::size_t same_place = 0;           // cells that stand exactly where an earlier one does
  std::size_t line = 0, like_line = 0;  // the first of them, and the one it stands on
};

/// Of a thousand cells at most, evenly taken. Test: tests/tools/questions_test.cpp
CellSpacing spacing_of(const std::vector<CellPlace>& places);

/// One line per doubt, none for what could be a tissue. Ten cells and more are asked about.
/// @param density_per_mm2  over the box around all cells
std::vector<std::string> questions_about(const TissueTable& table, double density_per_mm2);

}  // namespace tilscape
