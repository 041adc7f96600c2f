// One function per warning; find_warnings() calls them all. Each says what will happen, and what would mend
// it.
#include "config/schema/warnings.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "agents/parameters/derive.hpp"
#include "config/schema/schema.hpp"
#include "core/fields/field_coefficients.hpp"

namespace tilscape {
namespace {

using Keys = std::vector<std::string>;
using Warnings = std::vector<Conflict>;

constexpr double minutes_per_day = 1440, minutes_per_hour = 60;
constexpr auto vessel_code = static_cast<std::size_t>(Tissue::vessel);

/// As the row writes it: a map that names a group is read back as the states of the group.
bool is_default(const RunParameters& run, const Row& row) {
  static const RunParameters defaults = default_parameters();
  return row.get(run) == row.get(defaults);
}

bool is_default(const RunParameters& run, const std::string& key) {
  return is_default(run, *find_row(key));
}

/// The keys of sections that the run gives other values than the default.
Keys changed_in(const RunParameters& run, const std::string& section, const Keys& but = {}) {
  Keys keys;
  for (const Row& row : schema())
    if (row.key.starts_with(section) && !is_default(run, row) &&
        std::find(but.begin(), but.end(), row.key) == but.end())
      keys.push_back(row.key);
  return keys;
}

std::string section_of(const FieldSpec& field) {
  return "fields." + field.name + ".";
}

std::string unit_in_key(FieldIndex f) {
  return field_table[f].unit_in_key;
}

/// Could a cell of this code be there at any time of the run?
bool may_be(Tissue code, const Presence& cells) {
  return is_tumour(code) ? cells.at_start(CellType::tumour) : cells.at_start(cell_type_of(code));
}

/// Does anything give off the field, or exchange it with vessels, or hold it at the border?
bool has_source(const RunParameters& run, FieldIndex f, const Presence& cells) {
  const FieldSpec& field = run.model.fields[f];
  for (int code = 1; code <= static_cast<int>(Tissue::vessel); ++code)
    if (field.tissue_source_per_min[code] > 0 && may_be(static_cast<Tissue>(code), cells)) return true;
  for (int code = 1; code < immune_state_count; ++code)
    if (field.immune_source_per_min[code] > 0 && cells.ever(cell_type_of(static_cast<Immune>(code))))
      return true;
  if (field.tissue_exchange_per_min[vessel_code] > 0 && field.exchange_value > 0 &&
      cells.at_start(CellType::vessel))
    return true;
  return run.model.lattice.boundary == Boundary::closed && field.border == FieldBorder::fixed_value &&
         field.border_value > 0;
}

/// Key of what a run starts from.
std::string start_key(const RunParameters& run, const char* synthetic) {
  return run.model.initial.tissue.empty() ? std::string("initial.") + synthetic : "initial.tissue";
}

// --- The start

void no_tumour_cell(const RunParameters& run, const Presence& cells, Warnings& out) {
  if (cells.at_start(CellType::tumour)) return;
  out.push_back({{start_key(run, "tumour_radius_um"), "initial.tumour_fraction", "initial.tumour_cells"},
                 "there is no tumour cell at the start, and none will come; expected some"});
}

void nothing_supplies_oxygen(const RunParameters& run, const Presence& cells, Warnings& out) {
  const FieldSpec& oxygen = run.model.fields[oxygen_field];
  const bool is_needed = oxygen.enabled && cells.at_start(CellType::tumour);
  if (!is_needed || has_source(run, oxygen_field, cells)) return;
  out.push_back(
      {{"fields.oxygen.enabled", start_key(run, "vessels_per_mm2"), "fields.oxygen.vessel_exchange_per_min",
        "fields.oxygen.vessel_mmHg", "fields.oxygen.border", "fields.oxygen.border_mmHg"},
       std::string("nothing supplies oxygen, so that the tumour dies of hypoxia: ") +
           (cells.at_start(CellType::vessel) ? "vessels do not exchange it" : "there is no vessel") +
           "; expected vessels, a border of fixed value, or fields.oxygen.enabled: false"});
}

/// The level everywhere where oxygen is off, else the highest of its sources.
void oxygen_below_hypoxia(const RunParameters& run, const Presence& cells, Warnings& out) {
  const FieldSpec& oxygen = run.model.fields[oxygen_field];
  if (!cells.at_start(CellType::tumour) || (oxygen.enabled && !has_source(run, oxygen_field, cells))) return;
  double highest = oxygen.initial;
  if (oxygen.enabled) {
    const auto is_secreted = [](double per_min) { return per_min > 0; };
    if (!oxygen.quasi_steady ||
        std::any_of(oxygen.tissue_source_per_min.begin(), oxygen.tissue_source_per_min.end(), is_secreted) ||
        std::any_of(oxygen.immune_source_per_min.begin(), oxygen.immune_source_per_min.end(), is_secreted))
      return;
    highest = std::max(oxygen.tissue_exchange_per_min[vessel_code] > 0 ? oxygen.exchange_value : 0,
                       oxygen.border == FieldBorder::fixed_value ? oxygen.border_value : 0);
  }
  if (highest > run.model.tumour.oxygen_hypoxia_mmHg) return;
  out.push_back({{"tumour.oxygen_hypoxia_mmHg",
                  oxygen.enabled ? "fields.oxygen.vessel_mmHg" : "fields.oxygen.initial_mmHg",
                  "fields.oxygen.border_mmHg"},
                 "no place has more than " + number_text(highest) +
                     " mmHg of oxygen, so that no tumour cell can divide; expected more than "
                     "tumour.oxygen_hypoxia_mmHg = " +
                     number_text(run.model.tumour.oxygen_hypoxia_mmHg)});
}

void lattice_larger_than_table(const RunParameters& run, const Presence& cells, Warnings& out) {
  constexpr double least_share = 0.8;  // tables end before their image does
  const auto& size = run.model.lattice.size;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double sites = std::round(cells.taken[axis] * size[axis]);
    if (run.model.initial.tissue.empty() || cells.taken[axis] >= least_share || size[axis] - sites < 3)
      continue;
    out.push_back({{"lattice.size", "initial.tissue", "initial.tile", "lattice.spacing_um"},
                   "the table takes " + number_text(sites) + " of " + std::to_string(size[axis]) +
                       " sites along " + "xyz"[axis] +
                       ", the rest is empty; expected a lattice of the table's size"});
  }
}

void tumour_fills_the_lattice(const RunParameters& run, const Presence&, Warnings& out) {
  const InitialParameters& initial = run.model.initial;
  const LatticeParameters& lattice = run.model.lattice;
  if (!initial.tissue.empty() || initial.tumour_cells > 0 || initial.tumour_fraction < 1 ||
      initial.tumour_arrangement == Arrangement::scattered)
    return;
  double square_um2 = 0;
  for (const std::uint32_t n : lattice.size) {
    const double half_um = (n - 1) * lattice.spacing_um / 2;
    square_um2 += half_um * half_um;
  }
  const double corner_um = std::sqrt(square_um2);
  if (initial.tumour_radius_um < corner_um || square_um2 == 0) return;
  out.push_back({{"initial.tumour_radius_um", "lattice.size", "lattice.spacing_um"},
                 "the tumour takes the whole lattice, and has no room to grow; expected a radius below " +
                     number_text(std::floor(corner_um)) + " um, or a larger lattice"});
}

void synthetic_keys_beside_a_table(const RunParameters& run, const Presence&, Warnings& out) {
  if (run.model.initial.tissue.empty()) return;
  Keys keys = changed_in(run, "initial.", {"initial.tissue", "initial.tile"});
  if (keys.empty()) return;
  out.push_back({keys,
                 "describes a synthetic tumour, but the cells are those of initial.tissue; expected one "
                 "or the other"});
}

void radius_beside_a_number(const RunParameters& run, const Presence&, Warnings& out) {
  if (run.model.initial.tumour_cells == 0 || !run.model.initial.tissue.empty()) return;
  for (const char* key : {"initial.tumour_radius_um", "initial.tumour_fraction"})
    if (!is_default(run, key))
      out.push_back({{key, "initial.tumour_cells"},
                     "says nothing beside initial.tumour_cells, which is the number itself; expected one or "
                     "the other"});
}

// --- Cells, and what they need

void nobody_can_enter(const RunParameters& run, const Presence& cells, Warnings& out) {
  const bool from_blood = std::find(cells.comes.begin(), cells.comes.end(), true) != cells.comes.end();
  if (!from_blood || run.model.blood.entry_route != EntryRoute::vessels || cells.at_start(CellType::vessel))
    return;
  out.push_back({{start_key(run, "vessels_per_mm2"), "blood.entry_route", "blood.cd8_cells"},
                 "there is no vessel, so that no cell of the blood can enter; expected vessels, "
                 "blood.entry_route: anywhere, or blood.entry_per_min_per_cm3: 0"});
}

void nobody_adheres(const RunParameters& run, const Presence& cells, Warnings& out) {
  const bool from_blood = std::find(cells.comes.begin(), cells.comes.end(), true) != cells.comes.end();
  const FieldSpec& chemokine = run.model.fields[chemokine_field];
  if (!from_blood || run.model.blood.entry_route != EntryRoute::vessels || run.model.blood.adhesion > 0 ||
      !cells.at_start(CellType::vessel) || chemokine.initial > 0 ||
      (chemokine.enabled && has_source(run, chemokine_field, cells)))
    return;
  out.push_back({{"blood.adhesion", "fields.chemokine.enabled", "fields.chemokine.initial_relative"},
                 "is 0 and there is no chemokine, so that no cell of the blood can enter; expected some of "
                 "either"});
}

void vessels_to_come_and_go(const RunParameters& run, const Presence& cells, Warnings& out) {
  if (!run.model.vessels.come_and_go() || cells.at_start(CellType::vessel)) return;
  out.push_back({{run.model.vessels.sprouting ? "vessels.sprouting" : "vessels.collapse",
                  start_key(run, "vessels_per_mm2")},
                 std::string("there is no vessel to ") +
                     (run.model.vessels.sprouting ? "sprout from" : "collapse") +
                     "; expected some at the start"});
}

/// T cells that meet nothing they know. Mutation may bring new classes, but none of the start.
void nobody_recognises(const RunParameters& run, const Presence& cells, Warnings& out) {
  const ModelParameters& m = run.model;
  if (!cells.ever(CellType::cd8_t_cell) || !cells.at_start(CellType::tumour)) return;
  const auto& founders = m.antigens.founder_classes;
  const bool treated = std::any_of(m.therapy.begin(), m.therapy.end(), [](const TherapyItem& item) {
    return item.treatment == Treatment::car_t_cells || item.treatment == Treatment::adoptive_t_cells;
  });
  if (treated || m.compartments.enabled) return;
  if (founders.empty())
    out.push_back({{"antigens.founder_classes"},
                   "no tumour cell carries an antigen at the start, so that no T cell recognises one; "
                   "expected a class"});
  double all = 0, specific = 0;
  for (std::size_t k = 0; k < m.blood.cd8_cells.size(); ++k) all += m.blood.cd8_cells[k];
  for (const std::uint32_t k : founders) specific += m.blood.cd8_cells[k];
  if (!founders.empty() && all > 0 && specific == 0)
    out.push_back({{"blood.cd8_cells", "antigens.founder_classes"},
                   "no T cell knows an antigen class that the tumour carries at the start; expected one of "
                   "antigens.founder_classes"});
}

void blind_cells(const RunParameters& run, const Presence& cells, Warnings& out) {
  const auto warn = [&out](const char* key, const char* who) {
    out.push_back(
        {{key}, std::string("is 0, so that ") + who + " ever engages a tumour cell; expected above 0"});
  };
  if (cells.ever(CellType::cd8_t_cell) && run.model.t_cell.recognition_per_min == 0)
    warn("t_cell.recognition_per_min", "no T cell");
  if (cells.ever(CellType::nk) && run.model.nk.recognition_per_min == 0)
    warn("nk.recognition_per_min", "no NK cell");
  else if (cells.ever(CellType::nk) && run.model.nk.licensed_mhc1 == 0)
    warn("nk.licensed_mhc1", "no NK cell");
}

/// Keys of cells that will never be there.
void keys_of_absent_cells(const RunParameters& run, const Presence& cells, Warnings& out) {
  const std::pair<CellType, const char*> sections[] = {{CellType::nk, "nk."},
                                                       {CellType::treg, "treg."},
                                                       {CellType::macrophage, "macrophage."},
                                                       {CellType::cd4_helper, "cd4_helper."},
                                                       {CellType::cd8_t_cell, "t_cell."}};
  for (const auto& [type, section] : sections) {
    if (cells.ever(type) || (type == CellType::cd8_t_cell && cells.ever(CellType::nk))) continue;
    const Keys keys = changed_in(run, section);
    if (!keys.empty())
      out.push_back({keys,
                     "says nothing: no such cell is there at the start, and none can enter; expected "
                     "some in initial.* or blood.*"});
  }
}

// --- Fields

/// Of the fields that a run has to switch on.
void nothing_secretes(const RunParameters& run, const Presence& cells, Warnings& out) {
  for (const FieldIndex f : {il2_field, tgf_beta_field, vegf_field}) {
    const FieldSpec& field = run.model.fields[f];
    if (!field.enabled || field.initial > 0 || has_source(run, f, cells)) continue;
    out.push_back(
        {{section_of(field) + "enabled", section_of(field) + "secretion_" + unit_in_key(f) + "_per_min"},
         "nothing that is there or can come secretes it, so that it is 0 everywhere; expected cells "
         "that do"});
  }
}

void nothing_reads(const RunParameters& run, const Presence& cells, Warnings& out) {
  const ModelParameters& m = run.model;
  const auto warn = [&](FieldIndex f, const Keys& users, const std::string& what) {
    Keys keys{section_of(m.fields[f]) + "enabled"};
    keys.insert(keys.end(), users.begin(), users.end());
    out.push_back({keys, "changes nothing but the census: " + what});
  };
  if (m.fields[il2_field].enabled && (m.t_cell.il2_dependence == 0 || !cells.ever(CellType::cd8_t_cell)))
    warn(il2_field, {"t_cell.il2_dependence"},
         "no division needs IL-2; expected T cells, and t_cell.il2_dependence above 0");
  if (m.fields[tgf_beta_field].enabled && !cells.ever(CellType::macrophage))
    warn(tgf_beta_field, {"initial.macrophage_fraction", "blood.monocytes"},
         "TGF-beta polarises macrophages, and there are none; expected some");
  if (m.fields[vegf_field].enabled && !m.vessels.sprouting)
    warn(vegf_field, {"vessels.sprouting"}, "no vessel sprouts; expected vessels.sprouting: true");
}

void il2_that_is_missing(const RunParameters& run, const Presence& cells, Warnings& out) {
  const FieldSpec& il2 = run.model.fields[il2_field];
  if (run.model.t_cell.il2_dependence == 0 || il2.enabled || il2.initial > 0 ||
      !cells.ever(CellType::cd8_t_cell))
    return;
  out.push_back({{"t_cell.il2_dependence", "fields.il2.enabled", "fields.il2.initial_nM"},
                 "there is no IL-2, so that this share of the divisions never happens; expected "
                 "fields.il2.enabled: true, or a level"});
}

void keys_of_fields_that_are_off(const RunParameters& run, const Presence&, Warnings& out) {
  for (std::size_t f = 0; f < field_count; ++f) {
    const FieldSpec& field = run.model.fields[f];
    if (field.enabled) continue;
    const std::string section = section_of(field);
    const Keys keys = changed_in(
        run, section, {section + "enabled", section + "initial_" + unit_in_key(static_cast<FieldIndex>(f))});
    if (!keys.empty())
      out.push_back({keys, "says nothing: the field is off; expected " + section + "enabled: true"});
  }
}

void keys_of_compartments_that_are_off(const RunParameters& run, const Presence&, Warnings& out) {
  if (run.model.compartments.enabled) return;
  const Keys keys = changed_in(run, "compartments.",
                               {"compartments.tumour_fraction", "compartments.treg_depletion_per_day"});
  if (!keys.empty())
    out.push_back({keys, "says nothing: there are no compartments; expected compartments.enabled: true"});
}

// --- The clock

void no_step(const RunParameters& run, const Presence&, Warnings& out) {
  const double minutes = run.duration_days * minutes_per_day, step = run.model.time.base_step_min;
  const double steps = steps_of(minutes, step), rounded = steps * step;
  constexpr double noticed = 0.01;
  if (std::abs(rounded - minutes) <= noticed * minutes) return;
  out.push_back({{"duration_days", "time.base_step_min"},
                 number_text(minutes) + " min are " +
                     (steps == 0 ? std::string("less than a step, so that nothing is run")
                                 : "no whole number of steps, so that the run ends after " +
                                       number_text(rounded) + " min") +
                     "; expected a multiple of time.base_step_min = " + number_text(step) + " min"});
}

/// Intervals and periods that are no defaults, and longer than the run.
void never_within_the_run(const RunParameters& run, const Presence&, Warnings& out) {
  const double minutes = run.duration_days * minutes_per_day;
  const auto look = [&](const std::string& key, double per_unit, const char* what) {
    const double value = std::get<double>(find_row(key)->get(run)) * per_unit;
    if (minutes == 0 || value <= minutes * (1 + 1e-9) || is_default(run, key)) return;
    out.push_back(
        {{key, "duration_days"},
         "is longer than the run, " + number_text(run.duration_days) + " days, " + what + "; expected less"});
  };
  look("output.census_every_h", minutes_per_hour, "so that the census has its first and last line alone");
  const double never_h = find_row("output.snapshot_every_h")->numbers.high;
  if (run.output.snapshots != KeptSnapshots::none && run.output.snapshot_every_h < never_h)
    look("output.snapshot_every_h", minutes_per_hour,
         "so that there are the first and the last snapshot alone");
  for (const char* key : {"time.surveillance_min", "time.escape_min", "time.tumour_turnover_min",
                          "time.immune_turnover_min", "time.entry_min", "time.fields_min"})
    look(key, 1, "so that it never happens");
  if (run.model.vessels.come_and_go()) look("time.vessels_min", 1, "so that it never happens");
}

void baseline_after_the_end(const RunParameters& run, const Presence&, Warnings& out) {
  const ReadoutParameters& readouts = run.output.readouts;
  if (!readouts.imaging || readouts.recist_baseline_day <= run.duration_days) return;
  out.push_back({{"readouts.recist_baseline_day", "duration_days"},
                 "comes after the end of the run, so that RECIST is never assessed; expected at most "
                 "duration_days = " +
                     number_text(run.duration_days)});
}

constexpr std::array of_any_run{no_step, never_within_the_run, baseline_after_the_end,
                                keys_of_fields_that_are_off, keys_of_compartments_that_are_off};
constexpr std::array of_a_start{no_tumour_cell,
                                nothing_supplies_oxygen,
                                oxygen_below_hypoxia,
                                lattice_larger_than_table,
                                tumour_fills_the_lattice,
                                synthetic_keys_beside_a_table,
                                radius_beside_a_number,
                                nobody_can_enter,
                                nobody_adheres,
                                vessels_to_come_and_go,
                                nobody_recognises,
                                blind_cells,
                                keys_of_absent_cells,
                                nothing_secretes,
                                nothing_reads,
                                il2_that_is_missing};

}  // namespace

std::vector<Conflict> find_warnings(const RunParameters& run, const Presence* start) {
  Warnings out;
  for (const auto warn : of_any_run) warn(run, Presence(), out);
  for (std::size_t k = 0; start && k < of_a_start.size(); ++k) of_a_start[k](run, *start, out);
  for (Conflict& warning : therapy_warnings(run, start)) out.push_back(std::move(warning));
  return out;
}

}  // namespace tilscape
