// Warnings about what a run begins with: the tumour, its oxygen, its lattice.
#include "config/schema/warning_parts.hpp"

#include <algorithm>
#include <cmath>

namespace tilscape::warning_parts {
namespace {

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

}  // namespace

std::vector<Conflict> start_warnings(const RunParameters& run, const Presence& start) {
  Warnings out;
  for (const auto warn :
       {no_tumour_cell, nothing_supplies_oxygen, oxygen_below_hypoxia, lattice_larger_than_table,
        tumour_fills_the_lattice, synthetic_keys_beside_a_table, radius_beside_a_number})
    warn(run, start, out);
  return out;
}

}  // namespace tilscape::warning_parts
