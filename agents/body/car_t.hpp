// CAR T cells in the blood, by the phases of their transgene: expansion, contraction, memory.
#pragma once

#include "agents/parameters/parameters.hpp"

namespace tilscape {

/// CAR T cells of one antigen class. All but `given` are in the blood.
struct CarTCells {
  double expanding = 0, effectors = 0, memory = 0;
  double given = 0;       // by all doses so far
  double began_day = -1;  // of the expansion, or of the last one; below 0: there was none

  double blood() const { return expanding + effectors + memory; }
};

/// Most of them that a dose leads to, in the blood: by a power of the dose, but no more than each of the
/// cells given can become. Source: Stein 2019 (doi:10.1002/psp4.12388), levels of transgene.
double car_t_peak(const CarTParameters& car, double cells_given);

/// One more dose. The peak is that of all doses together, so that a second one adds what it adds to their
/// sum. Its cells join an expansion that goes on, for what is left of it, or begin one.
/// Test: tests/agents/car_t_test.cpp
void infuse(const CarTParameters& car, CarTCells& cells, double cells_given, double day);

/// Some days later, exactly. Expanding cells grow e-fold at ln(fold) / expansion_days until the expansion
/// ends and all are effectors; of these some become memory as they are lost, so that memory starts from
/// memory_fraction of the peak. Source: Stein 2019, figure 2.
void advance(const CarTParameters& car, CarTCells& cells, double from_day, double days);

}  // namespace tilscape
