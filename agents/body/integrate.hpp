// Ordinary differential equations with a fixed step: the classical Runge–Kutta method of Boost.Odeint, and
// what is too fast for it split off.
#pragma once

#include <boost/numeric/odeint/stepper/runge_kutta4_classic.hpp>
#include <cstdint>
#include <vector>

namespace tilscape {

/// x after `steps` steps of `step` from `time` on. Each is half a step of the fast part, one of the slow part
/// and half a step of the fast part again, which is of second order (Strang 1968, doi:10.1137/0705041). The
/// order of every sum is the method's, so the bits do not depend on the machine.
/// @param rates  rates(x, dx/dt, time) of the slow part   @param half_step  half_step(x) of the fast part
template <class Rates, class HalfStep>
void integrate_split_steps(const Rates& rates, const HalfStep& half_step, std::vector<double>& x, double time,
                           double step, std::uint32_t steps) {
  boost::numeric::odeint::runge_kutta4_classic<std::vector<double>> method;
  for (std::uint32_t k = 0; k < steps; ++k) {
    half_step(x);
    method.do_step(rates, x, time + k * step, step);
    half_step(x);
  }
}

/// The same where nothing is fast.
template <class Rates>
void integrate_fixed_steps(const Rates& rates, std::vector<double>& x, double time, double step,
                           std::uint32_t steps) {
  integrate_split_steps(
      rates, [](std::vector<double>&) {}, x, time, step, steps);
}

}  // namespace tilscape
