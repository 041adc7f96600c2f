// The columns of the census, in file order.
#include "agents/readouts/census.hpp"

#include "agents/readouts/readout_columns.hpp"

namespace tilscape {

std::vector<CensusColumn> columns_of(const CensusRow& row) {
  const auto count = [](std::uint64_t n) { return static_cast<double>(n); };
  const auto tissue = [&](Tissue t) { return count(row.tissue[static_cast<std::size_t>(t)]); };
  std::vector<CensusColumn> columns = {
      {"step", "1", count(row.step), true},
      {"time_h", "h", row.time_h},
      {"tumour_cycling", "cells", tissue(Tissue::tumour_cycling), true},
      {"tumour_quiescent", "cells", tissue(Tissue::tumour_quiescent), true},
      {"tumour_hypoxic", "cells", tissue(Tissue::tumour_hypoxic), true},
      {"tumour_apoptotic", "cells", tissue(Tissue::tumour_apoptotic), true},
      {"tumour_necrotic", "cells", tissue(Tissue::tumour_necrotic), true},
      {"stroma", "cells", tissue(Tissue::stroma), true},
      {"vessels", "sites", tissue(Tissue::vessel), true},
  };
  for (int code = 1; code < immune_state_count; ++code)
    columns.push_back({immune_names[code], "cells", count(row.immune[code]), true});
  for (std::uint32_t e = 0; e < event_kinds; ++e)
    columns.push_back({event_names[e], "events", count(row.events[e]), true});
  const CensusColumn levels[] = {
      {"clones", "clones", count(row.clones), true},
      {"b2m_lost", "cells", count(row.b2m_lost), true},
      {"hla_lost", "cells", count(row.hla_lost), true},
      {"pdl1_high", "cells", count(row.pdl1_high), true},
      {"pdl1_mean", "1", row.pdl1_mean},
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
  append_columns(columns, row.readouts);
  return columns;
}

}  // namespace tilscape
