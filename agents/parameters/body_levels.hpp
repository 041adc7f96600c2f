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

/// Chances of dying of one dose.
struct RadiationChances {
  float oxygenated = 0, hypoxic = 0, lymphocyte = 0;
};

}  // namespace tilscape
