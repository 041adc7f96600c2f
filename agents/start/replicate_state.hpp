// One replicate at one moment in host memory: everything that its future and its output depend on. What a
// checkpoint holds, free of memory order, threads and backend.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agents/body/body_record.hpp"
#include "agents/kinds/clones.hpp"
#include "agents/kinds/columns.hpp"
#include "agents/kinds/events.hpp"
#include "agents/parameters/parameters.hpp"
#include "core/lattice/lattice.hpp"

namespace tilscape {

/// One of each field.
using FieldFlags = std::array<bool, field_count>;

/// Agents stand in ascending order of their site, and no slot is empty. `Store` is HostColumn, or HostValues
/// for what is read where it lies.
template <template <class> class Store>
struct ReplicateStateIn {
  Step step{0};
  std::uint32_t first_site = 0;  // sites of agents count from this one; 0 in a copy
  Store<Tissue> tissue;          // [site], as the next two
  Store<Immune> immune;
  std::array<Store<float>, field_count> fields;  // [site]; empty: the field is off
  TumourColumns<Store> tumour;
  ImmuneColumns<Store> immune_cells;
  std::vector<CloneRecord>
      clones;  // replicate is 0; ascending in id, those that were reported before the rest
  std::uint64_t clones_reported = 0;                // the first so many
  FoldedClones clones_folded;                       // extinct ones, that were reported
  std::array<std::uint64_t, event_kinds> events{};  // since the last census
  BodyRecord body;                                  // as of the last update of circulation, with counts since
  std::array<std::optional<float>, field_count> residuals;  // of each field, once measured
  bool measures_residual = false;                           // at the next solve
  FieldFlags begins_anew{};  // the next solve: what was solved before it is no start
};
using ReplicateState = ReplicateStateIn<HostColumn>;
using ReplicateStateInPlace = ReplicateStateIn<HostValues>;

/// The first thing that keeps a state from being the one of a replicate on this lattice: lengths, order,
/// codes or indices that a simulation would stumble over. Empty when there is none. Test:
/// tests/determinism/resume_test.cpp
std::string wrong_with(const ReplicateState& state, const Lattice& lattice);

}  // namespace tilscape
