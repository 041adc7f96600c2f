// The figures of the bench: Markdown on stdout as they come, JSON in a file at the end.
#pragma once

#include <optional>
#include <string>

#include "tools/gpu_check/bench.hpp"

namespace tilscape {

class BenchReport {
 public:
  explicit BenchReport(const BenchPlan& plan);
  ~BenchReport();  // writes the file
  BenchReport(const BenchReport&) = delete;
  BenchReport& operator=(const BenchReport&) = delete;

  /// @param timing  nothing: too little memory
  void add(const std::optional<FieldTiming>& timing);
  void add(const BenchResult& result);

 private:
  void add_phases(const BenchResult& result);
  void add_json(const BenchResult& result);

  const BenchPlan& plan_;
  std::string json_;
};

}  // namespace tilscape
