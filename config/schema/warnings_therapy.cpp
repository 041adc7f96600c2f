// Warnings about a schedule: what it never gives, and what has nothing to act on.
#include <algorithm>
#include <cmath>

#include "agents/parameters/derive.hpp"
#include "config/schema/schema.hpp"
#include "config/schema/warnings.hpp"

namespace tilscape {
namespace {

using Warnings = std::vector<Conflict>;

constexpr double minutes_per_day = 1440;

/// Minutes at which a dose that is due on a day is given: at the next update of the blood.
double given_at_min(const RunParameters& run, double day) {
  const double period = run.model.time.entry_min, updates = day * minutes_per_day / period;
  constexpr double rounding = 1e-9;
  return std::ceil(updates - rounding * std::max(1.0, updates)) * period;
}

/// First doses that come when the run is over, or just as it ends. Of a regimen it says so once.
void treatments_after_the_end(const RunParameters& run, Warnings& out) {
  const Therapy& therapy = run.model.therapy;
  const double end_min = run.duration_days * minutes_per_day;
  std::string told;
  for (std::size_t k = 0; k < therapy.size(); ++k) {
    const TherapyItem& item = therapy[k];
    const std::string& regimen = item.of_regimen.text;
    const bool is_part = !regimen.empty() && regimen == told;
    if (item.start_volume_mm3 > 0 || item.start_day == 0 || given_at_min(run, item.start_day) < end_min)
      continue;
    if (!is_part)
      out.push_back({{therapy_key(k), "therapy", "duration_days"},
                     (regimen.empty() ? std::string(name_of(item)) : "what " + regimen + " goes on with") +
                         " from day " + number_text(item.start_day) +
                         " on comes when the run is over, on day " + number_text(run.duration_days) +
                         ", and is left out; expected a longer duration_days"});
    told = regimen;
  }
}

void volumes_out_of_reach(const RunParameters& run, Warnings& out) {
  const double most_mm3 = lattice_mm3(run.model);
  for (std::size_t k = 0; k < run.model.therapy.size(); ++k) {
    const TherapyItem& item = run.model.therapy[k];
    constexpr double rounding = 1e-9;
    if (item.start_volume_mm3 <= most_mm3 * (1 + rounding)) continue;
    out.push_back({{therapy_key(k), "therapy", "lattice.size", "lattice.spacing_um"},
                   std::string(name_of(item)) + " starts at " + number_text(item.start_volume_mm3) +
                       " mm3, but the lattice holds no more than " + number_text(most_mm3) +
                       ", so that it is never given; expected less"});
  }
}

/// Receptors and vaccines for classes that no tumour cell of the start carries.
void classes_without_a_target(const RunParameters& run, Warnings& out) {
  const auto& founders = run.model.antigens.founder_classes;
  for (std::size_t k = 0; k < run.model.therapy.size(); ++k) {
    const TherapyItem& item = run.model.therapy[k];
    for (const std::uint32_t antigen : item.classes) {
      if (std::find(founders.begin(), founders.end(), antigen) != founders.end()) continue;
      out.push_back({{therapy_key(k), "therapy", "antigens.founder_classes"},
                     std::string(name_of(item)) + ": no tumour cell carries antigen class " +
                         std::to_string(antigen) +
                         " at the start; expected one of antigens.founder_classes"});
    }
  }
}

/// Why a drug does nothing; empty where it may do something.
std::string why_idle(DrugEffect effect, const ModelParameters& m, const Presence& cells) {
  const bool has_nk = cells.ever(CellType::nk) && m.nk.pd1_brake;
  switch (effect) {
    case DrugEffect::pd1_blockade:
      return cells.ever(CellType::cd8_t_cell) || has_nk
                 ? ""
                 : "no T cell is there or can enter; expected some in initial.* or blood.*";
    case DrugEffect::ctla4_blockade:
      return m.compartments.enabled || cells.ever(CellType::treg)
                 ? ""
                 : "it acts on regulatory T cells and in the lymph node; expected some, or "
                   "compartments.enabled: true";
    case DrugEffect::il2_support:
      return m.compartments.enabled ? "" : "it acts in the lymph node; expected compartments.enabled: true";
    case DrugEffect::cytotoxicity:
    case DrugEffect::growth_inhibition:
      break;
  }
  return {};
}

/// The same of any treatment.
std::string why_idle(const TherapyItem& item, const ModelParameters& m, const Presence& cells) {
  switch (item.treatment) {
    case Treatment::drug:
      return why_idle(record_of(item.drug).effect, m, cells);
    case Treatment::stroma_depletion:
      return cells.at_start(CellType::stroma) ? "" : "there is no stroma; expected some at the start";
    case Treatment::car_t_cells:
    case Treatment::adoptive_t_cells:
      return m.blood.entry_per_min_per_cm3 > 0
                 ? ""
                 : "no cell enters; expected blood.entry_per_min_per_cm3 above 0";
    default:
      return {};
  }
}

void treatments_without_effect(const RunParameters& run, const Presence& cells, Warnings& out) {
  for (std::size_t k = 0; k < run.model.therapy.size(); ++k)
    if (const std::string why = why_idle(run.model.therapy[k], run.model, cells); !why.empty())
      out.push_back({{therapy_key(k), "therapy", "compartments.enabled"},
                     std::string(name_of(run.model.therapy[k])) + " has nothing to act on: " + why});
}

void profiles_without_a_drug(const RunParameters& run, Warnings& out) {
  const auto is_given = [&run](DrugClass drug_class) {
    return std::any_of(run.model.therapy.begin(), run.model.therapy.end(), [&](const TherapyItem& item) {
      return item.treatment == Treatment::drug && record_of(item.drug).drug_class == drug_class;
    });
  };
  if (run.model.therapy.empty()) return;  // an arm without treatment is compared with others
  if (run.model.fields[antibody_field].enabled && !is_given(DrugClass::antibody))
    out.push_back({{"fields.antibody_penetration.enabled", "therapy"},
                   "changes nothing: no treatment is an antibody; expected one"});
  if (run.model.fields[small_molecule_field].enabled && !is_given(DrugClass::small_molecule))
    out.push_back({{"fields.small_molecule_penetration.enabled", "therapy"},
                   "changes nothing: no treatment is a small molecule; expected one"});
}

}  // namespace

std::vector<Conflict> therapy_warnings(const RunParameters& run, const Presence* start) {
  Warnings out;
  for (const auto warn :
       {treatments_after_the_end, volumes_out_of_reach, classes_without_a_target, profiles_without_a_drug})
    warn(run, out);
  if (start) treatments_without_effect(run, *start, out);
  return out;
}

}  // namespace tilscape
