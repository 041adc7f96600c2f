// The fixed cases of `tilscape bench`. Figures are compared across versions and machines, so a case is never
// changed: a different one gets a different name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "agents/parameters/parameters.hpp"

namespace tilscape {

struct BenchCase {
  std::string name;
  std::string what;    // in one line, for people
  std::string counts;  // what `--cells` counts: "tumour cells", "T cells", "sites"
  std::uint64_t default_cells;
  std::uint32_t settle_steps;  // before the clock starts
  std::uint32_t steps;         // of one repeat: a whole multiple of the model's periods
  RunParameters (*parameters)(std::uint64_t cells);
  bool restarts_each_repeat = false;  // a repeat is a new simulation of the same start, not the next stretch
  bool scores_live_agents = false;    // counts the live agents at the start of every step
  bool compares_one_by_one = false;   // its replicates also run one after the other
};

/// Every case, in the order in which `--case all` runs them.
const std::vector<BenchCase>& bench_cases();

/// @throws InputError that names the cases
const BenchCase& find_bench_case(std::string_view name);

}  // namespace tilscape
