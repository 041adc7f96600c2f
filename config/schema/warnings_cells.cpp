// Warnings about cells that nobody meets: that cannot enter, recognise nothing, or are not there.
#include "config/schema/warning_parts.hpp"

#include <algorithm>

namespace tilscape::warning_parts {
namespace {

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

/// A cell that kills and has rested before an update ends searches again from the next one on: half of what
/// the period is longer than the rest is lost at each kill.
void kills_lost_in_long_updates(const RunParameters& run, const Presence& cells, Warnings& out) {
  const double period = run.model.time.surveillance_min;
  constexpr double noticed = 0.03;  // of the kills
  const auto look = [&](const std::string& section, const auto& attacker) {
    const double fastest_min = 1 / attacker.recognition_per_min +
                               60 * run.model.t_cell.lethal_hits / attacker.hits_per_h +
                               attacker.refractory_min;
    const double lost = std::max(0.0, period - attacker.refractory_min) / 2 / fastest_min;
    if (!(lost > noticed)) return;
    out.push_back(
        {{"time.surveillance_min", section + ".refractory_min"},
         "is longer than a cell rests between two engagements, so that it kills less often than its "
         "rates say; expected at most " +
             section + ".refractory_min = " + number_text(attacker.refractory_min) + " min"});
  };
  if (cells.ever(CellType::cd8_t_cell)) look("t_cell", run.model.t_cell);
  if (cells.ever(CellType::nk)) look("nk", run.model.nk);
}

/// Keys of cells that will never be there.
void keys_of_absent_cells(const RunParameters& run, const Presence& cells, Warnings& out) {
  for (const CellTypeRecord& cell : cell_types) {
    const bool is_cd8 = cell.type == CellType::cd8_t_cell;
    if (cell.layer() == Layer::tissue || cells.ever(cell.type) || (is_cd8 && cells.ever(CellType::nk)))
      continue;
    const Keys keys = changed_in(run, cell.section + std::string("."));
    if (!keys.empty())
      out.push_back({keys,
                     "says nothing: no such cell is there at the start, and none can enter; expected "
                     "some in initial.* or blood.*"});
  }
}

}  // namespace

std::vector<Conflict> cell_warnings(const RunParameters& run, const Presence& start) {
  Warnings out;
  for (const auto warn : {nobody_can_enter, nobody_adheres, vessels_to_come_and_go, nobody_recognises,
                          blind_cells, kills_lost_in_long_updates, keys_of_absent_cells})
    warn(run, start, out);
  return out;
}

}  // namespace tilscape::warning_parts
