#include "config/schema/field_defaults.hpp"

#include "config/schema/rows.hpp"

namespace tilscape::rows {
namespace {

/// Penetration length in dense tumour sqrt(1e5 / 10) = 100 um.
FieldDefaults oxygen() {
  FieldDefaults d{};
  d.quasi_steady = true;
  d.diffusivity_um2_per_min = 1e5;
  d.diffusivity = {F, "PhysiCell cancer_immune: 1e5 (1.67e-5 cm2/s)"};
  d.decay_per_min = 0.01;
  d.decay = {N, "small, so that a lattice without cells is solvable: a length of 3 mm"};
  d.secretion = {S, "cells secrete no oxygen"};
  d.uptake_per_min = {{"tumour", 10}, {"stroma", 1}};
  d.uptake = {F, "PhysiCell cancer_immune: 10 (100 um penetration); stroma: assumption, a tenth of it"};
  d.vessel_exchange_per_min = 5000;
  d.vessel_value = 50;
  d.vessel = {
      N,
      "level: SPQSP_PDAC, about 50 mmHg; rate: Krogh cylinder at 15 vessels/mm2 and 15 um sites, 42 mmHg "
      "beside a vessel in dense tumour, 49 in stroma"};
  d.border_value = 38;
  d.initial = 38;
  d.levels = {F, "PhysiCell cancer_immune: 38"};
  d.reference = 38;
  return d;
}

/// One molecule of 17 kDa per second into a site of (15 um)^3: 60 × 2.82e-11 ng / 3.375e-9 mL = 0.5
/// ng/mL/min. With nothing but the decay to remove it, n secreting cells per mL hold n × 2.8e-11 ng × 60 /
/// 0.0036 per molecule/s: 3e7 per mL, a dense infiltrate, at 0.01 molecule/s are 0.15 ng/mL.
FieldDefaults ifn_gamma() {
  FieldDefaults d{};
  d.diffusivity_um2_per_min = 600;
  d.diffusivity = {F, "SPQSP_PDAC, SPQSP_HCC, tumor-tcell: 1e-7 cm2/s"};
  d.decay_per_min = 0.0036;
  d.decay = {F, "published models: 4.3e-5 to 8.9e-5 /s; here 6e-5 /s, a length of 408 um"};
  d.secretion_per_min = {{"cd8_engaged", 0.005}, {"cd8_activated", 0.005}, {"nk_engaged", 0.005}};
  d.secretion = {
      N,
      "0.01 molecule/s per cell (published: 0.0028 to 18) of 17 kDa, so that infiltrated tissue reaches "
      "the order of the EC50 of PD-L1 induction"};
  d.uptake = {M, "assumption: none beyond the decay"};
  d.vessel = {M, "assumption: no exchange with the blood"};
  d.levels = {M, "assumption: none at the start"};
  d.reference = 0.11;
  return d;
}

/// In a block of secreting tumour cells, one per site of 15 um, the level is 0.0102 / 0.0102 = 1.
FieldDefaults chemokine() {
  FieldDefaults d{};
  d.diffusivity_um2_per_min = 556;
  d.diffusivity = {F, "pc4covid19: 556"};
  d.decay_per_min = 0.0102;
  d.decay = {F, "pc4covid19: 0.0102, a length of 233 um"};
  d.secretion_per_min = {{"tumour", 0.0102}, {"cd8_engaged", 0.1}, {"cd8_activated", 0.1}};
  d.secretion = {M, "assumption: level 1 inside dense tumour; T cells after recognition ten times as much"};
  d.uptake = {M, "assumption: none beyond the decay"};
  d.vessel = {M, "assumption: no exchange with the blood"};
  d.levels = {M, "assumption: none at the start"};
  d.reference = 1;
  return d;
}

/// 100 molecules per second into a site of (15 um)^3 are 6000 / (6.02e23 x 3.375e-12 L) = 3 nM/min; at a
/// length of 45 um a cell alone then has 0.36 nM at its site, about the EC50.
FieldDefaults il2() {
  FieldDefaults d{};
  d.enabled = false;
  d.diffusivity_um2_per_min = 410;
  d.diffusivity = {F, "SPQSP_PDAC: 6.87e-8 cm2/s; SPQSP_HCC: 4e-8"};
  d.decay_per_min = 0.2;
  d.decay = {F, "QSPIO-TNBC: 0.2 /min, a length of 45 um"};
  d.secretion_per_min = {{"cd8_activated", 3}, {"cd4_helper", 3}};
  d.secretion = {
      N,
      "100 molecules/s per cell, for about the EC50 of 0.32 nM at its site; QSPIO-TNBC has 3e-5 nmol/cell/h, "
      "5e6 molecules/s"};
  d.uptake_per_min = {{"treg", 1}};
  d.uptake = {M, "assumption: Tregs take up five times what decays"};
  d.vessel = {M, "assumption: no exchange with the blood"};
  d.levels = {M, "assumption: none at the start"};
  d.reference = 0.32;
  return d;
}

/// In a block of secreting cells, one per site of 15 um, the level is 0.25 / 0.25 = 1 ng/mL.
FieldDefaults tgf_beta() {
  FieldDefaults d{};
  d.enabled = false;
  d.diffusivity_um2_per_min = 1600;
  d.diffusivity = {F, "SPQSP_PDAC: 2.67e-7 cm2/s"};
  d.decay_per_min = 0.25;
  d.decay = {M, "half-life of active TGF-beta in blood of 2 to 3 min (Wakefield 1990); a length of 80 um"};
  d.secretion_per_min = {{"stroma", 0.25}, {"treg", 0.25}, {"macrophage_m2", 0.25}};
  d.secretion = {M, "assumption: 1 ng/mL where every site holds a secreting cell"};
  d.uptake = {M, "assumption: none beyond the decay"};
  d.vessel = {M, "assumption: no exchange with the blood"};
  d.levels = {M, "assumption: none at the start"};
  d.reference = 1;
  return d;
}

/// In a block of hypoxic cells, one per site of 15 um, the level is 0.0115 / 0.0115 = 1 ng/mL.
FieldDefaults vegf() {
  FieldDefaults d{};
  d.enabled = false;
  d.diffusivity_um2_per_min = 1600;
  d.diffusivity = {F, "SPQSP_PDAC: 2.71e-7 cm2/s"};
  d.decay_per_min = 0.0115;
  d.decay = {F, "SPQSP_PDAC: 1.92e-4 /s; a length of 370 um"};
  d.secretion_per_min = {{"tumour_hypoxic", 0.0115}};
  d.secretion = {M, "assumption: hypoxic tumour cells alone, 1 ng/mL in a block of them"};
  d.uptake_per_min = {{"vessel", 0.003}};
  d.uptake = {F, "SPQSP_PDAC: 5e-5 /s"};
  d.vessel = {M, "assumption: no exchange with the blood"};
  d.levels = {M, "assumption: none at the start"};
  d.reference = 1;
  return d;
}

/// Drugs of a class at a site relative to plasma. Diffusion takes minutes and plasma changes within hours or
/// weeks, so that a steady profile follows it; an antibody's way through the vessel wall takes about a day.
FieldDefaults penetration() {
  FieldDefaults d{};
  d.enabled = false;
  d.quasi_steady = true;
  d.secretion = {S, "cells secrete no drug"};
  d.vessel_value = d.border_value = d.most = 1;
  d.levels = {S, "by definition: 1 is plasma"};
  d.reference = 1;
  return d;
}

/// Exchange of a vessel in a site of h = 15 um: its wall 2 pi R h lets through P, 2 pi R P / h^2 per min.
FieldDefaults antibody() {
  FieldDefaults d = penetration();
  d.if_off =
      "On: how far antibodies reach; the concentration of each at a site is this x plasma. Off: they are "
      "well mixed in the tumour (drugs.*.tumour_to_plasma); costs nothing.";
  d.diffusivity_um2_per_min = 612;
  d.diffusivity = {F, "SPQSP_PDAC: 1.02e-7 cm2/s"};
  d.decay_per_min = 0.003;
  d.decay = {F, "SPQSP_PDAC: loss 5e-5 /s; a length of 452 um"};
  d.uptake = {M, "assumption: none beyond the loss; doses saturate the few receptors"};
  d.vessel_exchange_per_min = 0.052;
  d.vessel = {N,
              "level: by definition; rate: permeability 334 um/day, radius 8 um (Shah 2012, in published "
              "model files): 2 pi R P / h^2"};
  return d;
}

/// Penetration length in dense tumour sqrt(7000 / 2.8) = 50 um: to half within 35 um.
FieldDefaults small_molecule() {
  FieldDefaults d = penetration();
  d.if_off =
      "On: how far small molecules reach; the concentration of each at a site is this x plasma. Off: they "
      "are well mixed in the tumour (drugs.*.tumour_to_plasma); costs nothing.";
  d.diffusivity_um2_per_min = 7000;
  d.diffusivity = {F, "Krogh-cylinder model files of doxorubicin: 7000 (1.2e-6 cm2/s)"};
  d.decay_per_min = 0.01;
  d.decay = {N, "small, so that a lattice without cells is solvable: a length of 840 um"};
  d.uptake_per_min = {{"tumour", 2.8}, {"stroma", 0.28}};
  d.uptake = {P,
              "BMC Cancer 12:214, table 3: doxorubicin falls to half 24 to 43 um from a vessel; 35 um here; "
              "stroma: assumption, a tenth"};
  d.vessel_exchange_per_min = 45;
  d.vessel = {N,
              "level: by definition; rate: permeability 160 um/min, radius 10 um (Krogh-cylinder model files "
              "of doxorubicin): 2 pi R P / h^2"};
  return d;
}

}  // namespace

FieldDefaults field_defaults(FieldIndex field) {
  switch (field) {
    case oxygen_field:
      return oxygen();
    case ifn_gamma_field:
      return ifn_gamma();
    case chemokine_field:
      return chemokine();
    case il2_field:
      return il2();
    case tgf_beta_field:
      return tgf_beta();
    case vegf_field:
      return vegf();
    case antibody_field:
      return antibody();
    case small_molecule_field:
      return small_molecule();
    case field_count:
      break;
  }
  return {};
}

}  // namespace tilscape::rows
