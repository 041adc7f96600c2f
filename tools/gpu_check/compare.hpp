// Runs a case on two backends and compares their digests along the way.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agents/simulation.hpp"
#include "tools/gpu_check/cases.hpp"

namespace tilscape {

/// Makes a simulation on some backend, launched in some way.
using MakeSimulation = std::function<std::unique_ptr<Simulation>(const SimulationStart&)>;

struct Contestant {
  std::string name;
  MakeSimulation make;
  std::uint32_t reorder_every_steps;  // must not show in any digest
};

/// What one case gave.
struct Comparison {
  std::string name;
  std::uint32_t steps = 0;
  std::uint32_t digests = 0;                      // compared per contestant, replicates apart
  std::string first_difference;                   // "gpu at step 12"; empty: all equal
  std::uint64_t last_digest = 0;                  // of the oracle, replicate 0
  std::uint64_t tumour_cells = 0, cd8_cells = 0;  // at the end, all replicates
  std::vector<std::uint64_t> events;              // by kind, over the whole run, all replicates

  bool equal() const { return first_difference.empty(); }
};

/// Names of the events that happened in none of these cases, with commas; empty when each happened in one.
std::string missing_events(const std::vector<Comparison>& cases);

/// The first contestant is the oracle. All start from the same cells; they differ in nothing that may change
/// a result.
Comparison compare(const DigestCase& c, const std::vector<Contestant>& contestants);

}  // namespace tilscape
