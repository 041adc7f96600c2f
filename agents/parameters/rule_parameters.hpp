// What the rules read: chances per update instead of rates, steps instead of minutes, tables instead of laws.
// Derived once on the host from ModelParameters (agents/parameters/derive.cpp); one per replicate, trivially
// copyable.
#pragma once

#include <cstdint>

#include "agents/kinds/cell_types.hpp"
#include "agents/kinds/genotype.hpp"
#include "agents/parameters/parameters.hpp"
#include "core/random/random.hpp"

namespace tilscape {

/// A saturating law of one non-negative quantity x, tabulated over u = x / (x + half) in [0, 1] and linearly
/// interpolated: covers all x, exact at 0, half and infinity. Test: tests/agents/rules_test.cpp.
struct SaturationTable {
  static constexpr int intervals = 256;
  float half = 1;
  float value[intervals + 1];

  TILSCAPE_HD float operator()(float x) const {
    const float position = x / (x + half) * static_cast<float>(intervals);
    const int i = position < static_cast<float>(intervals - 1) ? static_cast<int>(position) : intervals - 1;
    const float fraction = position - static_cast<float>(i);
    return value[i] + fraction * (value[i + 1] - value[i]);
  }
};

/// Number of passenger mutations: cumulative thresholds of a Poisson law, on one word.
struct PoissonTable {
  static constexpr int size = 64;
  std::uint64_t at_most[size];  // 2³² × P(N ≤ n)

  TILSCAPE_HD std::uint32_t operator()(std::uint32_t word) const {
    std::uint32_t n = 0;
    while (n < size - 1 && word >= at_most[n]) ++n;
    return n;
  }
};

/// How a cell walks by itself.
struct Gait {
  float move_chance[4];     // by number of axes a move changes (1–3): a diagonal is longer
  Chance keeps_heading;     // per step
  Chance follows_gradient;  // per new heading
};

struct WalkRules {
  Gait gait[immune_state_count];  // by state
  float tissue_factor, stroma_factor;
  float crowding_slowdown;
  bool shuffle;
};

/// The clock of a cell that attacks: it searches, engages, hits, and rests. Times are kept to the base step,
/// whatever the period of surveillance.
struct AttackPace {
  float recognitions;  // expected per base step of search beside a cell that shows all it can
  float hits;          // expected per base step of an engagement that nothing brakes
  std::uint32_t period_steps, engagement_steps, refractory_steps;
};

struct SurveillanceRules {
  AttackPace pace;  // recognitions × MHC-I × antigenicity; hits × brake
  float antigenicity[antigen_classes];
  std::uint64_t presented_by[genotype::hla_mask + 1];  // lost alleles → classes that can still be presented
  std::uint32_t secretion_steps, hit_memory_steps;
  std::uint32_t lethal_hits, max_kills;  // max_kills 0: no limit
  SaturationTable brake;                 // of PD-1/PD-L1 complexes per µm²: 1 = unbraked
  float complexes_per_um2;
  float pd1_rise, pd1_fall;  // share of the distance closed per update
  float exhaustion;          // per base step while engaged
  float progenitor_at, progenitor_hits;
  std::uint32_t memory_steps;  // 0: never
};

struct NkRules {
  AttackPace pace;      // recognitions × what is missing of MHC-I
  float licensed_mhc1;  // 0–1: what shows as much is spared
  bool pd1_brake;
};

struct TregRules {
  float left[27];  // share of hits and divisions that so many Tregs beside a CD8 T cell leave
};

struct MacrophageRules {
  float to_m1, to_m2;                   // expected per update, × what drives them
  SaturationTable ifn_gamma, tgf_beta;  // ng/mL → 0–1
  float contact_drive, hypoxia_drive;
  float hypoxia_mmHg;
  Chance eats;
  float m2_pdl1;
};

struct EscapeRules {
  SaturationTable pdl1;  // of IFN-γ in ng/mL: the level approached
  SaturationTable mhc1;
  float pdl1_rise, pdl1_fall, mhc1_approach;
  float pdl1_amplified;
};

struct TurnoverRules {
  Chance apoptosis, apoptotic_clearance, necrotic_clearance;
  float apoptosis_chance;
  float necroses;                                      // expected per update, at or below the threshold
  float divisions[genotype::max_drivers + 1];          // likewise, by number of drivers, at full oxygen
  float most_divisions;                                // the greatest of them
  SaturationTable ifn_gamma_left;                      // ng/mL → share of division that IFN-γ leaves
  float oxygen_full, oxygen_hypoxia, oxygen_necrosis;  // mmHg
  Placement placement;
  std::uint32_t push_reach;  // sites
  bool core_shrinks;
};

struct MutationRules {
  bool any;  // may anything mutate at all?
  PoissonTable passengers;
  Chance neoantigen, escape;                                                    // per mutation
  Chance driver, hla_loss, b2m_loss, jak_loss, pdl1_amplification, resistance;  // per daughter
};

struct ImmuneTurnoverRules {
  Chance death[immune_state_count];  // by state
  std::uint32_t division_interval_steps, division_window_steps, max_divisions;
  SaturationTable il2;  // nM → share of divisions that it allows
};

struct EntryRules {
  EntryRoute route;
  float adhesion, adhesion_half_chemokine;          // route vessels
  std::uint64_t receptor_at_most[antigen_classes];  // 2³² × cumulative share of the classes in blood: CD8
                                                    // T cells of the start
};

struct VesselRules {
  float collapse_share;  // of the neighbouring sites without vessels
  Chance collapse;
  SaturationTable sprout_chance;  // VEGF in ng/mL → of a site beside a vessel
  float most_sprout_chance;       // at saturating VEGF
  std::uint32_t spacing_sites;    // at least 1
};

struct RuleParameters {
  WalkRules walk;
  SurveillanceRules surveillance;
  NkRules nk;
  TregRules treg;
  MacrophageRules macrophage;
  EscapeRules escape;
  TurnoverRules turnover;
  MutationRules mutation;
  ImmuneTurnoverRules immune_turnover;
  EntryRules entry;
  VesselRules vessel;
  float field_level[field_count];  // initial: the level everywhere while a field is off
  bool shares_site;
  bool shares_target;
};

/// Steps per phase, from the clock of the run; the same for all replicates.
struct PhasePeriods {
  std::uint32_t surveillance, escape, tumour_turnover, immune_turnover, entry, fields, vessels;
};

}  // namespace tilscape
