// Ordinary differential equations with a fixed step: the classical Runge–Kutta method of Boost.Odeint.
#pragma once

#include <boost/numeric/odeint/stepper/runge_kutta4_classic.hpp>
#include <cstdint>
#include <vector>

namespace tilscape {

/// x after `steps` steps of `step` from `time` on. The order of every sum is the method's, so the bits do not
/// depend on the machine.
/// @param rates  rates(x, dx/dt, time)
template <class Rates>
void integrate_fixed_steps(const Rates& rates, std::vector<double>& x, double time, double step,
                           std::uint32_t steps) {
  boost::numeric::odeint::runge_kutta4_classic<std::vector<double>> method;
  for (std::uint32_t k = 0; k < steps; ++k) method.do_step(rates, x, time + k * step, step);
}

}  // namespace tilscape
