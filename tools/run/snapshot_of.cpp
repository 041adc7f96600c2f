// The arrays of a snapshot are made from the scene while they are written: as a whole, those of many cells
// would be the largest thing on the host.
#include "tools/run/snapshot_of.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/lattice/cell_id.hpp"
#include "tools/run/code_tables.hpp"

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

template <class T>
MadeValues<T> made(const std::shared_ptr<const Scene>& scene,
                   void (Scene::*quantity)(std::size_t, std::span<T>) const, std::size_t per_cell = 1) {
  return {scene->cell_count() * per_cell,
          [scene, quantity](std::size_t first, std::span<T> out) { ((*scene).*quantity)(first, out); }};
}

void fill(Snapshot& s, const std::shared_ptr<const Scene>& scene) {
  s.points_um = made(scene, &Scene::points_um, 3);
  const auto add = [&](const char* name, const char* units, auto quantity) {
    s.point_arrays.push_back({name, units, made(scene, quantity)});
  };
  add("cell_type", "1", &Scene::cell_type);
  add("state", "1", &Scene::state);
  add("site", "1", &Scene::site);
  add("cell_id", "1", &Scene::cell_id);
  add("clone_id", "1", &Scene::clone_id);
  add("antigens", "1", &Scene::antigens);
  add("receptor", "1", &Scene::receptor);
  add("mhc1", "1", &Scene::mhc1);
  add("pdl1", "1", &Scene::pdl1);
  add("pd1", "1", &Scene::pd1);
  add("hits", "1", &Scene::hits);
  add("exhaustion", "1", &Scene::exhaustion);
  add("radius_um", "um", &Scene::radius_um);
  add("age_h", "h", &Scene::age_h);
  for (int f = 0; f < field_count; ++f) {
    const auto field = static_cast<FieldIndex>(f);
    const auto piece = [scene, field](std::size_t first, std::span<float> out) {
      std::ranges::copy(scene->field(field).subspan(first, out.size()), out.begin());
    };
    if (const std::size_t sites = scene->field(field).size())
      s.fields.push_back({std::string(field_table[f].name) + "_" + field_table[f].unit_in_column,
                          field_table[f].unit_of_column, MadeValues<float>{sites, piece}});
  }
}

}  // namespace

std::function<Snapshot()> snapshot_of(std::function<Scene()> scene, const Moment& moment,
                                      const LatticeParameters& lattice) {
  Snapshot s;
  static_cast<Moment&>(s) = moment;
  s.size = lattice.size;
  s.spacing_um = lattice.spacing_um;
  s.origin_um = {s.spacing_um / 2, s.spacing_um / 2, s.spacing_um / 2};
  s.code_tables = code_tables();
  return [s, scene = std::move(scene)]() mutable {
    fill(s, std::make_shared<const Scene>(scene()));
    return std::move(s);
  };
}

Table census_table(const std::vector<CensusRow>& rows) {
  Table table;
  for (const CensusColumn& c : columns_of(rows.empty() ? CensusRow{} : rows[0]))
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
