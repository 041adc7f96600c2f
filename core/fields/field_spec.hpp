// A field is data: what diffuses, who secretes it, who takes it up, what the border does. Sources are looked
// up by the two byte codes that a site holds (one per layer); what a code means is for agents/ to say.
#pragma once

#include <array>
#include <string>

namespace tilscape {

/// Codes per layer: every code is below this.
inline constexpr int site_codes = 16;

enum class FieldBorder { no_flux, fixed_value };  // ignored on a periodic lattice

/// One diffusing substance u: ∂u/∂t = D∇²u − (decay + uptake)·u + source + exchange·(exchange_value − u), or
/// its steady state. `unit` below is the field's own.
struct FieldSpec {
  std::string name;           // "oxygen"
  std::string unit;           // "mmHg"
  bool enabled = true;        // a field that is off keeps its initial value everywhere
  bool quasi_steady = false;  // κ = 0 instead of backward Euler
  double diffusivity_um2_per_min = 0;
  double decay_per_min = 0;
  std::array<double, site_codes> tissue_source_per_min{};  // unit/min in a site that holds this code
  std::array<double, site_codes> immune_source_per_min{};
  std::array<double, site_codes> tissue_uptake_per_min{};  // 1/min
  std::array<double, site_codes> immune_uptake_per_min{};
  std::array<double, site_codes> tissue_exchange_per_min{};  // 1/min; a vessel, say
  /// A cell secretes an amount, not a concentration, and a vessel exchanges per length: both are stated for
  /// sites of this size, µm. On a lattice sources count (this / spacing)³ times and exchanges (this /
  /// spacing)². 0: as they stand.
  double source_spacing_um = 0;
  double exchange_value = 0;  // unit
  FieldBorder border = FieldBorder::no_flux;
  double border_value = 0;  // unit, on the outer face of border sites
  double initial = 0;       // unit
  double reference = 1;     // unit; values below 1e-12 of it become 0
  int cycles = 0;           // multigrid V-cycles per solve; 0 takes the solver's default
  bool operator==(const FieldSpec&) const = default;
};

}  // namespace tilscape
