// Rows of the operator are written down from the finite-volume balance of one site.
#include "tests/fields/direct_solver.hpp"

#include <algorithm>
#include <cmath>

namespace tilscape::testing {

namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// The balance of every site: diagonal, right side, and flow to neighbours.
class SiteBalance {
 public:
  SiteBalance(const FieldSpec& spec, const Lattice& lattice, const SiteCodes& codes,
              const std::vector<float>& before, double period_min)
      : lattice_(lattice),
        flow_(spec.diffusivity_um2_per_min / (1.0 * lattice.spacing_um * lattice.spacing_um)) {
    const double storage = spec.quasi_steady ? 0 : 1 / period_min;
    const bool fixed = spec.border == FieldBorder::fixed_value && lattice.boundary == Boundary::closed;
    for (std::size_t s = 0; s < codes.tissue.size(); ++s) {
      const int t = codes.tissue[s], i = codes.immune[s];
      const double exchange = spec.tissue_exchange_per_min[t];
      double diagonal = storage + spec.decay_per_min + spec.tissue_uptake_per_min[t] +
                        spec.immune_uptake_per_min[i] + exchange;
      double right = storage * before[s] + spec.tissue_source_per_min[t] + spec.immune_source_per_min[i] +
                     exchange * spec.exchange_value;
      const int faces = fixed ? border_faces(s) : 0;
      diagonal += 2 * flow_ * faces;
      right += 2 * flow_ * faces * spec.border_value;
      reaction_.push_back(diagonal);
      right_side.push_back(right);
    }
  }

  Vector right_side;

  Vector apply(const Vector& u) const {
    Vector result(u.size());
    for (std::size_t s = 0; s < u.size(); ++s) {
      result[s] = reaction_[s] * u[s];
      for_each_neighbour(s, [&](std::size_t n) { result[s] += flow_ * (u[s] - u[n]); });
    }
    return result;
  }
  double diagonal(std::size_t s) const {
    double sum = reaction_[s];
    for_each_neighbour(s, [&](std::size_t) { sum += flow_; });
    return sum;
  }

 private:
  template <class Visit>
  void for_each_neighbour(std::size_t s, const Visit& visit) const {
    std::size_t stride = 1;
    for (const std::size_t n : {lattice_.nx, lattice_.ny, lattice_.nz}) {
      const std::size_t i = s / stride % n;
      const bool wraps = lattice_.boundary == Boundary::periodic && n > 1;
      if (i + 1 < n) visit(s + stride);
      if (i > 0) visit(s - stride);
      if (i + 1 == n && wraps) visit(s - (n - 1) * stride);
      if (i == 0 && wraps) visit(s + (n - 1) * stride);
      stride *= n;
    }
  }
  int border_faces(std::size_t s) const {
    int faces = 0;
    std::size_t stride = 1;
    for (const std::size_t n : {lattice_.nx, lattice_.ny, lattice_.nz}) {
      const std::size_t i = s / stride % n;
      if (n > 1) faces += (i == 0) + (i + 1 == n);
      stride *= n;
    }
    return faces;
  }

  Lattice lattice_;
  double flow_;  // 1/min between neighbours
  Vector reaction_;
};

}  // namespace

std::vector<double> direct_solution(const FieldSpec& spec, const Lattice& lattice, const SiteCodes& codes,
                                    const std::vector<float>& before, double period_min) {
  const SiteBalance balance(spec, lattice, codes, before, period_min);
  const std::size_t n = before.size();
  Vector u(n, 0.0), residual = balance.right_side, scaled(n), inverse(n);
  for (std::size_t s = 0; s < n; ++s) inverse[s] = 1 / balance.diagonal(s);
  const auto precondition = [&] {
    for (std::size_t s = 0; s < n; ++s) scaled[s] = inverse[s] * residual[s];
  };
  precondition();
  Vector direction = scaled;
  double energy = dot(residual, scaled);
  const double goal = 1e-28 * energy;
  for (int k = 0; k < 20000 && energy > goal; ++k) {
    const Vector image = balance.apply(direction);
    const double step = energy / dot(direction, image);
    for (std::size_t s = 0; s < n; ++s) u[s] += step * direction[s], residual[s] -= step * image[s];
    precondition();
    const double next = dot(residual, scaled);
    for (std::size_t s = 0; s < n; ++s) direction[s] = scaled[s] + next / energy * direction[s];
    energy = next;
  }
  return u;
}

}  // namespace tilscape::testing
