// The patient around the tissue (tumour, lymph nodes, blood, periphery), as a user describes them.
#pragma once

namespace tilscape {

/// Rates per day; cells of the whole patient. Defaults, sources and units: config/schema/body.cpp.
struct CompartmentParameters {
  bool enabled = false;
  double tumour_diameter_mm = 0;  // of the patient
  double tumour_fraction = 0;     // of it that the lattice represents; 0: as the diameter says
  double antigen_uptake_per_day = 0;
  double antigen_decay_per_day = 0;
  double antigen_degradation_per_day = 0;  // within dendritic cells
  double presentation_loss_per_day = 0;
  double antigen_half_per_dendritic_cell = 0;  // dead cells' worth
  double silent_danger = 0;  // of a death without danger signals, relative to an immunogenic one
  double danger_half_per_mm3 = 0;
  double danger_decay_per_day = 0;
  double dendritic_cells_per_mm3 = 0;
  double dendritic_turnover_per_day = 0;
  double maturation_per_day = 0;
  double migration_per_day = 0;
  double mature_death_per_day = 0;
  double naive_cells_per_class = 0;  // in lymph nodes, blood and periphery
  double naive_turnover_per_day = 0;
  double naive_node_entry_per_day = 0;  // from the blood
  double naive_node_exit_per_day = 0;
  double naive_node_division_per_day = 0;
  double naive_to_periphery_per_min = 0;
  double naive_from_periphery_per_day = 0;
  double effector_to_periphery_per_min = 0;
  double effector_from_periphery_per_day = 0;
  double activation_per_day = 0;
  double sites_per_dendritic_cell = 0;
  double unhelped_priming = 1;  // share of priming by dendritic cells that no helper has licensed; 1: all
  double naive_helper_cells = 0;
  double helper_activation_per_day = 0;
  double helper_loss_per_day = 0;
  double helper_half_cells = 0;
  double proliferation_per_day = 0;
  double generations = 0;
  double generations_costimulation = 0;
  double generations_il2 = 0;
  double exit_per_day = 0;
  double effector_death_per_day = 0;
  double ctla4_inhibition = 0;
  double treg_cells = 0;
  double treg_turnover_per_day = 0;
  double treg_depletion_per_day = 0;
  double il2_secretion_nmol_per_cell_per_h = 0;
  double il2_consumption_nmol_per_cell_per_h = 0;
  double il2_loss_per_min = 0;
  double il2_half_nM = 0;
  double lymph_node_ml = 0;

  bool needs_help() const { return unhelped_priming < 1; }
};

}  // namespace tilscape
