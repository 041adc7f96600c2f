// Advances the fields of a world one after the other, all through one workspace. What secretes and takes up
// is data (core/fields/field_spec.hpp); the solver is core/multigrid/multigrid.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "core/fields/field_coefficients.hpp"
#include "core/fields/field_cycles.hpp"
#include "core/multigrid/field_assembly.hpp"
#include "core/multigrid/multigrid.hpp"

namespace tilscape {

/// The greater one; what is no number stays so.
TILSCAPE_HD inline float greater_of(float most, float value) {
  return value > most || value != value ? value : most;
}

/// The greatest |value| of part i of the world: a run of sites that lie in
/// one replicate.
struct GreatestKernel {
  static constexpr std::uint32_t part_sites = 128;
  const float* values;
  std::uint32_t sites, parts;  // of a replicate
  float* greatest;             // [replicate][part]

  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const std::uint32_t start = i % parts * part_sites;
    const std::uint32_t left = sites - start, n = left < part_sites ? left : part_sites;
    const float* from = values + (i / parts * sites + start);
    float most = 0;
    for (std::uint32_t k = 0; k < n; ++k) {
      const float magnitude = from[k] < 0 ? -from[k] : from[k];
      most = greater_of(most, magnitude);
    }
    greatest[i] = most;
  }
};

/// The value of a site that its neighbours do not reach: u = f/c, with c above 0.
struct LocalKernel {
  const float *f, *c;
  float floor;
  float* u;  // [replicate][z][y][x]; 12 bytes read and written per site

  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const float value = f[i] / c[i];
    u[i] = value < floor ? 0.0f : value;
  }
};

/// Solves any number of fields of one lattice. Holds no field: values and codes are the caller's, in the
/// executor's memory, one per site of the world, [replicate][z][y][x].
/// @tparam Legs  how the solver's passes run: the backend's own way, unless a test compares two
template <class Executor, class Legs = LegsOn<Executor>>
class FieldSolver {
 public:
  FieldSolver(Executor& executor, const Lattice& lattice) : FieldSolver(executor, lattice, Legs(executor)) {}
  FieldSolver(Executor& executor, const Lattice& lattice, Legs legs)
      : executor_(executor),
        lattice_(lattice),
        multigrid_(executor, lattice, std::move(legs)),
        greatest_(executor.memory(), std::uint64_t{parts_of(lattice)} * lattice.replicates) {}

  /// One backward-Euler step of period_min, or the steady state (period_min is ignored), by as many cycles
  /// from the values in u as the specification says; where it names no number, by so many that any values
  /// will do. A field that is off is left alone.
  /// @param tissue_codes,immune_codes  every code below site_codes; neither changes during the call
  /// @param u  in: the values so far; out: the new ones, none negative, none between 0 and 1e-12 of the
  /// reference
  void advance(const FieldSpec& spec, const std::uint8_t* tissue_codes, const std::uint8_t* immune_codes,
               float* u, double period_min) {
    if (!spec.enabled) return;
    const FieldCoefficients field = field_coefficients(spec, lattice_, period_min);
    last_ = {u, spec.border, field.floor, !field.is_local};
    const AssembleKernel assemble{
        multigrid_.grid(spec.border), field, tissue_codes, immune_codes, u, multigrid_.sink(),
        multigrid_.right_side()};
    if (multigrid_.fill(assemble, spec.border)) {
      last_.takes_cycles = false;
    } else if (field.is_local) {
      executor_.for_each(lattice_.world_sites(),
                         LocalKernel{multigrid_.right_side(), multigrid_.sink(), field.floor, u});
    } else {
      const int cycles = spec.cycles > 0 ? spec.cycles : cold_field_cycles;
      multigrid_.solve(u, spec.border, cycles, field.floor, {0, lattice_.replicates});
    }
  }

  /// More cycles of the last advance for one replicate, whose values were far from the solution. Nothing must
  /// have changed since.
  void go_on(std::uint32_t replicate, int cycles) {
    if (last_.takes_cycles && cycles > 0)
      multigrid_.solve(last_.u, last_.border, cycles, last_.floor, {replicate, 1});
  }

  /// max|f − A·u| / max|f| of the last advance in each replicate, whose u must not have changed since; 0
  /// where f is 0 everywhere, and of a field that does not diffuse, whose sites are solved one by one.
  std::vector<float> residuals() {
    std::vector<float> ratio(lattice_.replicates, 0.0f);
    if (!last_.takes_cycles) return ratio;
    const std::vector<float> right_side = greatest(multigrid_.right_side());
    const std::vector<float> defect = greatest(multigrid_.defect(last_.u, last_.border));
    for (std::size_t r = 0; r < ratio.size(); ++r)
      if (right_side[r] != 0) ratio[r] = defect[r] / right_side[r];
    return ratio;
  }

  /// Backend memory held.
  std::size_t bytes() const { return multigrid_.bytes() + greatest_.bytes(); }
  /// That the passes of all solves so far had to read and write: each array of a pass once.
  std::uint64_t compulsory_bytes() const { return multigrid_.compulsory_bytes(); }

 private:
  struct Advance {
    float* u = nullptr;
    FieldBorder border = FieldBorder::no_flux;
    float floor = 0;
    bool takes_cycles = false;  // neither solved site by site nor zero everywhere
  };

  static std::uint32_t parts_of(const Lattice& lattice) {
    return (lattice.sites() + GreatestKernel::part_sites - 1) / GreatestKernel::part_sites;
  }

  /// The greatest magnitude in each replicate.
  std::vector<float> greatest(const float* values) {
    const std::uint32_t sites = lattice_.sites();
    const std::uint32_t parts = parts_of(lattice_);
    const std::uint64_t all = std::uint64_t{parts} * lattice_.replicates;
    executor_.for_each(all, GreatestKernel{values, sites, parts, greatest_.data()});
    const std::vector<float> of_part = greatest_.to_host();
    std::vector<float> most(lattice_.replicates);
    for (std::uint32_t r = 0; r < lattice_.replicates; ++r)
      most[r] = std::accumulate(of_part.begin() + r * std::ptrdiff_t{parts},
                                of_part.begin() + (r + 1) * std::ptrdiff_t{parts}, 0.0f, greater_of);
    return most;
  }

  Executor& executor_;
  Lattice lattice_;
  Multigrid<Executor, Legs> multigrid_;
  Buffer<float> greatest_;  // of each part
  Advance last_;
};

}  // namespace tilscape
