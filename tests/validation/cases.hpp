// What the validation tests share: a model in which nothing happens until a test switches it on, starts of
// many small replicates, and a mean with its standard error.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "agents/simulation.hpp"
#include "config/schema/schema.hpp"

namespace tilscape {

/// The default model on an empty periodic lattice without fields, blood, death, division or mutation. The
/// step is 1 min, and so is the tumour's turnover; oxygen keeps its initial 38 mmHg, enough for everything.
inline ModelParameters quiet_model(std::array<std::uint32_t, 3> size) {
  ModelParameters m = default_parameters().model;
  m.lattice.size = size;
  m.lattice.boundary = Boundary::periodic;
  for (FieldSpec& field : m.fields) field.enabled = false;
  m.time.base_step_min = 1;
  m.time.tumour_turnover_min = 1;
  m.tumour.division_per_day = 0;
  m.tumour.death_per_day = 0;
  m.mutation = {};
  m.t_cell.death_per_day = 0;
  m.t_cell.max_divisions = 0;
  m.blood.cd8_cells.fill(0);
  return m;
}

/// Rates of tests are per unit of time, with this many steps of 1 min in a unit.
inline double per_day(double rate_per_unit, double steps_per_unit) {
  return rate_per_unit / steps_per_unit * 1440;
}

inline LocalSite centre_of(const ModelParameters& m) {
  const auto& n = m.lattice.size;
  return LocalSite{n[0] / 2 + n[0] * (n[1] / 2 + n[1] * (n[2] / 2))};
}

/// Replicates first … first + count − 1 of one seed, all with the same cells.
inline SimulationStart start_of(const ModelParameters& model, const InitialTissue& tissue, std::uint64_t seed,
                                std::uint32_t count = 1, std::uint32_t first = 0) {
  SimulationStart start;
  start.execution = default_parameters().execution;
  start.execution.reorder_every_steps = 512;  // scans all sites, few of which these tests fill
  for (std::uint32_t r = 0; r < count; ++r) start.replicates.push_back({model, seed, first + r, tissue});
  return start;
}

/// A sample's mean and the standard error of that mean.
struct Estimate {
  double mean = 0, standard_error = 0;
};

inline Estimate estimate(const std::vector<double>& sample) {
  const auto n = static_cast<double>(sample.size());
  double sum = 0, squares = 0;
  for (double x : sample) sum += x;
  const double mean = sum / n;
  for (double x : sample) squares += (x - mean) * (x - mean);
  return {mean, std::sqrt(squares / (n - 1) / n)};
}

}  // namespace tilscape
