// The error that a solve leaves, at every solve of runs in which cells move, gather, come and go: against the
// same fields solved until nothing changes any more, from the start of the run on.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#include "agents/parameters/derive.hpp"
#include "agents/simulation.hpp"
#include "config/schema/schema.hpp"
#include "core/execution/host_executor.hpp"
#include "core/multigrid/field_solver.hpp"
#include "tests/catch.hpp"

namespace tilscape {

namespace {

constexpr int until_nothing_changes = 30;  // cycles, each of which leaves a third of an error at most
constexpr double most_error = 1e-3;        // of the greater one of maximum and a tenth of the reference
constexpr double day = 1440;               // min

/// The fields of a run, each followed by one that is solved to the end.
class Followed {
 public:
  explicit Followed(const RunParameters& run)
      : model_(run.model),
        simulation_(make_host_simulation(make_start(run, nullptr), 1)),
        executor_(1),
        solver_(executor_, simulation_->lattice()) {
    for (int f = 0; f < field_count; ++f)
      exact_[f].assign(simulation_->lattice().sites(), static_cast<float>(model_.fields[f].initial));
  }

  /// Up to the end of the step with the next solve. @returns the greatest error of any field
  double next_solve() {
    const std::uint32_t every = derive_periods(model_.time).fields;
    simulation_->advance(every - 1 - simulation_->now().value % every);
    const ReplicateState before = simulation_->state(0);
    simulation_->advance(1);
    double greatest = 0;
    for (int f = 0; f < field_count; ++f)
      if (model_.fields[f].enabled) greatest = std::max(greatest, error_of(f, before));
    return greatest;
  }

 private:
  double error_of(int f, const ReplicateState& before) {
    FieldSpec spec = model_.fields[f];
    spec.cycles = until_nothing_changes;
    std::vector<float>& exact = exact_[f];
    solver_.advance(spec, reinterpret_cast<const std::uint8_t*>(before.tissue.data()),
                    reinterpret_cast<const std::uint8_t*>(before.immune.data()), exact.data(),
                    model_.time.fields_min);
    const std::vector<float> solved = simulation_->field(static_cast<FieldIndex>(f), 0);
    double error = 0, level = 0.1 * spec.reference;
    for (std::size_t s = 0; s < exact.size(); ++s) {
      error = std::max(error, static_cast<double>(std::fabs(solved[s] - exact[s])));
      level = std::max(level, static_cast<double>(exact[s]));
    }
    return error / level;
  }

  ModelParameters model_;
  std::unique_ptr<Simulation> simulation_;
  HostExecutor executor_;
  FieldSolver<HostExecutor> solver_;
  std::array<std::vector<float>, field_count> exact_;
};

/// A tumour with vessels and T cells, and every field.
RunParameters attacked(std::array<std::uint32_t, 3> size, std::uint64_t seed) {
  RunParameters run = default_parameters();
  run.seed = seed;
  ModelParameters& m = run.model;
  m.lattice.size = size;
  m.initial.tumour_radius_um = 0.35 * m.lattice.spacing_um * size[0];
  m.initial.t_cell_fraction = 0.05;
  for (FieldSpec& field : m.fields) field.enabled = true;
  return run;
}

TherapyItem procedure(Treatment treatment, double dose, double start_min) {
  TherapyItem item;
  item.treatment = treatment, item.dose = dose, item.start_day = start_min / day;
  return item;
}

/// The greatest error of so many solves of a run.
double greatest_error(const RunParameters& run, int solves) {
  Followed fields(run);
  double greatest = 0;
  for (int k = 0; k < solves; ++k) greatest = std::max(greatest, fields.next_solve());
  return greatest;
}

struct Case {
  const char* name;
  std::array<std::uint32_t, 3> size;
  int solves;
  std::function<void(ModelParameters&)> change;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> list = {
      {"a dense tumour with T cells", {29, 29, 29}, 24, [](ModelParameters&) {}},
      {"a few T cells, alone",
       {29, 29, 29},
       24,
       [](ModelParameters& m) { m.initial.t_cell_fraction = 0.001; }},
      {"a lattice of a few sites", {9, 8, 7}, 24, [](ModelParameters&) {}},
      {"a section", {64, 64, 1}, 24, [](ModelParameters&) {}},
      {"small sites, periodic",
       {24, 24, 24},
       12,
       [](ModelParameters& m) { m.lattice.spacing_um = 10, m.lattice.boundary = Boundary::periodic; }},
      {"an hour between solves", {29, 29, 29}, 6, [](ModelParameters& m) { m.time.fields_min = 60; }},
      {"vessels come and go",
       {29, 29, 29},
       24,
       [](ModelParameters& m) {
         m.vessels.collapse = m.vessels.sprouting = true;
         m.vessels.collapse_per_day = 24;
         m.vessels.sprout_um_per_day = 2000;
         m.time.vessels_min = 10;
         m.fields[vegf_field].initial = 1;
       }},
      {"treatments empty sites",
       {29, 29, 29},
       24,
       [](ModelParameters& m) {
         TherapyItem surgery = procedure(Treatment::surgery, 0, 150);
         surgery.region.to_um[0] = 300;
         m.therapy = {procedure(Treatment::radiation, 8, 60), surgery,
                      procedure(Treatment::stroma_depletion, 0.5, 100)};
       }},
  };
  return list;
}

}  // namespace

TEST_CASE("at every solve of a run the error is below 1e-3", "[fields]") {
  for (const Case& c : cases())
    for (const std::uint64_t seed : {1, 2, 3}) {
      RunParameters run = attacked(c.size, seed);
      c.change(run.model);
      CAPTURE(c.name, seed);
      CHECK(greatest_error(run, c.solves) < most_error);
    }
}

TEST_CASE("with two cycles at each solve it is not", "[fields]") {
  RunParameters run = attacked({29, 29, 29}, 1);
  for (FieldSpec& field : run.model.fields) field.cycles = 2;
  CHECK(greatest_error(run, 12) > most_error);
}

}  // namespace tilscape
