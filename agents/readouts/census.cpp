// The columns of the census, in file order.
#include "agents/readouts/census.hpp"

#include "agents/readouts/readout_columns.hpp"

namespace tilscape {

std::vector<CensusColumn> columns_of(const CensusRow& row) {
  const auto count = [](std::uint64_t n) { return static_cast<double>(n); };
  std::vector<CensusColumn> columns = {
      {"step", "1", count(row.step), true},
      {"time_h", "h", row.time_h},
  };
  const auto add_states = [&](const auto& states, const auto& cells) {
    for (const auto& state : states)
      columns.push_back({state.column, state.type == CellType::vessel ? "sites" : "cells",
                         count(cells[static_cast<std::size_t>(state.code)]), true});
  };
  add_states(tissue_states, row.tissue);
  add_states(immune_states, row.immune);
  for (const EventRecord& e : event_table)
    columns.push_back({e.column, "events", count(row.events[static_cast<std::size_t>(e.event)]), true});
  const CensusColumn levels[] = {
      {"clones", "clones", count(row.clones), true},
      {"b2m_lost", "cells", count(row.b2m_lost), true},
      {"hla_lost", "cells", count(row.hla_lost), true},
      {"pdl1_high", "cells", count(row.pdl1_high), true},
      {"pdl1_mean", "1", row.pdl1_mean},
      {"tumour_live", "cells", count(row.tumour_cells()), true},
      {"free_sites", "sites", count(row.free_sites()), true},
      {"jak_lost", "cells", count(row.jak_lost), true},
  };
  columns.insert(columns.end(), std::begin(levels), std::end(levels));
  for (int f = 0; f < field_count; ++f)
    if (const FieldInfo& field = field_table[f]; row.has_field[f])
      columns.push_back({std::string(field.name) + "_mean_" + field.unit_in_column, field.unit_of_column,
                         row.field_mean[f]});
  for (const BodyReading& r : row.body) columns.push_back({r.name, r.units, r.value});
  for (int f = 0; f < field_count; ++f)
    if (row.has_field[f])
      columns.push_back({std::string(field_table[f].name) + "_residual", "1", row.residual[f]});
  append_columns(columns, row);
  return columns;
}

}  // namespace tilscape
