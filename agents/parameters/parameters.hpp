// Every parameter of a run in the units a user writes. Defaults, ranges, documentation and sources live in
// one place, the schema (config/schema_*.cpp); what the phases need is derived from this once, in
// agents/parameters/derive.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "agents/kinds/by_walker.hpp"
#include "agents/kinds/cell_types.hpp"
#include "agents/kinds/genotype.hpp"
#include "agents/kinds/substances.hpp"
#include "agents/parameters/compartment_parameters.hpp"
#include "agents/parameters/readout_parameters.hpp"
#include "agents/parameters/therapy.hpp"
#include "core/fields/field_spec.hpp"
#include "core/lattice/lattice.hpp"

namespace tilscape {

/// Where a daughter goes: see the schema's documentation of `tumour.division.placement`.
enum class Placement : std::uint8_t { free_neighbour, random_neighbour, per_bond, anywhere, push };
/// How the advantages of several drivers combine: (1 + a)ⁿ or 1 + n·a.
enum class DriverEffect : std::uint8_t { multiplicative, additive };
/// walk: persistent, chemotactic walk. shuffle: every immune cell is moved to a random site each migration
/// (well mixed).
enum class Mixing : std::uint8_t { walk, shuffle };
/// Where the synthetic tumour's cells lie at the start: together in the middle, or at random sites.
enum class Arrangement : std::uint8_t { ball, scattered };
/// Where immune cells leave the blood: at vessel sites, or at random free sites of the whole lattice.
enum class EntryRoute : std::uint8_t { vessels, anywhere };

struct LatticeParameters {
  std::array<std::uint32_t, 3> size{};  // sites per axis; nz = 1 is 2-D
  double spacing_um = 0;
  Boundary boundary = Boundary::closed;
  Neighbourhood neighbourhood = Neighbourhood::moore;
  bool operator==(const LatticeParameters&) const = default;
};

/// Periods of the phases. base_step_min is the step; every other one is a whole multiple of it.
struct TimeParameters {
  double base_step_min = 0;  // = one migration update
  double surveillance_min = 0;
  double escape_min = 0;
  double tumour_turnover_min = 0;
  double immune_turnover_min = 0;
  double entry_min = 0;
  double fields_min = 0;
  double vessels_min = 0;
  bool operator==(const TimeParameters&) const = default;
};

/// Initial tissue: a table (native CSV), or a synthetic tumour.
struct InitialParameters {
  std::string tissue;                          // path; empty: synthetic
  std::array<std::uint32_t, 3> tile{1, 1, 1};  // copies of the table along each axis
  Arrangement tumour_arrangement = Arrangement::ball;
  double tumour_radius_um = 0;       // of a ball (3-D) or disc (2-D) in the middle
  double tumour_fraction = 0;        // share of its sites that hold a tumour cell; scattered: of all sites
  std::uint32_t tumour_cells = 0;    // if > 0: exactly this many, nearest to the centre or scattered
  double stroma_fraction = 0;        // share of sites outside the tumour
  double vessels_per_mm2 = 0;        // per mm² of section; 3-D: straight vessels along z
  double t_cell_fraction = 0;        // share of immune sites that hold a CD8 T cell at the start
  ByWalker<double> walker_fraction;  // likewise of each walker
};

struct TumourParameters {
  double division_per_day = 0;  // of a cycling cell with free space and oxygen
  double death_per_day = 0;     // apoptosis, whatever the oxygen
  double hypoxic_death_per_day =
      0;                        // necrosis, at or below oxygen_necrosis_mmHg; none above oxygen_hypoxia_mmHg
  double oxygen_full_mmHg = 0;  // at or above: full division rate
  double oxygen_hypoxia_mmHg = 0;  // at or below: no division
  double oxygen_necrosis_mmHg = 0;
  double apoptotic_clearance_h = 0;  // mean time until the corpse is gone
  double necrotic_clearance_per_day = 0;
  Placement placement = Placement::free_neighbour;
  std::uint32_t push_reach = 0;        // sites; placement push: how far away a free site may be
  bool necrotic_core_shrinks = false;  // placement push: cells draw in where necrotic corpses are cleared
  double ifn_gamma_arrest = 0;         // share of the division rate that saturating IFN-γ takes (JAK intact)
  double ifn_gamma_arrest_ec50_ng_per_ml = 1;
};

struct MutationParameters {
  double passengers_per_daughter = 0;  // mean of a Poisson number, each daughter, each division
  double neoantigen_per_mutation = 0;  // chance
  double driver_per_daughter = 0;      // chance
  double driver_advantage = 0;         // of one driver: division rate × (1 + this)
  double escape_per_mutation = 0;      // chance that a mutation silences one encoded antigen class
  double hla_loss_per_daughter = 0;    // chance, one of the kept alleles
  double b2m_loss_per_daughter = 0;
  double jak_loss_per_daughter = 0;
  double pdl1_amplification_per_daughter = 0;
  double resistance_per_daughter = 0;  // to the targeted inhibitor
  DriverEffect driver_effect = DriverEffect::multiplicative;
};

struct EscapeParameters {
  double pdl1_max_fold = 0;  // PD-L1 relative to baseline at saturating IFN-γ
  double pdl1_ec50_ng_per_ml = 0;
  double pdl1_hill = 0;
  double pdl1_induction_per_h = 0;  // rate of approach when rising
  double pdl1_decay_per_day = 0;    // when falling
  double pdl1_amplified_fold = 0;   // constitutive level with the amplification
  double mhc1_basal = 0;            // 0–1, without IFN-γ
  double mhc1_ec50_ng_per_ml = 0;   // IFN-γ restores MHC-I to 1 (JAK intact, B2M intact)
  double mhc1_rate_per_h = 0;
};

struct AntigenParameters {
  std::vector<std::uint32_t> founder_classes;  // classes every initial tumour cell carries
  double antigenicity_mean = 0;                // classes other than the founders: Exp(mean), capped at 1
  std::array<std::uint32_t, antigen_classes> hla_allele{};  // class → allele 0–5 that presents it
};

struct TCellParameters {
  double speed_um_per_min = 0;     // free walk; at most one site per base step
  double persistence_min = 0;      // mean time on one heading
  double chemotaxis = 0;           // 0: none; chance that a new heading follows the chemokine gradient
  double tissue_speed_factor = 0;  // speed where the target site holds tumour or stroma, relative
  double crowding_slowdown = 0;    // speed × (1 − this × share of occupied tissue neighbours)
  double recognition_per_min = 0;  // searching cell beside its antigen at full MHC-I: engagement rate
  double engagement_min = 0;       // dwell without a kill
  double refractory_min = 0;       // after an engagement ends
  std::uint32_t max_kills = 0;     // per T cell's life; 0: no limit
  double hits_per_h = 0;           // of an engaged cell, unbraked
  std::uint32_t lethal_hits = 0;
  double hit_memory_min = 0;              // one hit is lost per this time without another (Weigelin 2021: 50)
  double pd1_half_complexes_per_um2 = 0;  // brake: 1 / (1 + (complexes / half)^hill)
  double pd1_brake_hill = 0;
  double pd1_complexes_per_um2 = 0;  // at PD-1 = 1 and baseline PD-L1 = 1
  double pd1_induction_per_h = 0;    // approach to 1 while engaged
  double pd1_decay_per_day = 0;      // otherwise
  double exhaustion_per_day = 0;     // gained while engaged, from 0; exhausted at 1
  double secretion_h = 0;            // IFN-γ after the last recognition
  double death_per_day = 0;
  double division_interval_h = 0;  // least time between divisions; also after recognition
  double division_window_h = 0;    // divides only this long after recognition
  std::uint32_t max_divisions = 0;
  double progenitor_at = 0;  // exhaustion, 0–1, from which on a cell is progenitor-exhausted; 1: none is
  double progenitor_hit_factor = 0;  // hits of such a cell, relative
  double memory_after_h = 0;         // without recognition after the last one; 0: never
  double memory_death_per_day = 0;
  double il2_dependence = 0;  // share of divisions that need IL-2
  double il2_ec50_nM = 0;
};

/// What every immune cell other than a CD8 T cell does: it walks and dies.
struct WalkerParameters {
  double speed_um_per_min = 0;  // as TCellParameters, as the next two
  double persistence_min = 0;
  double chemotaxis = 0;
  double death_per_day = 0;
};

struct NkParameters {
  double recognition_per_min = 0;  // engagement rate beside a tumour cell that shows no MHC-I at all
  double licensed_mhc1 = 0;        // 0–1, MHC-I of the host's own cells
  double engagement_min = 0;       // as TCellParameters, as the next two
  double refractory_min = 0;
  double hits_per_h = 0;
  bool pd1_brake = false;  // PD-1/PD-L1 brakes its hits as a CD8 T cell's
};

struct TregParameters {
  double suppression =
      0;  // share of the hits and divisions of a CD8 T cell that each Treg beside it takes away
};

struct MacrophageParameters {
  double to_m1_per_day = 0;  // M2 → M1 at saturating IFN-γ
  double ifn_gamma_ec50_ng_per_ml = 0;
  double to_m2_per_day = 0;  // M1 → M2 under the full drive
  double tgf_beta_ec50_ng_per_ml = 0;
  double contact_drive = 0;       // 0–1, of a live tumour cell in reach
  double hypoxia_drive = 0;       // 0–1, at or below tumour.oxygen_hypoxia_mmHg
  double phagocytosis_per_h = 0;  // corpses that a macrophage with one in reach clears
  double m2_pdl1 = 0;             // PD-L1 that each M2 beside an engaged CD8 T cell adds to its target's
};

struct ImmuneParameters {
  Mixing mixing = Mixing::walk;
  bool shares_site = true;
  bool shares_target = true;       // may several immune cells engage one tumour cell?
  double stroma_speed_factor = 1;  // of every immune cell into stroma, beside t_cell.tissue_speed_factor
};

/// CD8 T cells in the blood per receptor class: constant, or what they are before the tumour's antigen where
/// the body's compartments are on.
struct BloodParameters {
  std::array<double, antigen_classes> cd8_cells{};  // cells in blood that carry receptor class k
  ByWalker<double> walkers;                         // cells in blood; they enter as those do
  double entry_per_min_per_cm3 = 0;                 // per blood cell
  EntryRoute entry_route = EntryRoute::vessels;
  double adhesion = 0;                 // chance to adhere at a vessel without chemokine; route vessels
  double adhesion_half_chemokine = 0;  // chemokine at which half of the rest adheres
};

/// How vessels come and go.
struct VesselParameters {
  double collapse_share = 0;       // of the neighbouring sites, in tumour cells, from which on one collapses
  double collapse_per_day = 0;     // rate from there on
  double sprout_um_per_day = 0;    // speed into a free site at saturating VEGF
  double vegf_half_ng_per_ml = 0;  // VEGF of half that speed
  double spacing_um = 0;           // least distance between sprouts, about
  bool collapse = false, sprouting = false;

  bool come_and_go() const { return collapse || sprouting; }
};

/// CAR T cells in the blood after an infusion.
struct CarTParameters {
  double expansion_fold = 0, expansion_days = 0;
  double peak_copies_per_ug = 0;  // of transgene, after the reference dose
  double blood_cells_per_copy_per_ug = 0;
  double reference_dose_cells = 0, dose_exponent = 0;  // the peak is proportional to dose^exponent
  double memory_fraction = 0;                          // of the peak
  double contraction_per_day = 0;                      // of the others, after expansion
  double memory_decay_per_day = 0;
  double share_in_blood = 0;  // of all that circulate
};

/// What treatments do to cells.
struct TreatmentParameters {
  double body_mass_kg = 0;
  double il2_million_iu_per_mg = 0;
  double vaccine_antigen_per_cell = 0;  // on a dendritic cell given, dead cells' worth
  double cytotoxic_kill_per_h = 0;      // of a cycling cell at full effect
  double targeted_inhibition = 0;       // share of the division rate that full effect takes
  double radiation_alpha_per_gray = 0, radiation_beta_per_gray2 = 0;  // survival exp(−αd − βd²)
  double radiation_hypoxia_ratio = 0;     // a tumour cell without oxygen feels dose / this
  double radiation_half_oxygen_mmHg = 0;  // half of the way from there to the whole dose
  double radiation_lymphocyte_alpha_per_gray = 0,
         radiation_macrophage_alpha_per_gray = 0;  // survival exp(−αd)
};

/// The model of one replicate.
struct ModelParameters {
  LatticeParameters lattice;
  TimeParameters time;
  InitialParameters initial;
  std::array<FieldSpec, field_count> fields;  // agents/kinds/substances.hpp
  TumourParameters tumour;
  MutationParameters mutation;
  EscapeParameters escape;
  AntigenParameters antigens;
  TCellParameters t_cell;
  ByWalker<WalkerParameters> walkers;
  NkParameters nk;
  TregParameters treg;
  MacrophageParameters macrophage;
  ImmuneParameters immune;
  BloodParameters blood;
  VesselParameters vessels;
  CompartmentParameters compartments;
  DrugTable drugs;
  CarTParameters car_t;
  TreatmentParameters treatment;
  Therapy therapy;
};

/// `automatic`: all of a run by itself, the last of each of several.
enum class KeptSnapshots : std::uint8_t { automatic, all, last, none };

struct OutputParameters {
  KeptSnapshots snapshots = KeptSnapshots::automatic;
  double snapshot_every_h = 0;
  double census_every_h = 0;
  double checkpoint_every_h = 0;  // 0: only when the run is stopped
  ReadoutParameters readouts;     // with every row of the census
  bool operator==(const OutputParameters&) const = default;
};

/// Nothing in here may change a result.
struct ExecutionParameters {
  std::uint32_t batch = 0;                // members that advance together; 0: what suits the machine
  std::uint32_t host_block = 0;           // lanes per block
  std::uint32_t reorder_every_steps = 0;  // re-sort agents by site; 0: never
};

/// A whole run: what config/ reads and run.yaml echoes.
struct RunParameters {
  std::string defaults;  // version of the model whose defaults they are
  std::uint64_t seed = 0;
  std::uint32_t replicates = 1;
  double duration_days = 0;
  ModelParameters model;
  OutputParameters output;
  ExecutionParameters execution;
};

}  // namespace tilscape
