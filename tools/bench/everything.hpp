// A model with every mechanism on, at whatever pace: what the bench times, gpu-check compares on two
// backends, and the tests of determinism run in every way there is. A new mechanism is switched on here, once
// for all of them.
#pragma once

#include <vector>

#include "agents/parameters/parameters.hpp"

namespace tilscape {

/// How much there is of each mechanism that a plain model leaves out. No member has a default, so that a new
/// one does not compile until each of the models has said how much. Test: tests/tools/everything_test.cpp
struct Everything {
  ByWalker<double> walker_fraction;  // of the sites, at the start
  ByWalker<double> blood_walkers;
  double walker_death_per_day;
  double adhesion;
  double progenitor_at, memory_after_h, il2_dependence;  // of CD8 T cells
  double stroma_speed_factor;
  double ifn_gamma_arrest;
  double resistance_per_daughter;
  double unhelped_priming;
  Therapy therapy;
};

/// What everything has to fit in a run of a few dozen steps on a few thousand cells.
struct ShortRun {
  std::vector<std::uint32_t> classes;  // that T cells which are given recognise, and the vaccine shows
  double blood_walkers;                // of each type
  double given_t_cells;                // by each dose
  double surgery_um;                   // radius of what is cut out about a corner of the lattice
};
Everything everything_within(const ShortRun& run);

/// Every field, every kind of immune cell, every state of them.
void switch_on_cells(ModelParameters& m, const Everything& all);
/// The patient's compartments, and the whole schedule.
void switch_on_treatments(ModelParameters& m, const Everything& all);
/// Vessels collapse and sprout.
void switch_on_vessels(ModelParameters& m);
/// All of it, in one run.
void switch_everything_on(ModelParameters& m, const Everything& all);

/// Rates of NK cells, macrophages, memory and vessels at which each of their events happens within a few
/// dozen steps.
void quicken_cells(ModelParameters& m);
void quicken_vessels(ModelParameters& m);

/// An item of a schedule: one dose.
TherapyItem dose_of(Drug drug, double dose, double start_day);
TherapyItem dose_of(Treatment treatment, double dose, double start_day,
                    std::vector<std::uint32_t> classes = {});

}  // namespace tilscape
