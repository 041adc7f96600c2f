// Of any run, whatever it begins with; find_warnings() asks for all others too.
#include "config/schema/warnings.hpp"

#include <array>
#include <cmath>

#include "agents/parameters/derive.hpp"
#include "config/schema/warning_parts.hpp"

namespace tilscape {
namespace {

using namespace warning_parts;

constexpr double minutes_per_day = 1440, minutes_per_hour = 60;

void no_step(const RunParameters& run, Warnings& out) {
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
void never_within_the_run(const RunParameters& run, Warnings& out) {
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

void baseline_after_the_end(const RunParameters& run, Warnings& out) {
  const ReadoutParameters& readouts = run.output.readouts;
  if (!readouts.imaging || readouts.recist_baseline_day <= run.duration_days) return;
  out.push_back({{"readouts.recist_baseline_day", "duration_days"},
                 "comes after the end of the run, so that RECIST is never assessed; expected at most "
                 "duration_days = " +
                     number_text(run.duration_days)});
}

void keys_of_fields_that_are_off(const RunParameters& run, Warnings& out) {
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

void keys_of_compartments_that_are_off(const RunParameters& run, Warnings& out) {
  if (run.model.compartments.enabled) return;
  const Keys keys = changed_in(run, "compartments.",
                               {"compartments.tumour_fraction", "compartments.tumour_diameter_mm",
                                "compartments.treg_depletion_per_day"});
  if (!keys.empty())
    out.push_back({keys, "says nothing: there are no compartments; expected compartments.enabled: true"});
}

/// A tumour of the patient that is smaller than the lattice, or larger than a patient bears.
void tumours_that_cannot_be(const RunParameters& run, Warnings& out) {
  const ModelParameters& m = run.model;
  if (!m.compartments.enabled) return;
  const std::string diameter = "compartments.tumour_diameter_mm", fraction = "compartments.tumour_fraction";
  const double lattice = lattice_mm3(m), tumour = tumour_mm3(m.compartments);
  if (m.compartments.tumour_fraction == 0 && lattice > tumour * (1 + 1e-9))
    out.push_back({{diameter, "lattice.size", "lattice.spacing_um"},
                   "is a tumour of " + number_text(tumour) +
                       " mm3, less than the lattice, which is taken for all "
                       "of it; expected a larger one than the lattice's " +
                       number_text(lattice) + " mm3"});
  if (m.compartments.tumour_fraction == 0) return;
  if (!is_default(run, diameter))
    out.push_back({{diameter, fraction}, "says nothing: " + fraction + " is given; expected one of the two"});
  constexpr double most_mm3 = 1.4e7;  // 30 cm
  if (const double stands_for = lattice / m.compartments.tumour_fraction; stands_for > most_mm3)
    out.push_back({{fraction, "lattice.size", "lattice.spacing_um"},
                   "of a lattice of " + number_text(lattice) + " mm3 is that of a tumour of " +
                       number_text(stands_for * 1e-6) + " L; expected at most " +
                       number_text(most_mm3 * 1e-6)});
}

constexpr std::array of_any_run{no_step,
                                never_within_the_run,
                                baseline_after_the_end,
                                keys_of_fields_that_are_off,
                                keys_of_compartments_that_are_off,
                                tumours_that_cannot_be};

}  // namespace

std::vector<Conflict> find_warnings(const RunParameters& run, const Presence* start) {
  Warnings out;
  for (const auto warn : of_any_run) warn(run, out);
  if (start)
    for (const auto warnings_of : {start_warnings, cell_warnings, field_warnings})
      for (Conflict& warning : warnings_of(run, *start)) out.push_back(std::move(warning));
  for (Conflict& warning : therapy_warnings(run, start)) out.push_back(std::move(warning));
  return out;
}

}  // namespace tilscape
