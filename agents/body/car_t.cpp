// The equations are linear, so each phase has its solution.
#include "agents/body/car_t.hpp"

#include <algorithm>

#include "core/base/elementary.hpp"

namespace tilscape {

namespace {

/// E' = −contraction·E and M' = memory_fraction·(contraction − decay)·E − decay·M, over some days: where
/// contraction is the faster, E + M is the sum of two exponentials of weights 1 − memory_fraction and
/// memory_fraction.
void contract(const CarTParameters& car, double& effectors, double& memory, double days) {
  const double left = elementary::exp(-car.contraction_per_day * days),
               kept = elementary::exp(-car.memory_decay_per_day * days);
  memory = memory * kept + car.memory_fraction * effectors * std::max(0.0, kept - left);
  effectors *= left;
}

}  // namespace

double car_t_peak(const CarTParameters& car, double cells_given) {
  if (!(cells_given > 0)) return 0;
  const double reference = car.peak_copies_per_ug * car.blood_cells_per_copy_per_ug;
  const double by_dose =
      reference * elementary::pow(cells_given / car.reference_dose_cells, car.dose_exponent);
  return std::min(by_dose, car.expansion_fold * cells_given);
}

void infuse(const CarTParameters& car, CarTCells& cells, double cells_given, double day) {
  const double before = car_t_peak(car, cells.given);
  cells.given += cells_given;
  if (cells.began_day < 0 || day >= cells.began_day + car.expansion_days) cells.began_day = day;
  cells.expanding += std::max(0.0, car_t_peak(car, cells.given) - before) / car.expansion_fold;
}

void advance(const CarTParameters& car, CarTCells& cells, double from_day, double days) {
  contract(car, cells.effectors, cells.memory, days);
  if (cells.began_day < 0 || cells.expanding == 0) return;
  const double left = std::max(0.0, cells.began_day + car.expansion_days - from_day);
  cells.expanding *=
      elementary::exp(elementary::log(car.expansion_fold) / car.expansion_days * std::min(left, days));
  if (left > days) return;
  double memory = 0;
  contract(car, cells.expanding, memory, days - left);
  cells.effectors += cells.expanding;
  cells.memory += memory;
  cells.expanding = 0;
}

}  // namespace tilscape
