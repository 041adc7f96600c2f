// What the two bytes of a site mean. The tissue byte holds a cell's type and state in one code, the immune
// byte likewise: a state is stored once, at the site. Codes are written to files and never renumbered.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/host_device.hpp"

namespace tilscape {

/// Tissue layer: at most one of these per site.
enum class Tissue : std::uint8_t {
  none = 0,
  tumour_cycling = 1,
  tumour_quiescent = 2,
  tumour_hypoxic = 3,
  tumour_apoptotic = 4,  // corpse
  tumour_necrotic = 5,   // corpse
  stroma = 6,
  vessel = 7,
};

/// Immune layer: at most one of these per site.
enum class Immune : std::uint8_t {
  none = 0,
  cd8_searching = 1,
  cd8_engaged = 2,
  cd8_exhausted = 3,
  cd8_activated = 4,  // searching again and still secreting IFN-γ after recognition
  cd8_progenitor_exhausted = 5,
  cd8_memory = 6,
  cd4_helper = 7,
  treg = 8,
  nk = 9,
  nk_engaged = 10,
  macrophage_m1 = 11,
  macrophage_m2 = 12,
};
inline constexpr int immune_state_count = 13;
inline constexpr const char* immune_names[immune_state_count] = {"none",          "cd8_searching",
                                                                 "cd8_engaged",   "cd8_exhausted",
                                                                 "cd8_activated", "cd8_progenitor_exhausted",
                                                                 "cd8_memory",    "cd4_helper",
                                                                 "treg",          "nk",
                                                                 "nk_engaged",    "macrophage_m1",
                                                                 "macrophage_m2"};

TILSCAPE_HD constexpr bool is_live_tumour(Tissue t) {
  return t >= Tissue::tumour_cycling && t <= Tissue::tumour_hypoxic;
}
TILSCAPE_HD constexpr bool is_corpse(Tissue t) {
  return t == Tissue::tumour_apoptotic || t == Tissue::tumour_necrotic;
}
TILSCAPE_HD constexpr bool is_tumour(Tissue t) {
  return t >= Tissue::tumour_cycling && t <= Tissue::tumour_necrotic;
}
TILSCAPE_HD constexpr bool is_immune_cell(Immune i) {
  return i != Immune::none;
}
TILSCAPE_HD constexpr bool is_cd8(Immune i) {
  return i >= Immune::cd8_searching && i <= Immune::cd8_memory;
}
TILSCAPE_HD constexpr bool is_nk(Immune i) {
  return i == Immune::nk || i == Immune::nk_engaged;
}
TILSCAPE_HD constexpr bool is_macrophage(Immune i) {
  return i == Immune::macrophage_m1 || i == Immune::macrophage_m2;
}
/// Looks for tumour cells to engage.
TILSCAPE_HD constexpr bool attacks(Immune i) {
  return i == Immune::nk || (is_cd8(i) && i != Immune::cd8_engaged && i != Immune::cd8_exhausted);
}
/// Bound to a target: it does not walk.
TILSCAPE_HD constexpr bool is_engaged(Immune i) {
  return i == Immune::cd8_engaged || i == Immune::nk_engaged;
}

/// cell_type and state as written to snapshots: type = what it is, state = its code within the layer's enum
/// above. Immune cells come last.
enum class CellType : std::uint8_t {
  tumour = 1,
  stroma = 2,
  vessel = 3,
  cd8_t_cell = 4,
  cd4_helper = 5,
  treg = 6,
  nk = 7,
  macrophage = 8,
};
struct CellTypeName {
  CellType type;
  const char* name;  // of tissue tables, maps and keys
};
inline constexpr CellTypeName cell_types[] = {
    {CellType::tumour, "tumour"}, {CellType::stroma, "stroma"},
    {CellType::vessel, "vessel"}, {CellType::cd8_t_cell, "cd8_t_cell"},
    {CellType::treg, "treg"},     {CellType::cd4_helper, "cd4_helper"},
    {CellType::nk, "nk"},         {CellType::macrophage, "macrophage"}};

constexpr bool is_immune(CellType t) {
  return t >= CellType::cd8_t_cell;
}
/// Walkers: the immune cells other than CD8 T cells. They enter, walk and die by parameters of one shape, and
/// whatever else they do is a rule of their own.
inline constexpr std::array walker_types{CellType::cd4_helper, CellType::treg, CellType::nk,
                                         CellType::macrophage};
/// A walker's place among them.
TILSCAPE_HD constexpr std::uint32_t walker_index(CellType t) {
  return static_cast<std::uint32_t>(t) - static_cast<std::uint32_t>(CellType::cd4_helper);
}
TILSCAPE_HD constexpr CellType walker_type(std::uint32_t index) {
  return static_cast<CellType>(index + static_cast<std::uint32_t>(CellType::cd4_helper));
}

/// @param i  not none
TILSCAPE_HD constexpr CellType cell_type_of(Immune i) {
  if (is_cd8(i)) return CellType::cd8_t_cell;
  if (is_nk(i)) return CellType::nk;
  if (is_macrophage(i)) return CellType::macrophage;
  return i == Immune::treg ? CellType::treg : CellType::cd4_helper;
}
/// All states that an immune cell of a type may come to have, as bits by code.
constexpr std::uint32_t states_of(CellType t) {
  std::uint32_t states = 0;
  for (int code = 1; code < immune_state_count; ++code)
    if (cell_type_of(static_cast<Immune>(code)) == t) states |= 1u << code;
  return states;
}
/// The state in which an immune cell starts or enters. Macrophages arrive unpolarised, which counts as M1.
TILSCAPE_HD constexpr Immune first_state(CellType t) {
  switch (t) {
    case CellType::cd4_helper:
      return Immune::cd4_helper;
    case CellType::treg:
      return Immune::treg;
    case CellType::nk:
      return Immune::nk;
    case CellType::macrophage:
      return Immune::macrophage_m1;
    default:
      return Immune::cd8_searching;
  }
}

constexpr CellType cell_type_of(Tissue t) {
  return t == Tissue::stroma ? CellType::stroma : t == Tissue::vessel ? CellType::vessel : CellType::tumour;
}

/// Layers, as draws and ids name them.
enum class Layer : std::uint8_t { tissue = 0, immune = 1 };

/// How a cell or a clone came to be: the low 4 bits of its id, layer included.
enum class Birth : std::uint8_t {
  initial_tissue = 0,
  initial_immune = 1,
  entry = 2,
  tumour_division = 3,         // the daughter in the new site; also the clone it may found
  tumour_division_mother = 4,  // the clone founded by the daughter that stays
  t_cell_division = 5,
  vessel = 6,  // a vessel site, where vessels come and go
};

}  // namespace tilscape
