// The fields of a world, each advanced by the solver between cells that stand still. After each census the
// next solve is measured: how far from the solution it leaves its field.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "agents/start/replicate_state.hpp"
#include "agents/world/world.hpp"
#include "core/multigrid/field_solver.hpp"

namespace tilscape {

template <class Executor>
class FieldsPhase {
 public:
  /// @param period_min  between two solves
  FieldsPhase(Executor& executor, World& world, const std::vector<ReplicateStart>& replicates,
              double period_min)
      : executor_(executor),
        world_(world),
        specs_(replicates.at(0).model.fields),
        period_min_(period_min),
        solver_(executor, world.lattice()) {
    for (std::size_t r = 0; r < replicates.size(); ++r)
      if (replicates[r].state) go_on_from(*replicates[r].state, r, replicates.size());
  }

  /// @returns the sites that were solved for
  std::uint64_t run() {
    std::uint64_t visited = 0;
    for (int f = 0; f < field_count; ++f) {
      if (!specs_[f].enabled) continue;
      if (measures_next_) {
        solve(f);
        residuals_[f] = solver_.residuals();
      } else {
        executor_.repeat(solves_[f], [this, f] { solve(f); });
      }
      bytes_moved_ += bytes_of_solve_[f];  // the same when it is replayed
      visited += world_.lattice().world_sites();
    }
    measures_next_ = false;
    return visited;
  }

  /// Is the next solve measured?
  bool measures_next() const { return measures_next_; }
  void measure_next() { measures_next_ = true; }
  /// Of each field as it was last measured.
  std::array<std::optional<float>, field_count> residuals(std::uint32_t replicate) const {
    std::array<std::optional<float>, field_count> residuals;
    for (int f = 0; f < field_count; ++f)
      if (!residuals_[f].empty()) residuals[f] = residuals_[f][replicate];
    return residuals;
  }

  bool is_on(FieldIndex field) const { return specs_[field].enabled; }
  /// Of each field: the unit in which a census sums its mean.
  std::array<double, field_count> references() const {
    std::array<double, field_count> reference;
    for (int f = 0; f < field_count; ++f) reference[f] = specs_[f].reference;
    return reference;
  }
  std::size_t bytes() const { return solver_.bytes(); }
  /// So far: bytes that the passes had to read and write.
  std::uint64_t bytes_moved() const { return bytes_moved_; }

 private:
  void go_on_from(const ReplicateState& state, std::size_t replicate, std::size_t replicates) {
    measures_next_ |= state.measures_residual;
    for (int f = 0; f < field_count; ++f) {
      if (!state.residuals[f]) continue;
      residuals_[f].resize(replicates);
      residuals_[f][replicate] = *state.residuals[f];
    }
  }

  /// Planes, fields and solver stay where they are, so every solve of a field is the same launches.
  void solve(int f) {
    const std::uint64_t before = solver_.compulsory_bytes();
    solver_.advance(specs_[f], reinterpret_cast<const std::uint8_t*>(world_.tissue().data()),
                    reinterpret_cast<const std::uint8_t*>(world_.immune().data()), world_.field(f).data(),
                    period_min_);
    bytes_of_solve_[f] = solver_.compulsory_bytes() - before;
  }

  Executor& executor_;
  World& world_;
  std::array<FieldSpec, field_count> specs_;
  double period_min_;
  FieldSolver<Executor> solver_;
  std::array<typename Executor::Recording, field_count> solves_;
  std::array<std::uint64_t, field_count> bytes_of_solve_{};
  std::uint64_t bytes_moved_ = 0;
  bool measures_next_ = false;
  std::array<std::vector<float>, field_count> residuals_;  // [field][replicate]; empty: not yet measured
};

}  // namespace tilscape
