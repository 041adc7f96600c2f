// What happened in a run, for people: one member with its digest, or many in a few lines.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/run/batch_run.hpp"
#include "tools/run/readout_text.hpp"

namespace tilscape {

class RunSummary {
 public:
  void add(const BatchRun& batch);
  /// @param seconds  wall time of all batches
  std::string text(const PreparedRun& run, const std::string& out, double seconds) const;

 private:
  /// Of the members' last rows.
  struct Cells {
    std::uint64_t least = ~std::uint64_t{0}, most = 0, sum = 0;
    void add(std::uint64_t n);
    std::string text(std::size_t members) const;
  };
  std::string members_text(const PreparedRun& run) const;
  std::string output_text(const PreparedRun& run, const std::string& out) const;

  std::size_t members_ = 0;
  std::string readouts_;  // of the last member
  ReadoutClasses classes_;
  Cells tumour_, cd8_cells_;
  double first_day_ = 1e300, last_day_ = 0;  // that members ended at
  double agent_updates_ = 0, agent_seconds_ = 0;
  std::uint64_t digest_ = 0;  // of the last member
};

}  // namespace tilscape
