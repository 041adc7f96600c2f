// Rows of the fields. All have the same keys; the unit of the field is part of the key. Who secretes
// and who takes up is a map from a cell's type or state to a number.
#include "config/schema/field_defaults.hpp"
#include "config/schema/rows.hpp"

namespace tilscape::rows {
namespace {

/// A name in a map by cell, and the codes it stands for. Groups come first, so that a state overrules its
/// group.
struct CellName {
  const char* name;
  std::vector<Tissue> tissue;
  std::vector<Immune> immune;
  bool is_group = false;
};

/// All states of a type but corpses, which neither secrete nor take up.
CellName group_of(const CellTypeRecord& type) {
  CellName group{type.all_states, {}, {}, true};
  for (const auto& state : tissue_states)
    if (state.type == type.type && !is_corpse(state.code)) group.tissue.push_back(state.code);
  for (const auto& state : immune_states)
    if (state.type == type.type) group.immune.push_back(state.code);
  return group;
}

std::vector<CellName> list_names() {
  std::vector<CellName> names;
  for (const CellTypeRecord& type : cell_types)
    if (CellName group = group_of(type); group.tissue.size() + group.immune.size() > 1)
      names.push_back(std::move(group));
  for (const auto& state : tissue_states) names.push_back({state.key, {state.code}, {}});
  for (const auto& state : immune_states) names.push_back({state.key, {}, {state.code}});
  return names;
}

const std::vector<CellName>& cell_names() {
  static const std::vector<CellName> names = list_names();
  return names;
}

using Codes = std::array<double, site_codes>;

void set_codes(const CellName& cell, double value, Codes& tissue, Codes& immune) {
  for (Tissue t : cell.tissue) tissue[static_cast<std::size_t>(t)] = value;
  for (Immune i : cell.immune) immune[static_cast<std::size_t>(i)] = value;
}

void set_from_map(const NumberMap& map, Codes& tissue, Codes& immune) {
  tissue.fill(0);
  immune.fill(0);
  for (const CellName& cell : cell_names())
    for (const auto& [name, value] : map)
      if (name == cell.name) set_codes(cell, value, tissue, immune);
}

/// The states that are not zero; a group is written as its members.
NumberMap to_map(const Codes& tissue, const Codes& immune) {
  NumberMap map;
  for (const CellName& cell : cell_names()) {
    if (cell.is_group) continue;
    const double value = cell.tissue.empty() ? immune[static_cast<std::size_t>(cell.immune[0])]
                                             : tissue[static_cast<std::size_t>(cell.tissue[0])];
    if (value != 0) map.emplace_back(cell.name, value);
  }
  return map;
}

template <class Lens>
void add_map(Section<Lens>& field, const std::string& name, Codes FieldSpec::*tissue,
             Codes FieldSpec::*immune, NumberMap value, About about, const std::string& unit) {
  Row row = describe(field.prefix() + name, Kind::number_map, about);
  row.unit = unit;
  row.numbers = {0, 1e9};
  for (const CellName& cell : cell_names()) row.words.emplace_back(cell.name);
  row.old_words = {{"nk", record_of(Immune::nk_searching).key}};
  row.default_value = std::move(value);
  row.get = [lens = field.lens(), tissue, immune](const RunParameters& r) -> Value {
    return to_map(lens(r).*tissue, lens(r).*immune);
  };
  row.set = [lens = field.lens(), tissue, immune](RunParameters& r, const Value& v) {
    set_from_map(std::get<NumberMap>(v), lens(r).*tissue, lens(r).*immune);
  };
  field.add(std::move(row));
}

/// The exchange term exists for every tissue code; vessels are the only ones that exchange with the blood.
template <class Lens>
void add_vessel_exchange(Section<Lens>& field, double value, About about) {
  constexpr auto vessel = static_cast<std::size_t>(Tissue::vessel);
  Row row = describe(field.prefix() + "vessel_exchange_per_min", Kind::number, about);
  row.numbers = {0, 1e9};
  row.default_value = value;
  row.get = [lens = field.lens()](const RunParameters& r) -> Value {
    return lens(r).tissue_exchange_per_min[vessel];
  };
  row.set = [lens = field.lens()](RunParameters& r, const Value& v) {
    lens(r).tissue_exchange_per_min[vessel] = std::get<double>(v);
  };
  field.add(std::move(row));
}

constexpr const char* project = "setting of this project";
constexpr double reference_spacing_um = 15;  // of the defaults for secretion

template <class Lens>
void add_solver(Section<Lens>& field, const FieldDefaults& d) {
  using S_ = FieldSpec;
  field.boolean("enabled", &S_::enabled, d.enabled, {"1", d.if_off, S, project});
  field.boolean("quasi_steady", &S_::quasi_steady, d.quasi_steady,
                {"1", "Steady state at each update, instead of a step in time.", S, project});
  field.integer(
      "solver_cycles", &S_::cycles, 0, {0, 1000},
      {"1",
       "Multigrid cycles per update; 0: as many as what one site can change needs, 3 to 8. The first "
       "update, and one after a dose that changes the tissue at once, takes 8 at least.",
       S, project});
}

template <class Lens>
void add_transport(Section<Lens>& field, const FieldInfo& info, const FieldDefaults& d) {
  using S_ = FieldSpec;
  const std::string per_min = std::string(info.unit) + "/min";
  field.number("diffusivity_um2_per_min", &S_::diffusivity_um2_per_min, d.diffusivity_um2_per_min, {0, 1e9},
               {"um2/min", "Diffusivity; 0: what is secreted stays at its site.", d.diffusivity.status,
                d.diffusivity.source});
  field.number("decay_per_min", &S_::decay_per_min, d.decay_per_min, {0, 1e6},
               {"1/min", "Decay everywhere.", d.decay.status, d.decay.source});
  add_map(
      field, std::string("secretion_") + info.unit_in_key + "_per_min", &S_::tissue_source_per_min,
      &S_::immune_source_per_min, d.secretion_per_min,
      {"",
       "Secretion of one such cell, as what it adds to a site of source_spacing_um; the program scales it to "
       "others. "
       "The map replaces the default one as a whole.",
       d.secretion.status, d.secretion.source},
      per_min);
  field.number(
      "source_spacing_um", &S_::source_spacing_um, reference_spacing_um, {0, 1000},
      {"um",
       "Spacing that secretion and vessel exchange are stated for: a cell secretes an amount and a vessel "
       "exchanges per length, so on another lattice they count (this / lattice.spacing_um)^3 and ^2 times. "
       "0: as they stand.",
       S, project});
  add_map(field, "uptake_per_min", &S_::tissue_uptake_per_min, &S_::immune_uptake_per_min, d.uptake_per_min,
          {"", "Uptake in a site that holds such a cell. The map replaces the default one as a whole.",
           d.uptake.status, d.uptake.source},
          "1/min");
  add_vessel_exchange(field, d.vessel_exchange_per_min,
                      {"1/min", "Rate of exchange with the blood in a site that holds a vessel.",
                       d.vessel.status, d.vessel.source});
}

template <class Lens>
void add_levels(Section<Lens>& field, const FieldInfo& info, const FieldDefaults& d) {
  using S_ = FieldSpec;
  const auto level = [&](const char* name) { return std::string(name) + "_" + info.unit_in_key; };
  const NumberRange any{0, d.most};
  field.number(level("vessel").c_str(), &S_::exchange_value, d.vessel_value, any,
               {info.unit, "Level in the blood of vessels.", d.vessel.status, d.vessel.source});
  field.choice(
      "border", &S_::border, FieldBorder::no_flux,
      {{"no_flux", FieldBorder::no_flux}, {"fixed_value", FieldBorder::fixed_value}},
      {"1", "What a closed lattice's border does: nothing passes, or a fixed level outside.", S, project});
  field.number(level("border").c_str(), &S_::border_value, d.border_value, any,
               {info.unit, "Level outside a border of fixed value.", d.levels.status, d.levels.source});
  field.number(level("initial").c_str(), &S_::initial, d.initial, any,
               {info.unit, "Level everywhere at the start.", d.levels.status, d.levels.source});
  field.number(level("reference").c_str(), &S_::reference, d.reference, {1e-9, 1e9},
               {info.unit,
                "Scale of the field: values below 1e-12 of it become 0, and none may rise above 1e12 of it.",
                S, project});
}

void add_field(std::vector<Row>& rows, FieldIndex index) {
  const FieldInfo& info = field_table[index];
  const FieldDefaults d = field_defaults(index);
  Section field(
      rows,
      std::string("fields.") + info.name + ".", [index](auto& r) -> auto& { return r.model.fields[index]; });
  add_solver(field, d);
  add_transport(field, info, d);
  add_levels(field, info, d);
}

}  // namespace

void add_field_rows(std::vector<Row>& rows) {
  for (int f = 0; f < field_count; ++f) add_field(rows, static_cast<FieldIndex>(f));
}

}  // namespace tilscape::rows
