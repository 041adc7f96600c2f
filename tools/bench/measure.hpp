// Runs a case and takes the time: repeated stretches of steps after some to settle, each phase apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench/cases.hpp"
#include "tools/machine/backend.hpp"

namespace tilscape {

struct MeasureOptions {
  std::uint64_t cells = 0;                       // of what the case counts
  BackendChoice backend = BackendChoice::cpu;    // resolved
  int threads = 1;                               // of the host
  int repeats = 5;                               // 1 at least
  std::optional<std::uint64_t> expected_digest;  // nothing: any
};

/// What one phase did in one repeat.
struct PhaseSample {
  double seconds = 0;
  std::uint64_t executions = 0;
  std::uint64_t visited = 0;  // agents, or sites
};

/// One repeat.
struct Sample {
  double seconds = 0;
  std::vector<PhaseSample> phases;  // as in Measurement::phases
  std::uint64_t field_bytes = 0;    // that the field solver had to move
  double live_agents = 0;           // at the start of each step, summed; 0 where the case does not ask
};

/// Cells of all replicates.
struct CellCount {
  double tumour = 0, cd8_cells = 0;  // live
  double corpses = 0;                // of tumour cells, not yet cleared
  double live() const { return tumour + cd8_cells; }
};

struct PhaseName {
  std::string name;
  bool visits_agents;
};

struct Measurement {
  BenchCase bench_case;
  MeasureOptions options;
  RunParameters run;
  std::vector<PhaseName> phases;
  std::vector<Sample> samples;       // one per repeat
  std::vector<double> one_by_one_s;  // per repeat: all replicates one after the other; empty: not asked
  CellCount cells;                   // mean of before and after the repeats
  std::uint64_t sites = 0;           // all replicates
  std::uint64_t world_bytes = 0;     // cells, planes, fields and solver, in the backend's memory
  std::uint64_t agent_bytes = 0;     // of these the columns of cells, with their room to grow
  std::uint64_t peak_bytes = 0;      // of this process since the case began
  std::uint64_t digest = 0;          // after the first repeat: the same for any number of them
};

/// @throws Defect when the digest is not the expected one, or replicates differ when they run alone
Measurement measure(const BenchCase& bench_case, const MeasureOptions& options);

/// One number for all replicates of a world: the digest itself where there is one.
std::uint64_t combined_digest(const std::vector<std::uint64_t>& digests);

}  // namespace tilscape
