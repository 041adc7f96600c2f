// One function per rule; find_conflicts() calls them all.
#include "config/schema/check.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "agents/body/compartments.hpp"
#include "agents/parameters/derive.hpp"
#include "config/schema/schema.hpp"
#include "core/base/elementary.hpp"
#include "core/base/types.hpp"

namespace tilscape {
namespace {

using Conflicts = std::vector<Conflict>;

constexpr double minutes_per_hour = 60;
constexpr double minutes_per_day = 1440;

/// Rounding in a quotient of two decimal numbers.
constexpr double relative_rounding = 1e-9;

double value_of(const RunParameters& run, const std::string& key) {
  return std::get<double>(find_row(key)->get(run));
}

double minutes_of(const RunParameters& run, const std::string& key) {
  const double value = value_of(run, key);
  return find_row(key)->unit == "h" ? value * minutes_per_hour : value;
}

void whole_steps_of(const char* key, const RunParameters& run, Conflicts& out) {
  const double step_min = run.model.time.base_step_min, steps = minutes_of(run, key) / step_min;
  const bool is_whole = std::abs(steps - std::round(steps)) <= relative_rounding * steps;
  if (is_whole && steps <= max_steps) return;
  const Row& row = *find_row(key);
  out.push_back({{key, "time.base_step_min"},
                 number_text(value_of(run, key)) + " " + row.unit + " is " + number_text(steps) +
                     " steps; expected a whole multiple of time.base_step_min = " + number_text(step_min) +
                     " min, at most " + std::to_string(max_steps) + " steps"});
}

/// Everything that the clock counts in steps.
void whole_steps(const RunParameters& run, Conflicts& out) {
  for (const char* key : {"time.surveillance_min", "time.escape_min", "time.tumour_turnover_min",
                          "time.immune_turnover_min", "time.entry_min", "time.fields_min",
                          "output.snapshot_every_h", "output.census_every_h", "output.checkpoint_every_h"})
    whole_steps_of(key, run, out);
  if (run.model.vessels.come_and_go()) whole_steps_of("time.vessels_min", run, out);
}

/// What the cells that are there or may come count in steps.
void whole_steps_of_cells(const RunParameters& run, const Presence& cells, Conflicts& out) {
  if (cells.ever(CellType::cd8_t_cell))
    for (const char* key :
         {"t_cell.engagement_min", "t_cell.refractory_min", "t_cell.secretion_h", "t_cell.memory_after_h",
          "t_cell.division_interval_h", "t_cell.division_window_h"})
      whole_steps_of(key, run, out);
  if (cells.ever(CellType::nk))
    for (const char* key : {"nk.engagement_min", "nk.refractory_min"}) whole_steps_of(key, run, out);
  if (cells.ever(CellType::cd8_t_cell) || cells.ever(CellType::nk))
    whole_steps_of("t_cell.hit_memory_min", run, out);
}

void length_of_run(const RunParameters& run, Conflicts& out) {
  const double steps = run.duration_days * minutes_per_day / run.model.time.base_step_min;
  if (steps <= max_steps) return;
  out.push_back({{"duration_days", "time.base_step_min"},
                 "the run takes " + number_text(std::round(steps)) + " steps; expected at most " +
                     std::to_string(max_steps) + " (a cell's id has 27 bits for its step of birth)"});
}

void periodic_axes(const RunParameters& run, Conflicts& out) {
  const auto& lattice = run.model.lattice;
  const bool too_thin = lattice.size[0] < 3 || lattice.size[1] < 3 || lattice.size[2] == 2;
  if (lattice.boundary != Boundary::periodic || !too_thin) return;
  out.push_back(
      {{"lattice.size", "lattice.boundary"},
       "an axis is too short for a periodic lattice; expected at least 3 sites along each (or 2-D)"});
}

void oxygen_thresholds(const RunParameters& run, Conflicts& out) {
  const TumourParameters& t = run.model.tumour;
  if (t.oxygen_necrosis_mmHg < t.oxygen_hypoxia_mmHg && t.oxygen_hypoxia_mmHg < t.oxygen_full_mmHg) return;
  out.push_back({{"tumour.oxygen_hypoxia_mmHg", "tumour.oxygen_necrosis_mmHg", "tumour.oxygen_full_mmHg"},
                 "the thresholds are " + number_text(t.oxygen_necrosis_mmHg) + " (necrosis), " +
                     number_text(t.oxygen_hypoxia_mmHg) + " (hypoxia), " + number_text(t.oxygen_full_mmHg) +
                     " (full) mmHg; expected necrosis < hypoxia < full"});
}

void one_site_per_step(const RunParameters& run, const Presence& cells, Conflicts& out) {
  for (const CellTypeRecord& cell : cell_types) {
    if (cell.layer() != Layer::immune || !cells.ever(cell.type)) continue;
    const std::string key = cell.section + std::string(".speed_um_per_min");
    const double reach_um = value_of(run, key) * run.model.time.base_step_min;
    if (reach_um <= run.model.lattice.spacing_um * (1 + relative_rounding)) continue;
    out.push_back({{key, "time.base_step_min", "lattice.spacing_um"},
                   (cell.type == CellType::cd8_t_cell ? "a T cell" : "such a cell") +
                       std::string(" would move ") + number_text(reach_um) +
                       " um in a step; expected at most one site, " +
                       number_text(run.model.lattice.spacing_um) + " um"});
  }
}

void cores_that_shrink(const RunParameters& run, Conflicts& out) {
  const TumourParameters& t = run.model.tumour;
  if (!t.necrotic_core_shrinks || t.placement == Placement::push) return;
  out.push_back({{"tumour.necrotic_core_shrinks", "tumour.division.placement"},
                 "only placement push moves cells; expected push, or a core that does not shrink"});
}

void shares_of_immune_cells(const RunParameters& run, Conflicts& out) {
  const InitialParameters& initial = run.model.initial;
  double sum = initial.t_cell_fraction;
  std::vector<std::string> keys{"initial.t_cell_fraction"};
  for (const CellType type : walker_types) {
    sum += initial.walker_fraction[type];
    keys.push_back("initial." + std::string(record_of(type).name) + "_fraction");
  }
  if (sum <= 1 + relative_rounding) return;
  out.push_back({keys, "the shares of immune cells add up to " + number_text(sum) + "; expected at most 1"});
}

void tiles_of_a_table(const RunParameters& run, Conflicts& out) {
  const auto& initial = run.model.initial;
  const auto& size = run.model.lattice.size;
  const bool is_tiled = initial.tile[0] > 1 || initial.tile[1] > 1 || initial.tile[2] > 1;
  if (is_tiled && initial.tissue.empty())
    out.push_back({{"initial.tile", "initial.tissue"},
                   "there is no table to copy; expected initial.tissue to name one"});
  for (std::size_t axis = 0; axis < 3; ++axis)
    if (size[axis] % initial.tile[axis] != 0)
      out.push_back({{"initial.tile", "lattice.size"},
                     std::to_string(size[axis]) + " sites along " + "xyz"[axis] + " do not divide into " +
                         std::to_string(initial.tile[axis]) +
                         " copies; expected lattice.size to be a multiple"});
}

void room_for_the_tumour(const RunParameters& run, Conflicts& out) {
  const auto& size = run.model.lattice.size;
  const double sites = 1.0 * size[0] * size[1] * size[2];
  if (run.model.initial.tumour_cells <= sites) return;
  out.push_back({{"initial.tumour_cells", "lattice.size"},
                 std::to_string(run.model.initial.tumour_cells) +
                     " cells do not fit; expected at most one per site, " + number_text(sites)});
}

void room_for_vessels(const RunParameters& run, Conflicts& out) {
  const double spacing_mm = run.model.lattice.spacing_um / 1000;
  const double per_site = run.model.initial.vessels_per_mm2 * spacing_mm * spacing_mm;
  if (per_site <= 1) return;
  out.push_back({{"initial.vessels_per_mm2", "lattice.spacing_um"},
                 "there would be " + number_text(per_site) + " vessels per site; expected at most one"});
}

/// A drug that is gone within a minute cannot be followed in steps of one.
void drugs_slow_enough(const RunParameters& run, Conflicts& out) {
  for (std::size_t k = 0; k < drug_kinds; ++k) {
    const DrugParameters& d = run.model.drugs[k];
    const double clearance = d.clearance_l_per_day * elementary::exp(std::max(0.0, d.clearance_change));
    const double per_day =
        (clearance + d.exchange_l_per_day) / d.central_l + d.exchange_l_per_day / d.peripheral_l;
    if (per_day <= minutes_per_day) continue;
    const std::string drug = std::string("drugs.") + drug_records[k].name + ".";
    out.push_back({{drug + "central_L", drug + "clearance_L_per_day", drug + "exchange_L_per_day",
                    drug + "peripheral_L", drug + "clearance_change"},
                   "the drug moves at " + number_text(per_day) +
                       " per day; expected at most once a minute, " + number_text(minutes_per_day)});
  }
}

/// A table of tissue may bring vessels of its own; VEGF that is nowhere it cannot bring.
void vegf_to_sprout(const RunParameters& run, Conflicts& out) {
  const FieldSpec& vegf = run.model.fields[vegf_field];
  if (!run.model.vessels.sprouting || vegf.enabled || vegf.initial > 0) return;
  out.push_back(
      {{"vessels.sprouting", "fields.vegf.enabled", "fields.vegf.initial_ng_per_ml"},
       "nothing would sprout without VEGF; expected fields.vegf.enabled: true, or a level everywhere"});
}

void room_for_entrants(const RunParameters& run, Conflicts& out) {
  const ModelParameters& m = run.model;
  const double sites = 1.0 * m.lattice.size[0] * m.lattice.size[1] * m.lattice.size[2];
  const double cells = entering_per_min(m) * m.time.entry_min;
  if (m.blood.entry_route == EntryRoute::vessels || cells <= sites) return;
  out.push_back({{"blood.entry_per_min_per_cm3", "blood.cd8_cells", "blood.entry_route", "time.entry_min"},
                 number_text(cells) +
                     " immune cells would enter in an update; expected at most one per site, " +
                     number_text(sites)});
}

/// Beyond any body, and what a checkpoint takes for a level.
void clones_that_fit_a_patient(const RunParameters& run, Conflicts& out) {
  constexpr double most_cells = 1e20;
  const CompartmentParameters& c = run.model.compartments;
  const double cells = c.naive_cells_per_class *
                       elementary::pow(2, c.generations + c.generations_costimulation + c.generations_il2);
  if (!c.enabled || cells <= most_cells) return;
  out.push_back({{"compartments.generations", "compartments.generations_costimulation",
                  "compartments.generations_il2", "compartments.naive_cells_per_class"},
                 "a class of naive cells could become " + number_text(cells) +
                     " effectors; expected at most " + number_text(most_cells) +
                     ": fewer divisions, or fewer of compartments.naive_cells_per_class"});
}

/// Naive cells that divide in the nodes faster than they leave, or than all of them die, have no balance.
void naive_cells_in_balance(const RunParameters& run, Conflicts& out) {
  const CompartmentParameters& c = run.model.compartments;
  const compartments::NaiveAtRest rest = compartments::naive_at_rest(c);
  if (!c.enabled || (rest.node >= 0 && rest.periphery >= 0 && rest.made_per_day >= 0)) return;
  out.push_back(
      {{"compartments.naive_node_division_per_day", "compartments.naive_node_entry_per_day",
        "compartments.naive_node_exit_per_day", "compartments.naive_to_periphery_per_min",
        "compartments.naive_from_periphery_per_day", "compartments.naive_turnover_per_day"},
       "naive cells would never be in balance: more are born in the lymph nodes than leave them and "
       "die; expected fewer divisions, or more deaths"});
}

void reach_of_pairs(const RunParameters& run, Conflicts& out) {
  const double sites = run.output.readouts.spatial_radius_um / run.model.lattice.spacing_um;
  if (!run.output.readouts.spatial || std::round(sites) <= most_pair_reach) return;
  out.push_back({{"readouts.spatial_radius_um", "lattice.spacing_um"},
                 "the radius is " + number_text(sites) + " sites; expected at most " +
                     std::to_string(most_pair_reach)});
}

void reach_of_sprouts(const RunParameters& run, Conflicts& out) {
  constexpr double most_sites = 20;  // in all directions of each
  const double sites = run.model.vessels.spacing_um / run.model.lattice.spacing_um;
  if (!run.model.vessels.sprouting || std::round(sites) <= most_sites) return;
  out.push_back(
      {{"vessels.spacing_um", "lattice.spacing_um"},
       "the distance is " + number_text(sites) + " sites; expected at most " + number_text(most_sites)});
}

/// A vessel grows by one site in an update at most.
void one_site_per_sprout(const RunParameters& run, Conflicts& out) {
  const double reach_um = run.model.vessels.sprout_um_per_day / minutes_per_day * run.model.time.vessels_min;
  const double most_um = run.model.lattice.spacing_um * (1 + relative_rounding);
  if (!run.model.vessels.sprouting || reach_um <= most_um) return;
  out.push_back({{"vessels.sprout_um_per_day", "time.vessels_min", "lattice.spacing_um"},
                 "a vessel would grow by " + number_text(reach_um) +
                     " um in an update; expected at most one site, " +
                     number_text(run.model.lattice.spacing_um) + " um"});
}

std::string readable_bytes(double bytes) {
  static constexpr const char* units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  std::size_t unit = 0;
  for (; bytes >= 1024 && unit + 1 < std::size(units); ++unit) bytes /= 1024;
  char text[64];
  std::snprintf(text, sizeof text, "%.4g %s", bytes, units[unit]);
  return text;
}

}  // namespace

std::vector<Conflict> cell_conflicts(const RunParameters& run, const Presence& cells) {
  Conflicts out;
  whole_steps_of_cells(run, cells, out);
  one_site_per_step(run, cells, out);
  return out;
}

std::vector<Conflict> find_conflicts(const RunParameters& run) {
  Conflicts out = cell_conflicts(run, presence_of(run.model, nullptr));
  for (Conflict& conflict : therapy_conflicts(run)) out.push_back(std::move(conflict));
  for (Conflict& conflict : field_conflicts(run)) out.push_back(std::move(conflict));
  for (const auto rule : {whole_steps, length_of_run, periodic_axes, oxygen_thresholds, cores_that_shrink,
                          shares_of_immune_cells, tiles_of_a_table, room_for_the_tumour, room_for_vessels,
                          vegf_to_sprout, room_for_entrants, drugs_slow_enough, clones_that_fit_a_patient,
                          naive_cells_in_balance, reach_of_pairs, reach_of_sprouts, one_site_per_sprout})
    rule(run, out);
  return out;
}

std::optional<std::string> world_too_large(const RunParameters& run, std::uint64_t members) {
  const auto& size = run.model.lattice.size;
  const double sites = 1.0 * size[0] * size[1] * size[2] * static_cast<double>(members);
  if (sites <= most_world_sites) return {};
  char text[256];
  std::snprintf(text, sizeof text,
                "%.6g sites need about %.4g bytes (%s, at %g bytes per site); expected at most %.0f sites",
                sites, sites * bytes_per_site, readable_bytes(sites * bytes_per_site).c_str(), bytes_per_site,
                most_world_sites);
  return text;
}

}  // namespace tilscape
