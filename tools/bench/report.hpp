// What a case gave, as text for a terminal of 100 columns and as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "tools/bench/figures.hpp"
#include "tools/bench/machine_report.hpp"

namespace tilscape {

/// One case, measured.
struct BenchResult {
  Measurement measurement;
  Figures figures;
  double triad_gb_per_s = 0;  // best of before and after the case
  std::string digest_check;   // "as recorded", "as expected" or "not recorded"
};

/// Machine and build: once, before the cases.
std::string header_text(const MachineInfo& machine, const BuildInfo& build);
std::string to_text(const BenchResult& result);

/// One object per case; keys are documented in tools/bench/README.md.
nlohmann::ordered_json to_json(const BenchResult& result, const MachineInfo& machine, const BuildInfo& build);

}  // namespace tilscape
