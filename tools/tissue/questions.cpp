// Cells sorted along x: the nearest one is found by walking away until x alone is farther.
#include "tools/tissue/questions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace tilscape {
namespace {

constexpr std::size_t least_cells = 10;
/// A row of cells has no area to speak of.
constexpr double least_extent_um = 20;

bool at_same_place(const CellPlace& a, const CellPlace& b) {
  return a.x_um == b.x_um && a.y_um == b.y_um;
}

/// @param ascending  by x, all at different places
double nearest_um(const std::vector<CellPlace>& ascending, std::size_t cell) {
  double best_squared = std::numeric_limits<double>::infinity();
  const CellPlace& own = ascending[cell];
  const auto consider = [&](const CellPlace& other) {
    const double dx = other.x_um - own.x_um, dy = other.y_um - own.y_um;
    if (dx * dx > best_squared) return false;
    best_squared = std::min(best_squared, dx * dx + dy * dy);
    return true;
  };
  for (std::size_t i = cell; i-- > 0;)
    if (!consider(ascending[i])) break;
  for (std::size_t i = cell + 1; i < ascending.size(); ++i)
    if (!consider(ascending[i])) break;
  return std::sqrt(best_squared);
}

}  // namespace

CellSpacing spacing_of(const std::vector<CellPlace>& places) {
  constexpr std::size_t most_asked = 1000;
  CellSpacing spacing;
  std::vector<CellPlace> ascending = places;
  std::sort(ascending.begin(), ascending.end(), [](const CellPlace& a, const CellPlace& b) {
    return std::tie(a.x_um, a.y_um, a.line) < std::tie(b.x_um, b.y_um, b.line);
  });
  for (std::size_t i = 1, first = 0; i < ascending.size(); ++i) {
    if (!at_same_place(ascending[i], ascending[first])) {
      first = i;
      continue;
    }
    ++spacing.same_place;
    if (spacing.line == 0 || ascending[i].line < spacing.line) {
      spacing.line = ascending[i].line;
      spacing.like_line = ascending[first].line;
    }
  }
  ascending.erase(std::unique(ascending.begin(), ascending.end(), at_same_place), ascending.end());
  if (ascending.size() < 2) return spacing;
  std::vector<double> nearest;
  const std::size_t step = (ascending.size() + most_asked - 1) / most_asked;
  for (std::size_t i = 0; i < ascending.size(); i += step) nearest.push_back(nearest_um(ascending, i));
  const auto middle = nearest.begin() + static_cast<std::ptrdiff_t>(nearest.size() / 2);
  std::nth_element(nearest.begin(), middle, nearest.end());
  spacing.median_nearest_um = *middle;
  return spacing;
}

std::vector<std::string> questions_about(const TissueTable& table, double density_per_mm2) {
  std::vector<std::string> questions;
  const CellSpacing spacing = spacing_of(table.places);
  if (spacing.same_place > 0) {
    questions.push_back(
        fmt::format("{} of {} cells stand{} exactly where another does (line {} where line {} does): are "
                    "cells listed twice?",
                    spacing.same_place, table.places.size(), spacing.same_place == 1 ? "s" : "", spacing.line,
                    spacing.like_line));
  }
  if (table.places.size() < least_cells) return questions;
  constexpr const char* ask = "is um_per_unit right, and is this one sample?";
  const BoundingBox& box = table.box;
  const bool has_area = std::min(box.right_um - box.left_um, box.bottom_um - box.top_um) >= least_extent_um;
  if (has_area && density_per_mm2 > densest_per_mm2) {
    questions.push_back(fmt::format("{:.0f} cells per mm2 are more than any tissue has ({:.0f}): {}",
                                    density_per_mm2, densest_per_mm2, ask));
  } else if (has_area && density_per_mm2 < sparsest_per_mm2) {
    questions.push_back(fmt::format("{:.3g} cells per mm2 are fewer than a tissue has ({:.0f}): {}",
                                    density_per_mm2, sparsest_per_mm2, ask));
  }
  const double median_um = spacing.median_nearest_um;
  if (median_um > 0 && median_um < closest_median_um) {
    questions.push_back(
        fmt::format("half of the cells lie within {:.3g} um of another, where nuclei have 5 um and "
                    "more: {}",
                    median_um, ask));
  } else if (median_um > farthest_median_um) {
    questions.push_back(fmt::format(
        "half of the cells have no other within {:.3g} um, which no tissue has: {}", median_um, ask));
  }
  return questions;
}

}  // namespace tilscape
