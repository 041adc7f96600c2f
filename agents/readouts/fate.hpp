// Which of the three Es of immune editing a tumour is in: elimination, equilibrium, escape; or none of them.
#pragma once

#include "agents/parameters/readout_parameters.hpp"
#include "agents/readouts/readouts.hpp"

namespace tilscape {

/// What became of the live tumour cells over a while.
struct Balance {
  double before = 0, now = 0;  // live tumour cells
  double births = 0;
  double immune_kills = 0;  // by T and NK cells
  double treated = 0;       // killed by a drug or radiation, or resected

  double losses() const { return before + births - now; }  // of every cause
};

/// The while since the start, and the last `fate_window_days`.
struct FateEntry {
  Balance since_start, window;
  bool has_window = false;  // has it passed?
  double full_share = 0;    // tumour and corpses, of the sites that they could have: they and free ones
};

/// - No tumour at the start: none of the three.
/// - No live cell any more: elimination when at least half of all losses were immune kills or by treatment;
///   else the tumour died of itself.
/// - More than `fate_change` up within the window: escape.
/// - As much down: elimination when at least half of the losses within the window were immune kills or by
///   treatment; else none.
/// - Steady: equilibrium when immunity holds it: at least half of the losses are immune kills, and the births
///   left by other deaths exceed them by no more than `fate_change` of them. That says nothing where it is
///   the lattice that holds the tumour, because it fills `fate_full_share` of it. What is not held has
///   escaped if it has grown by more than `fate_change` since the start, whether fast or slowly; else it is
///   none.
/// assumption: after the three Es of Dunn 2002 and Koebel 2007, doi:10.1038/nature06309 (from memory); halves
/// and limits are this project's. Test: tests/readouts/fate_test.cpp
Fate fate_of(const FateEntry& entry, const ReadoutParameters& parameters);

}  // namespace tilscape
