// What in a patient is fast beside a minute: cells between blood and periphery, of which most leave within
// one, and IL-2 in the lymph nodes.
#pragma once

#include <span>

#include "agents/body/compartments.hpp"

namespace tilscape::compartments {

/// Some days of that alone. Between blood and periphery the solution is exact; IL-2 takes a step of the
/// implicit Euler method, which has the same steady state. No step is too long: nothing becomes negative that
/// was not, and no cell is lost.
/// Test: tests/agents/exchange_test.cpp
class Exchange {
 public:
  /// @param patient  lives longer
  Exchange(const PatientRates& patient, double days);
  /// @param x  values of the patient
  void operator()(std::span<double> x) const;

 private:
  /// Two compartments a and b with b' = −a' = into·a − out·b: of what is out of balance, a share crosses.
  struct Pair {
    Pair(double into_per_day, double out_per_day, double days);
    /// @param rest_a, rest_b  what is told from
    void operator()(double& a, double& b, double rest_a, double rest_b) const;
    double into_per_day, out_per_day, crosses_days;
  };

  const PatientRates* patient_;
  double days_;
  Pair naive_, effectors_;
};

}  // namespace tilscape::compartments
