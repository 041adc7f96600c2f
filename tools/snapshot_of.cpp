// Arrays are moved, not copied (a list in braces would copy them): a snapshot of many cells is the largest
// thing on the host.
#include "tools/snapshot_of.hpp"

#include <utility>

#include "core/cell_id.hpp"

namespace tilscape {

namespace {

template <class Value, class Function>
Column column(const char* name, const char* units, const std::vector<CloneRecord>& records,
              const Function& value) {
  std::vector<Value> values;
  values.reserve(records.size());
  for (const CloneRecord& record : records) values.push_back(value(record));
  return {name, units, std::move(values)};
}

void fill(Snapshot& s, Picture picture) {
  CellTable& t = picture.cells;
  s.points_um = std::move(t.points_um);
  const auto add = [&s](const char* name, const char* units, auto& values) {
    s.point_arrays.push_back({name, units, std::move(values)});
  };
  add("cell_type", "1", t.cell_type);
  add("state", "1", t.state);
  add("site", "1", t.site);
  add("cell_id", "1", t.cell_id);
  add("clone_id", "1", t.clone_id);
  add("antigens", "1", t.antigens);
  add("receptor", "1", t.receptor);
  add("mhc1", "1", t.mhc1);
  add("pdl1", "1", t.pdl1);
  add("pd1", "1", t.pd1);
  add("hits", "1", t.hits);
  add("exhaustion", "1", t.exhaustion);
  add("radius_um", "um", t.radius_um);
  add("age_h", "h", t.age_h);
  const auto add_field = [&s, &picture](const char* name, const char* units, FieldIndex field) {
    s.fields.push_back({name, units, std::move(picture.fields[field])});
  };
  add_field("oxygen_mmHg", "mmHg", oxygen_field);
  add_field("ifn_gamma_ng_per_mL", "ng/mL", ifn_gamma_field);
  add_field("chemokine_relative", "1", chemokine_field);
}

}  // namespace

std::function<Snapshot()> snapshot_of(Simulation& simulation, std::uint32_t replicate, const Moment& moment,
                                      const LatticeParameters& lattice) {
  Snapshot s;
  static_cast<Moment&>(s) = moment;
  s.size = lattice.size;
  s.spacing_um = lattice.spacing_um;
  s.origin_um = {s.spacing_um / 2, s.spacing_um / 2, s.spacing_um / 2};
  return [s, picture = simulation.picture(replicate)]() mutable {
    fill(s, picture());
    return std::move(s);
  };
}

Table census_table(const std::vector<CensusRow>& rows) {
  Table table;
  for (const CensusColumn& c : columns_of(CensusRow{}))
    table.push_back(
        {c.name, c.units,
         c.is_count ? ColumnValues(std::vector<std::uint64_t>()) : ColumnValues(std::vector<double>())});
  for (const CensusRow& row : rows) {
    const auto columns = columns_of(row);
    for (std::size_t k = 0; k < columns.size(); ++k) {
      if (columns[k].is_count)
        std::get<std::vector<std::uint64_t>>(table[k].values)
            .push_back(static_cast<std::uint64_t>(columns[k].value));
      else
        std::get<std::vector<double>>(table[k].values).push_back(columns[k].value);
    }
  }
  return table;
}

Table clone_table(const std::vector<CloneRecord>& records, double base_step_min) {
  using U = std::uint64_t;
  using R = const CloneRecord&;
  return {
      column<U>("clone_id", "1", records, [](R c) { return c.id; }),
      column<U>("parent_id", "1", records, [](R c) { return c.parent; }),
      column<double>("time_h", "h", records,
                     [&](R c) { return birth_step(c.id).value * base_step_min / 60; }),
      column<U>("site", "1", records, [](R c) { return U{birth_site(c.id).value}; }),
      column<U>("kinds", "1", records, [](R c) { return U{c.kinds}; }),
      column<U>("passengers", "1", records, [](R c) { return U{c.passengers}; }),
      column<U>("genotype", "1", records, [](R c) { return U{c.genotype}; }),
      column<U>("antigens", "1", records, [](R c) { return c.antigens; }),
  };
}

}  // namespace tilscape
