// What the agent tests share: small worlds, and a look at what each site of a cell table holds.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "agents/parameters/derive.hpp"
#include "agents/simulation.hpp"
#include "config/schema/schema.hpp"

namespace tilscape {

/// The default model on a lattice of this size, without fields (oxygen stays at its initial level).
inline ModelParameters model_without_fields(std::array<std::uint32_t, 3> size) {
  ModelParameters m = default_parameters().model;
  m.lattice.size = size;
  for (FieldSpec& field : m.fields) field.enabled = false;
  return m;
}

inline std::unique_ptr<Simulation> simulation_of(const ModelParameters& m, const InitialTissue& tissue,
                                                 std::uint64_t seed = 1) {
  SimulationStart start;
  start.execution = default_parameters().execution;
  start.replicates.push_back({m, seed, 0, tissue});
  return make_host_simulation(start, 1);
}

inline std::set<std::uint32_t> sites_of(const CellTable& cells, CellType type) {
  std::set<std::uint32_t> sites;
  for (std::size_t k = 0; k < cells.size(); ++k)
    if (cells.cell_type[k] == static_cast<std::uint8_t>(type)) sites.insert(cells.site[k]);
  return sites;
}

/// Immune cells of a type, in whatever state.
inline std::uint64_t cells_of(const CensusRow& row, CellType type) {
  std::uint64_t cells = 0;
  for (int code = 1; code < immune_state_count; ++code)
    if (cell_type_of(static_cast<Immune>(code)) == type) cells += row.immune[code];
  return cells;
}

inline std::uint64_t events(const CensusRow& row, Event event) {
  return row.events[static_cast<std::size_t>(event)];
}

}  // namespace tilscape
