// What one site can change between two solves, against what so many cycles leave of such a change.
#include "core/fields/field_cycles.hpp"

#include <algorithm>

#include "core/fields/field_coefficients.hpp"

namespace tilscape {

namespace {

/// What is left after so many cycles of what one site changed, as a part of that change: from lone sources
/// that move, come and go in 29³ sites, rounded up. In 2-D it is less.
struct Left {
  int cycles;
  double part;
};
constexpr Left left_of_a_change[] = {{3, 4e-3}, {4, 6e-4}, {5, 3e-4}, {6, 6e-5}, {7, 1.5e-5}};

constexpr double most_error = 1e-3;
constexpr double least_level = 0.1;  // references: below this the error counts as if the field were as high
constexpr double at_once = 4;        // sites beside each other that change alike

/// What diffusion takes from a site to all others at their least, in D/h²: the value of a lone source at its
/// own site is 1/3.96 of it in three dimensions.
constexpr double carried_off = 4;

/// The greatest change that one site makes, as a part of what the error is compared with.
double greatest_change(const FieldSpec& spec, const SiteCoefficients& c, bool exchange_moves) {
  const double secreted = c.source / (c.everywhere + carried_off) / (least_level * spec.reference);
  const double lost = c.uptake + (exchange_moves ? c.exchange : 0);
  return std::max(secreted, lost / (lost + carried_off));
}

}  // namespace

int warm_field_cycles(const FieldSpec& spec, double spacing_um, double period_min, bool exchange_moves) {
  if (stays_local(spec, spacing_um, period_min)) return 0;
  const SiteCoefficients coefficients = greatest_of_a_site(spec, spacing_um, period_min);
  const double change = at_once * greatest_change(spec, coefficients, exchange_moves);
  // Whole groups begin to secrete together, and a vessel brings what was nowhere.
  const bool begins = coefficients.source > 0 || (exchange_moves && coefficients.exchange > 0);
  const int least = begins ? 4 : 3;
  for (const Left& left : left_of_a_change)
    if (left.cycles >= least && left.part * change <= most_error) return left.cycles;
  return cold_field_cycles;
}

}  // namespace tilscape
