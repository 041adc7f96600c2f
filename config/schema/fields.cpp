// Rows of the fields. All have the same keys; the unit of the field is part of the key. Who secretes
// and who takes up is a map from a cell's type or state to a number.
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

std::vector<CellName> list_names() {
  std::vector<CellName> names{
      {"tumour", {Tissue::tumour_cycling, Tissue::tumour_quiescent, Tissue::tumour_hypoxic}, {}, true},
      {"cd8_t_cell",
       {},
       {Immune::cd8_searching, Immune::cd8_engaged, Immune::cd8_exhausted, Immune::cd8_activated,
        Immune::cd8_progenitor_exhausted, Immune::cd8_memory},
       true},
      {"nk_cell", {}, {Immune::nk, Immune::nk_engaged}, true},
      {"macrophage", {}, {Immune::macrophage_m1, Immune::macrophage_m2}, true},
      {"tumour_cycling", {Tissue::tumour_cycling}, {}},
      {"tumour_quiescent", {Tissue::tumour_quiescent}, {}},
      {"tumour_hypoxic", {Tissue::tumour_hypoxic}, {}},
      {"tumour_apoptotic", {Tissue::tumour_apoptotic}, {}},
      {"tumour_necrotic", {Tissue::tumour_necrotic}, {}},
      {"stroma", {Tissue::stroma}, {}},
      {"vessel", {Tissue::vessel}, {}},
  };
  for (int code = 1; code < immune_state_count; ++code)
    names.push_back({immune_names[code], {}, {static_cast<Immune>(code)}});
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

struct Sourced {
  Status status;
  const char* source;
};

/// What differs between the fields.
struct FieldDefaults {
  bool enabled = true;
  const char* if_off = "A field that is off keeps its initial value everywhere, and costs nothing.";
  bool quasi_steady;
  double diffusivity_um2_per_min;
  Sourced diffusivity;
  double decay_per_min;
  Sourced decay;
  NumberMap secretion_per_min;
  Sourced secretion;
  NumberMap uptake_per_min;
  Sourced uptake;
  double vessel_exchange_per_min;
  double vessel_value;
  Sourced vessel;
  double border_value;
  double most = 1e9;  // of levels
  double initial;
  Sourced levels;
  double reference;
};

constexpr const char* project = "setting of this project";
constexpr double reference_spacing_um = 15;  // of the defaults for secretion below

template <class Lens>
void add_solver(Section<Lens>& field, const FieldDefaults& d) {
  using S_ = FieldSpec;
  field.boolean("enabled", &S_::enabled, d.enabled, {"1", d.if_off, S, project});
  field.boolean("quasi_steady", &S_::quasi_steady, d.quasi_steady,
                {"1", "Steady state at each update, instead of a step in time.", S, project});
  field.integer("solver_cycles", &S_::cycles, 0, {0, 1000},
                {"1", "Multigrid cycles per update; 0: the solver's own number.", S, project});
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

void add_field(std::vector<Row>& rows, FieldIndex index, const FieldDefaults& d) {
  const FieldInfo& info = field_table[index];
  Section field(
      rows,
      std::string("fields.") + info.name + ".", [index](auto& r) -> auto& { return r.model.fields[index]; });
  add_solver(field, d);
  add_transport(field, info, d);
  add_levels(field, info, d);
}

/// Penetration length in dense tumour sqrt(1e5 / 10) = 100 um.
FieldDefaults oxygen() {
  FieldDefaults d{};
  d.quasi_steady = true;
  d.diffusivity_um2_per_min = 1e5;
  d.diffusivity = {F, "PhysiCell cancer_immune: 1e5 (1.67e-5 cm2/s)"};
  d.decay_per_min = 0.01;
  d.decay = {N, "small, so that a lattice without cells is solvable: a length of 3 mm"};
  d.secretion = {S, "cells secrete no oxygen"};
  d.uptake_per_min = {{"tumour", 10}, {"stroma", 1}};
  d.uptake = {F, "PhysiCell cancer_immune: 10 (100 um penetration); stroma: assumption, a tenth of it"};
  d.vessel_exchange_per_min = 5000;
  d.vessel_value = 50;
  d.vessel = {
      N,
      "level: SPQSP_PDAC, about 50 mmHg; rate: Krogh cylinder at 15 vessels/mm2 and 15 um sites, 42 mmHg "
      "beside a vessel in dense tumour, 49 in stroma"};
  d.border_value = 38;
  d.initial = 38;
  d.levels = {F, "PhysiCell cancer_immune: 38"};
  d.reference = 38;
  return d;
}

/// One molecule of 17 kDa per second into a site of (15 um)^3: 60 × 2.82e-11 ng / 3.375e-9 mL = 0.5
/// ng/mL/min. With nothing but the decay to remove it, n secreting cells per mL hold n × 2.8e-11 ng × 60 /
/// 0.0036 per molecule/s: 3e7 per mL, a dense infiltrate, at 0.01 molecule/s are 0.15 ng/mL.
FieldDefaults ifn_gamma() {
  FieldDefaults d{};
  d.diffusivity_um2_per_min = 600;
  d.diffusivity = {F, "SPQSP_PDAC, SPQSP_HCC, tumor-tcell: 1e-7 cm2/s"};
  d.decay_per_min = 0.0036;
  d.decay = {F, "published models: 4.3e-5 to 8.9e-5 /s; here 6e-5 /s, a length of 408 um"};
  d.secretion_per_min = {{"cd8_engaged", 0.005}, {"cd8_activated", 0.005}, {"nk_engaged", 0.005}};
  d.secretion = {
      N,
      "0.01 molecule/s per cell (published: 0.0028 to 18) of 17 kDa, so that infiltrated tissue reaches "
      "the order of the EC50 of PD-L1 induction"};
  d.uptake = {M, "assumption: none beyond the decay"};
  d.vessel = {M, "assumption: no exchange with the blood"};
  d.levels = {M, "assumption: none at the start"};
  d.reference = 0.11;
  return d;
}

/// In a block of secreting tumour cells, one per site of 15 um, the level is 0.0102 / 0.0102 = 1.
FieldDefaults chemokine() {
  FieldDefaults d{};
  d.diffusivity_um2_per_min = 556;
  d.diffusivity = {F, "pc4covid19: 556"};
  d.decay_per_min = 0.0102;
  d.decay = {F, "pc4covid19: 0.0102, a length of 233 um"};
  d.secretion_per_min = {{"tumour", 0.0102}, {"cd8_engaged", 0.1}, {"cd8_activated", 0.1}};
  d.secretion = {M, "assumption: level 1 inside dense tumour; T cells after recognition ten times as much"};
  d.uptake = {M, "assumption: none beyond the decay"};
  d.vessel = {M, "assumption: no exchange with the blood"};
  d.levels = {M, "assumption: none at the start"};
  d.reference = 1;
  return d;
}

/// 100 molecules per second into a site of (15 um)^3 are 6000 / (6.02e23 x 3.375e-12 L) = 3 nM/min; at a
/// length of 45 um a cell alone then has 0.36 nM at its site, about the EC50.
FieldDefaults il2() {
  FieldDefaults d{};
  d.enabled = false;
  d.diffusivity_um2_per_min = 410;
  d.diffusivity = {F, "SPQSP_PDAC: 6.87e-8 cm2/s; SPQSP_HCC: 4e-8"};
  d.decay_per_min = 0.2;
  d.decay = {F, "QSPIO-TNBC: 0.2 /min, a length of 45 um"};
  d.secretion_per_min = {{"cd8_activated", 3}, {"cd4_helper", 3}};
  d.secretion = {
      N,
      "100 molecules/s per cell, for about the EC50 of 0.32 nM at its site; QSPIO-TNBC has 3e-5 nmol/cell/h, "
      "5e6 molecules/s"};
  d.uptake_per_min = {{"treg", 1}};
  d.uptake = {M, "assumption: Tregs take up five times what decays"};
  d.vessel = {M, "assumption: no exchange with the blood"};
  d.levels = {M, "assumption: none at the start"};
  d.reference = 0.32;
  return d;
}

/// In a block of secreting cells, one per site of 15 um, the level is 0.25 / 0.25 = 1 ng/mL.
FieldDefaults tgf_beta() {
  FieldDefaults d{};
  d.enabled = false;
  d.diffusivity_um2_per_min = 1600;
  d.diffusivity = {F, "SPQSP_PDAC: 2.67e-7 cm2/s"};
  d.decay_per_min = 0.25;
  d.decay = {M, "half-life of active TGF-beta in blood of 2 to 3 min (Wakefield 1990); a length of 80 um"};
  d.secretion_per_min = {{"stroma", 0.25}, {"treg", 0.25}, {"macrophage_m2", 0.25}};
  d.secretion = {M, "assumption: 1 ng/mL where every site holds a secreting cell"};
  d.uptake = {M, "assumption: none beyond the decay"};
  d.vessel = {M, "assumption: no exchange with the blood"};
  d.levels = {M, "assumption: none at the start"};
  d.reference = 1;
  return d;
}

/// In a block of hypoxic cells, one per site of 15 um, the level is 0.0115 / 0.0115 = 1 ng/mL.
FieldDefaults vegf() {
  FieldDefaults d{};
  d.enabled = false;
  d.diffusivity_um2_per_min = 1600;
  d.diffusivity = {F, "SPQSP_PDAC: 2.71e-7 cm2/s"};
  d.decay_per_min = 0.0115;
  d.decay = {F, "SPQSP_PDAC: 1.92e-4 /s; a length of 370 um"};
  d.secretion_per_min = {{"tumour_hypoxic", 0.0115}};
  d.secretion = {M, "assumption: hypoxic tumour cells alone, 1 ng/mL in a block of them"};
  d.uptake_per_min = {{"vessel", 0.003}};
  d.uptake = {F, "SPQSP_PDAC: 5e-5 /s"};
  d.vessel = {M, "assumption: no exchange with the blood"};
  d.levels = {M, "assumption: none at the start"};
  d.reference = 1;
  return d;
}

/// Drugs of a class at a site relative to plasma. Diffusion takes minutes and plasma changes within hours or
/// weeks, so that a steady profile follows it; an antibody's way through the vessel wall takes about a day.
FieldDefaults penetration() {
  FieldDefaults d{};
  d.enabled = false;
  d.quasi_steady = true;
  d.secretion = {S, "cells secrete no drug"};
  d.vessel_value = d.border_value = d.most = 1;
  d.levels = {S, "by definition: 1 is plasma"};
  d.reference = 1;
  return d;
}

/// Exchange of a vessel in a site of h = 15 um: its wall 2 pi R h lets through P, 2 pi R P / h^2 per min.
FieldDefaults antibody() {
  FieldDefaults d = penetration();
  d.if_off =
      "On: how far antibodies reach; the concentration of each at a site is this x plasma. Off: they are "
      "well mixed in the tumour (drugs.*.tumour_to_plasma); costs nothing.";
  d.diffusivity_um2_per_min = 612;
  d.diffusivity = {F, "SPQSP_PDAC: 1.02e-7 cm2/s"};
  d.decay_per_min = 0.003;
  d.decay = {F, "SPQSP_PDAC: loss 5e-5 /s; a length of 452 um"};
  d.uptake = {M, "assumption: none beyond the loss; doses saturate the few receptors"};
  d.vessel_exchange_per_min = 0.052;
  d.vessel = {N,
              "level: by definition; rate: permeability 334 um/day, radius 8 um (Shah 2012, in published "
              "model files): 2 pi R P / h^2"};
  return d;
}

/// Penetration length in dense tumour sqrt(7000 / 2.8) = 50 um: to half within 35 um.
FieldDefaults small_molecule() {
  FieldDefaults d = penetration();
  d.if_off =
      "On: how far small molecules reach; the concentration of each at a site is this x plasma. Off: they "
      "are well mixed in the tumour (drugs.*.tumour_to_plasma); costs nothing.";
  d.diffusivity_um2_per_min = 7000;
  d.diffusivity = {F, "Krogh-cylinder model files of doxorubicin: 7000 (1.2e-6 cm2/s)"};
  d.decay_per_min = 0.01;
  d.decay = {N, "small, so that a lattice without cells is solvable: a length of 840 um"};
  d.uptake_per_min = {{"tumour", 2.8}, {"stroma", 0.28}};
  d.uptake = {P,
              "BMC Cancer 12:214, table 3: doxorubicin falls to half 24 to 43 um from a vessel; 35 um here; "
              "stroma: assumption, a tenth"};
  d.vessel_exchange_per_min = 45;
  d.vessel = {N,
              "level: by definition; rate: permeability 160 um/min, radius 10 um (Krogh-cylinder model files "
              "of doxorubicin): 2 pi R P / h^2"};
  return d;
}

}  // namespace

void add_field_rows(std::vector<Row>& rows) {
  add_field(rows, oxygen_field, oxygen());
  add_field(rows, ifn_gamma_field, ifn_gamma());
  add_field(rows, chemokine_field, chemokine());
  add_field(rows, il2_field, il2());
  add_field(rows, tgf_beta_field, tgf_beta());
  add_field(rows, vegf_field, vegf());
  add_field(rows, antibody_field, antibody());
  add_field(rows, small_molecule_field, small_molecule());
}

}  // namespace tilscape::rows
