// Families grown from one founder to a given number of live cells, without crowding: what mutation statistics
// are about. Each is a replicate of its own and stops by itself.
#pragma once

#include <cstdint>
#include <memory>

#include "tests/validation/cases.hpp"

namespace tilscape {

/// Chance of division per update in these families.
inline constexpr double family_division = 0.01;

/// @param death_share  death rate over division rate
inline ModelParameters family_model(std::uint32_t cells, double death_share) {
  const double rate = -std::log1p(-family_division);
  ModelParameters m = quiet_model({cells / 10, 20, 1});  // twice as many sites as cells
  m.tumour.placement = Placement::anywhere;
  m.tumour.division_per_day = per_day(rate, 1);
  m.tumour.death_per_day = per_day(rate * death_share, 1);
  m.tumour.apoptotic_clearance_h = 0;
  m.time.escape_min = 10000;
  return m;
}

struct Family {
  std::unique_ptr<Simulation> simulation;  // null: died out
  CensusRow census;
};

/// Grows replicate `number` until it has at least this many live cells, or none.
inline Family grow_family(const ModelParameters& m, std::uint32_t cells, std::uint64_t seed,
                          std::uint32_t number) {
  auto simulation = make_host_simulation(start_of(m, {{centre_of(m), CellType::tumour}}, seed, 1, number), 1);
  for (;;) {
    simulation->advance(1);
    CensusRow row = simulation->census()[0];
    if (row.tumour_cells() == 0) return {};
    if (row.tumour_cells() >= cells) return {std::move(simulation), row};
  }
}

}  // namespace tilscape
