// The drugs of this model: what each acts on, and the parameters of its way through the body.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tilscape {

/// Order is that of files and digests: append only. The first four are antibodies, the last two small
/// molecules; aldesleukin acts in the lymph node alone.
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
inline constexpr std::array<const char*, drug_kinds> drug_names{
    "pembrolizumab", "nivolumab",      "atezolizumab",      "ipilimumab",
    "aldesleukin",   "nab_paclitaxel", "targeted_inhibitor"};

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
