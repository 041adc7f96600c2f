// The fields of a world, each advanced by the solver between cells that stand still. A solve goes on from the
// one before by few cycles; in a replicate where nothing like it has been solved yet, by more. After each
// census the next solve is measured: how far from the solution it leaves its field.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "agents/start/replicate_state.hpp"
#include "agents/world/world.hpp"
#include "core/fields/field_cycles.hpp"
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
        solver_(executor, world.lattice()),
        begins_anew_(replicates.size(), enabled()) {
    choose_cycles(replicates.at(0).model);
    for (std::size_t r = 0; r < replicates.size(); ++r)
      if (replicates[r].state) go_on_from(*replicates[r].state, r, replicates.size());
  }

  /// @returns the sites that were solved for
  std::uint64_t run() {
    std::uint64_t visited = 0;
    for (int f = 0; f < field_count; ++f) {
      if (!specs_[f].enabled) continue;
      if (measures_next_ || any_begins_anew(f)) {
        solve(f);
        bytes_moved_ += begin_anew(f);
        if (measures_next_) residuals_[f] = solver_.residuals();
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

  /// After a jump in a replicate: at the next solve its fields are far from what they were.
  void begin_anew_next(std::uint32_t replicate) { begins_anew_[replicate] = enabled(); }
  /// The fields whose next solve must not count on the last one.
  FieldFlags begins_anew(std::uint32_t replicate) const { return begins_anew_[replicate]; }

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
    for (int f = 0; f < field_count; ++f)
      begins_anew_[replicate][f] = specs_[f].enabled && state.begins_anew[f];
    for (int f = 0; f < field_count; ++f) {
      if (!state.residuals[f]) continue;
      residuals_[f].resize(replicates);
      residuals_[f][replicate] = *state.residuals[f];
    }
  }

  /// Where a specification names no number.
  void choose_cycles(const ModelParameters& model) {
    for (FieldSpec& spec : specs_)
      if (spec.cycles == 0)
        spec.cycles =
            warm_field_cycles(spec, model.lattice.spacing_um, period_min_, model.vessels.come_and_go());
  }
  FieldFlags enabled() const {
    FieldFlags enabled{};
    for (int f = 0; f < field_count; ++f) enabled[f] = specs_[f].enabled;
    return enabled;
  }

  bool any_begins_anew(int f) const {
    return std::any_of(begins_anew_.begin(), begins_anew_.end(),
                       [f](const FieldFlags& of_replicate) { return of_replicate[f]; });
  }
  /// The cycles that a field's last solve still lacks in these replicates, one by one, so that each has the
  /// bits that it would have alone. @returns the bytes that they had to read and write
  std::uint64_t begin_anew(int f) {
    const std::uint64_t before = solver_.compulsory_bytes();
    for (std::uint32_t r = 0; r < begins_anew_.size(); ++r)
      if (std::exchange(begins_anew_[r][f], false)) solver_.go_on(r, cold_field_cycles - specs_[f].cycles);
    return solver_.compulsory_bytes() - before;
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
  std::vector<FieldFlags> begins_anew_;  // per replicate
  bool measures_next_ = false;
  std::array<std::vector<float>, field_count> residuals_;  // [field][replicate]; empty: not yet measured
};

}  // namespace tilscape
