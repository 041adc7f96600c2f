// What a tumour cell inherits and a CD8 T cell's receptor reads: bits of the genotype, antigen classes,
// receptors.
#pragma once

#include <cstdint>

#include "core/base/host_device.hpp"

namespace tilscape {

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

/// A CD8 T cell's receptor: the antigen class it recognises on MHC-I, or this plus the class whose antigen a
/// chimeric receptor (CAR) binds at the surface, without MHC.
inline constexpr std::uint8_t car_receptor = 64;
inline constexpr std::uint32_t receptors = 128;
TILSCAPE_HD constexpr bool is_car(std::uint8_t receptor) {
  return receptor >= car_receptor;
}

}  // namespace tilscape
