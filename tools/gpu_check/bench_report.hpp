// The figures of the bench: Markdown on stdout and JSON in a file, both as they come.
#pragma once

#include <optional>
#include <string>

#include "tools/gpu_check/bench.hpp"

namespace tilscape {

class BenchReport {
 public:
  explicit BenchReport(const BenchPlan& plan);

  /// @param timing  nothing: too little memory
  void add(const std::optional<FieldTiming>& timing);
  void add(const BenchResult& result);

 private:
  void add_phases(const BenchResult& result);
  void add_json(const std::optional<FieldTiming>& timing);
  void add_json(const BenchResult& result);
  void save() const;

  const BenchPlan& plan_;
  std::string json_;
};

}  // namespace tilscape
