// The drugs of this model, one record each: what it is, what it binds, what that does and how it is dosed.
// What lists drugs, sorts them or lets them act reads it from here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "core/base/host_device.hpp"

namespace tilscape {

/// Append only: the state of the body has its places in this order.
enum class Drug : std::uint8_t {
  pembrolizumab = 0,
  nivolumab,
  atezolizumab,
  ipilimumab,
  aldesleukin,
  nab_paclitaxel,
  targeted_inhibitor,
  count
};
inline constexpr std::size_t drug_kinds = static_cast<std::size_t>(Drug::count);

/// What a drug is, and so how it reaches a cell: antibodies and small molecules may diffuse from the vessels,
/// each class in a profile of its own; a cytokine is well mixed.
enum class DrugClass : std::uint8_t { antibody, small_molecule, cytokine };

/// What a drug does. Drugs of one effect act together; agents/rules/drug_action.hpp says how.
enum class DrugEffect : std::uint8_t {
  pd1_blockade,       // T cells and NK cells are free of the brake between PD-1 and PD-L1
  ctla4_blockade,     // regulatory T cells are depleted; in the lymph node co-stimulation is free of CTLA-4
  il2_support,        // more divisions in the lymph node; nothing on the lattice
  cytotoxicity,       // cycling tumour cells and T cells that are about to divide die
  growth_inhibition,  // of tumour cells that are not resistant
};

/// In which a dose of any treatment is given.
enum class DoseUnit : std::uint8_t { none, mg, mg_per_kg, cells, gray, million_iu_per_kg, share };

/// The units that a dose of one drug may have; the rest of the list is `none`.
using DoseUnits = std::array<DoseUnit, 3>;
inline constexpr DoseUnits by_mass{DoseUnit::mg, DoseUnit::mg_per_kg},
    by_mass_or_activity{DoseUnit::mg, DoseUnit::mg_per_kg, DoseUnit::million_iu_per_kg};

struct DrugRecord {
  Drug drug;
  const char* name;  // in schedules, keys, columns and checkpoints
  DrugClass drug_class;
  const char* target;  // the molecule that it binds
  DrugEffect effect;
  DoseUnits doses;
};

/// Numbers of each drug have their defaults and sources in config/schema/treatment.cpp.
inline constexpr DrugRecord drug_records[drug_kinds] = {
    {Drug::pembrolizumab, "pembrolizumab", DrugClass::antibody, "PD-1", DrugEffect::pd1_blockade, by_mass},
    {Drug::nivolumab, "nivolumab", DrugClass::antibody, "PD-1", DrugEffect::pd1_blockade, by_mass},
    {Drug::atezolizumab, "atezolizumab", DrugClass::antibody, "PD-L1", DrugEffect::pd1_blockade, by_mass},
    {Drug::ipilimumab, "ipilimumab", DrugClass::antibody, "CTLA-4", DrugEffect::ctla4_blockade, by_mass},
    {Drug::aldesleukin, "aldesleukin", DrugClass::cytokine, "the IL-2 receptor", DrugEffect::il2_support,
     by_mass_or_activity},
    {Drug::nab_paclitaxel, "nab_paclitaxel", DrugClass::small_molecule, "microtubules",
     DrugEffect::cytotoxicity, by_mass},
    {Drug::targeted_inhibitor, "targeted_inhibitor", DrugClass::small_molecule, "an oncogenic kinase",
     DrugEffect::growth_inhibition, by_mass},
};

constexpr std::size_t index_of(Drug drug) {
  return static_cast<std::size_t>(drug);
}
constexpr const DrugRecord& record_of(Drug drug) {
  return drug_records[index_of(drug)];
}

/// Does a table have a row for each drug, in the order of their enumeration? Its rows say whose they are.
template <class Row, std::size_t rows>
constexpr bool has_each_drug(const Row (&table)[rows]) {
  for (std::size_t k = 0; k < rows; ++k)
    if (index_of(table[k].drug) != k) return false;
  return rows == drug_kinds;
}
static_assert(has_each_drug(drug_records));

template <std::size_t k, DrugEffect effect>
inline constexpr bool has_effect = drug_records[k].effect == effect;

/// What the drugs of an effect do together: combine(so far, k) from `none` on, for the index k of each as a
/// std::integral_constant, in their order. Unrolled, so that kernels need no table.
template <DrugEffect effect, class Combine, std::size_t... k>
TILSCAPE_HD double over_drugs(double none, const Combine& combine, std::index_sequence<k...>) {
  double so_far = none;
  ((so_far = has_effect<k, effect> ? combine(so_far, std::integral_constant<std::size_t, k>()) : so_far),
   ...);
  return so_far;
}
template <DrugEffect effect, class Combine>
TILSCAPE_HD double over_drugs(double none, const Combine& combine) {
  return over_drugs<effect>(none, combine, std::make_index_sequence<drug_kinds>());
}

/// Two compartments, elimination from the central one; the effect follows the concentration at the target by
/// C / (C + half).
struct DrugParameters {
  double clearance_l_per_day = 0;
  double central_l = 0;  // volumes of distribution
  double peripheral_l = 0;
  double exchange_l_per_day = 0;
  double clearance_change = 0;  // clearance × exp(change · tʰ/(halfʰ + tʰ)), t days since the first dose
  double clearance_half_days = 0;
  double clearance_hill = 0;
  double molar_mass_g_per_mol = 0;
  double half_effect_nM = 0;    // dissociation constant of an antibody, EC50 or IC50 of others
  double tumour_to_plasma = 0;  // concentration in the tumour's interstitium relative to plasma, well mixed
};

using DrugTable = std::array<DrugParameters, drug_kinds>;

}  // namespace tilscape
