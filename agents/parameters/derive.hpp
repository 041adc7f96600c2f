// From what a user writes (rates, times, laws) to what the rules read (chances, steps, tables).
#pragma once

#include <cstdint>
#include <vector>

#include "agents/parameters/body_levels.hpp"
#include "agents/parameters/parameters.hpp"
#include "agents/parameters/rule_parameters.hpp"

namespace tilscape {

/// Minutes → base steps; the schema has checked that it is a whole number.
std::uint32_t steps_of(double minutes, double base_step_min);

PhasePeriods derive_periods(const TimeParameters& time);

/// A bit per antigen class that every initial tumour cell carries.
std::uint64_t founder_antigens(const AntigenParameters& antigens);

std::uint64_t lattice_sites(const ModelParameters& model);
/// Volume of all its sites.
double lattice_mm3(const ModelParameters& model);

/// Volume of a ball of the diameter that is said to be the patient's tumour, and what the lattice stands for:
/// the share that is given, or that of its volume in such a tumour, at most all of it.
double tumour_mm3(const CompartmentParameters& compartments);
double tumour_fraction(const ModelParameters& model);

/// Immune cells that the blood sends to the whole lattice per minute, by whatever route: for each in the
/// blood, and of all that are there at the start.
double entering_per_blood_cell_per_min(const ModelParameters& model);
double entering_per_min(const ModelParameters& model);

/// A dose of a drug in mg.
double dose_mg(const TherapyItem& item, const TreatmentParameters& treatment);

/// Linear-quadratic law. Source: textbook radiobiology (Hall & Giaccia), from memory.
RadiationDose derive_radiation(const TreatmentParameters& treatment, double dose_gray);

/// @param seed, replicate  for the antigenicity of the classes, which are drawn once per replicate
RuleParameters derive_rules(const ModelParameters& model, std::uint64_t seed, std::uint32_t replicate);

/// Does anything in the body of this model depend on what happens on the lattice?
bool body_listens(const ModelParameters& model);
/// Does any class of drugs diffuse from the vessels, instead of being well mixed in the tumour?
bool drugs_diffuse(const ModelParameters& model);

}  // namespace tilscape
