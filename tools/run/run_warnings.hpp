// What a configuration says that cannot mean what its author thinks, for people: on stderr and in log.txt.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "config/read/sweep.hpp"
#include "config/schema/presence.hpp"

namespace tilscape {

struct RunWarning {
  std::string place;  // "run.yaml:4", "--set"
  std::string key, what;

  std::string line() const;  // "run.yaml:4: warning: initial.vessels_per_mm2: there is no …; expected …"
};

/// Of each parameter set that was looked at.
using RunWarnings = std::map<std::size_t, std::vector<RunWarning>>;

/// Looks at parameter sets together with the tissue that they start from.
class StartInspector {
 public:
  explicit StartInspector(const SweptRun& run) : run_(run) {}

  /// @throws InputError where a cell of the table, which was not known when the configuration was read,
  /// breaks a rule
  std::vector<RunWarning> look(std::size_t set, const InitialTissue* tissue);

 private:
  const SweptRun& run_;
  std::map<const InitialTissue*, Presence> tables_;  // each is counted once
};

/// Of a set whose cells nobody knows before its run, as of a branch.
std::vector<RunWarning> warnings_without_cells(const SweptRun& run, std::size_t set);

/// One line each, every key once however many sets it concerns: those are named behind it. Empty, or ends in
/// a newline. Test: tests/cli/warnings_test.py
std::string warning_text(const SweptRun& run, const RunWarnings& warnings);

}  // namespace tilscape
