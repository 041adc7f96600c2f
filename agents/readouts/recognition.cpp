#include "agents/readouts/recognition.hpp"

namespace tilscape {

ReceptorsPresent receptors_present(std::span<const std::uint64_t> cells) {
  ReceptorsPresent present;
  for (std::uint32_t k = 0; k < antigen_classes; ++k) {
    const std::uint64_t bit = std::uint64_t{1} << k;
    if (cells[k] > 0) present.by_mhc1 |= bit;
    if (cells[car_receptor + k] > 0) present.by_car |= bit;
  }
  return present;
}

RecognitionReadout recognition_readout(std::span<const std::uint64_t> tumour,
                                       std::span<const std::uint64_t> cd8, const Lattice& lattice) {
  std::uint64_t specific = 0;
  for (std::uint32_t k = 0; k < antigen_classes; ++k) {
    if (tumour[recognition::shown_slot + k] > 0) specific += cd8[k];
    if (tumour[recognition::surface_slot + k] > 0) specific += cd8[car_receptor + k];
  }
  const double spacing_mm = static_cast<double>(lattice.spacing_um) / 1000;
  RecognitionReadout r;
  r.specific_cd8_per_mm2 =
      static_cast<double>(specific) / (static_cast<double>(lattice.sites()) * spacing_mm * spacing_mm);
  r.antigen_lost = tumour[recognition::antigen_lost_slot];
  r.unseen = tumour[recognition::unseen_slot];
  return r;
}

}  // namespace tilscape
