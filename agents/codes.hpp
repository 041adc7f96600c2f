// What the two bytes of a site mean. The tissue byte holds a cell's type and state in one code, the immune
// byte likewise: a state is stored once, at the site. Codes are written to files and never renumbered.
#pragma once

#include <cstdint>

#include "core/host_device.hpp"

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
};

TILSCAPE_HD constexpr bool is_live_tumour(Tissue t) {
  return t >= Tissue::tumour_cycling && t <= Tissue::tumour_hypoxic;
}
TILSCAPE_HD constexpr bool is_corpse(Tissue t) {
  return t == Tissue::tumour_apoptotic || t == Tissue::tumour_necrotic;
}
TILSCAPE_HD constexpr bool is_tumour(Tissue t) {
  return t >= Tissue::tumour_cycling && t <= Tissue::tumour_necrotic;
}
TILSCAPE_HD constexpr bool is_cd8(Immune i) {
  return i != Immune::none;
}

/// cell_type and state as written to snapshots: type = what it is, state = its code within the layer's enum
/// above.
enum class CellType : std::uint8_t { tumour = 1, stroma = 2, vessel = 3, cd8_t_cell = 4 };

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
};

/// Bits of a tumour cell's genotype.
namespace genotype {
inline constexpr std::uint16_t hla_alleles = 6;  // bits 0–5: this HLA class I allele is lost
inline constexpr std::uint16_t hla_mask = 0x3f;
inline constexpr std::uint16_t b2m_lost = 1u << 6;             // no MHC-I at all
inline constexpr std::uint16_t jak_lost = 1u << 7;             // blind to IFN-γ
inline constexpr std::uint16_t pdl1_amplified = 1u << 8;       // constitutive PD-L1
inline constexpr std::uint16_t inhibitor_resistant = 1u << 9;  // to the targeted inhibitor
inline constexpr std::uint16_t driver_shift = 12;              // bits 12–15: number of drivers, at most 15
inline constexpr std::uint16_t max_drivers = 15;
TILSCAPE_HD constexpr std::uint32_t drivers(std::uint16_t g) {
  return g >> driver_shift;
}
}  // namespace genotype

inline constexpr int antigen_classes = 64;

/// A T cell's receptor: the antigen class it recognises on MHC-I, or this plus the class whose antigen a
/// chimeric receptor (CAR) binds at the surface, without MHC.
inline constexpr std::uint8_t car_receptor = 64;
inline constexpr std::uint32_t receptors = 128;
TILSCAPE_HD constexpr bool is_car(std::uint8_t receptor) {
  return receptor >= car_receptor;
}

}  // namespace tilscape
