// What drugs and radiation do to the cells of a site: all that rules read of the body.
#pragma once

namespace tilscape {

/// What the body does to the cells of a replicate, or of a site where drugs diffuse; neutral values change no
/// bit.
struct BodyLevels {
  float checkpoint_free = 1;        // share of PD-1/PD-L1 complexes that no antibody prevents
  float cytotoxic_chance = 0;       // of death per tumour turnover, a cycling cell
  float lymphocyte_chance = 0;      // of death per immune turnover, a dividing T cell
  float division_factor = 1;        // of tumour cells without resistance to the targeted inhibitor
  float treg_depletion_chance = 0;  // per immune turnover
};

/// One dose of radiation: the exponents of survival, and how much of it oxygen makes felt.
struct RadiationDose {
  float linear = 0, quadratic = 0;                          // of a tumour cell with plenty of oxygen
  float lymphocyte = 0, macrophage = 0;                     // of immune cells
  float oxygen_enhancement = 1, half_enhancement_mmHg = 0;  // the ratio of plenty to none, and its half
};

}  // namespace tilscape
