// What fields must not be: without a solution, or with one beyond the numbers that the solver computes with.
#include <algorithm>
#include <cmath>

#include "config/schema/check.hpp"
#include "config/schema/schema.hpp"
#include "core/fields/field_coefficients.hpp"

namespace tilscape {
namespace {

using Conflicts = std::vector<Conflict>;

constexpr double minutes_per_day = 1440;

bool any_above_zero(const std::array<double, site_codes>& values) {
  return std::any_of(values.begin(), values.end(), [](double v) { return v > 0; });
}

void solvable_fields(const RunParameters& run, Conflicts& out) {
  const bool has_border = run.model.lattice.boundary == Boundary::closed;
  for (const FieldSpec& field : run.model.fields) {
    const std::string section = "fields." + field.name + ".";
    const bool fixed = has_border && field.border == FieldBorder::fixed_value;
    const bool has_sink = field.decay_per_min > 0 || any_above_zero(field.tissue_uptake_per_min) ||
                          any_above_zero(field.immune_uptake_per_min) ||
                          any_above_zero(field.tissue_exchange_per_min);
    if (field.enabled && field.quasi_steady && !has_sink && !fixed)
      out.push_back(
          {{section + "quasi_steady", section + "decay_per_min", section + "uptake_per_min",
            section + "vessel_exchange_per_min", section + "border", "lattice.boundary"},
           "there is no steady state without any loss; expected a decay, an uptake, an exchange with "
           "vessels or a border of fixed value (on a closed lattice)"});
    else if (field.enabled && field.quasi_steady && field.diffusivity_um2_per_min == 0 &&
             field.decay_per_min == 0)
      out.push_back(
          {{section + "diffusivity_um2_per_min", section + "quasi_steady", section + "decay_per_min"},
           "without diffusion a site that loses nothing has no steady state; expected a decay, or "
           "quasi_steady: false"});
    if (!has_border && field.border == FieldBorder::fixed_value)
      out.push_back({{section + "border", "lattice.boundary"},
                     "a periodic lattice has no border; expected no_flux, or lattice.boundary: closed"});
  }
}

/// Drugs that diffuse come from somewhere, and their profile is one that plasma scales.
void drugs_that_arrive(const RunParameters& run, Conflicts& out) {
  constexpr auto vessel = static_cast<std::size_t>(Tissue::vessel);
  const InitialParameters& initial = run.model.initial;
  for (const FieldIndex f : {antibody_field, small_molecule_field}) {
    const FieldSpec& field = run.model.fields[f];
    if (!field.enabled) continue;
    const std::string section = "fields." + field.name + ".";
    const bool has_vessels = !initial.tissue.empty() || initial.vessels_per_mm2 > 0;
    const bool exchanges = field.tissue_exchange_per_min[vessel] > 0 && field.exchange_value > 0;
    const bool from_border = field.border == FieldBorder::fixed_value && field.border_value > 0;
    if (!(has_vessels && exchanges) && !from_border)
      out.push_back({{section + "enabled", section + "vessel_exchange_per_min", section + "vessel_relative",
                      "initial.vessels_per_mm2", section + "border", section + "border_relative"},
                     "no drug would reach the tissue; expected vessels that exchange with the blood, or a "
                     "border of fixed value above 0"});
    if (!field.quasi_steady)
      out.push_back(
          {{section + "quasi_steady"}, "a profile that plasma scales is a steady state; expected true"});
  }
}

Lattice shape_of(const LatticeParameters& parameters) {
  Lattice lattice;
  lattice.nx = parameters.size[0], lattice.ny = parameters.size[1], lattice.nz = parameters.size[2];
  lattice.spacing_um = static_cast<float>(parameters.spacing_um);
  lattice.boundary = parameters.boundary;
  return lattice;
}

/// Where a level would go that nothing keeps within what the solver and the census count with.
void levels_in_range(const RunParameters& run, Conflicts& out) {
  constexpr double most_level = 1e9, most_references = 1e12;  // the census adds up multiples of the reference
  const Lattice lattice = shape_of(run.model.lattice);
  for (std::size_t f = 0; f < field_count; ++f) {
    const FieldSpec& field = run.model.fields[f];
    const double highest = highest_level(field, lattice, run.duration_days * minutes_per_day);
    if (!field.enabled || (highest <= most_level && highest <= most_references * field.reference)) continue;
    const std::string section = "fields." + field.name + ".", unit = field_table[f].unit_in_key;
    const std::string secretion = section + "secretion_" + unit + "_per_min";
    if (highest <= most_level)
      out.push_back({{section + "reference_" + unit, section + "initial_" + unit, section + "border_" + unit,
                      section + "vessel_" + unit, secretion, section + "decay_per_min"},
                     "the field could rise to " + number_text(highest) + " " + field.unit +
                         "; expected at most " + number_text(most_references) + " times " + section +
                         "reference_" + unit + " = " + number_text(field.reference)});
    else
      out.push_back(
          {{secretion, section + "decay_per_min", section + "source_spacing_um", section + "quasi_steady",
            section + "initial_" + unit, section + "border_" + unit, section + "vessel_" + unit,
            "lattice.spacing_um", "duration_days"},
           (std::isfinite(highest) ? "the field could rise to " + number_text(highest) + " " + field.unit
                                   : std::string("nothing bounds the steady state of what is secreted")) +
               "; expected at most " + number_text(most_level) + " " + field.unit +
               ": less secretion on this lattice (its spacing counts), or more of " + section +
               "decay_per_min"});
  }
}

/// The solver divides all rates by what diffuses to the next site.
void coefficients_in_range(const RunParameters& run, Conflicts& out) {
  for (const FieldSpec& field : run.model.fields) {
    const double greatest =
        greatest_coefficient(field, run.model.lattice.spacing_um, run.model.time.fields_min);
    if (!field.enabled || greatest <= most_coefficient) continue;
    const std::string section = "fields." + field.name + ".";
    out.push_back({{section + "diffusivity_um2_per_min", section + "uptake_per_min",
                    section + "vessel_exchange_per_min", section + "source_spacing_um", "lattice.spacing_um"},
                   "a rate is " + number_text(greatest) +
                       " times that of diffusion to the next site; expected at most " +
                       number_text(most_coefficient) + ", or a diffusivity of 0"});
  }
}

}  // namespace

std::vector<Conflict> field_conflicts(const RunParameters& run) {
  Conflicts out;
  for (const auto rule : {solvable_fields, drugs_that_arrive, levels_in_range, coefficients_in_range})
    rule(run, out);
  return out;
}

}  // namespace tilscape
