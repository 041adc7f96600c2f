// What a run leaves that has found the program, or the machine, at fault: everything that is needed to look
// into it, in one folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/io/run/checkpoint.hpp"

namespace tilscape {

struct BugReport {
  struct Member {
    std::filesystem::path folder;  // its run folder
    std::string name;              // of that, in the folder of the run; may be empty
    std::uint64_t seed = 0;
    std::uint32_t replicate = 0;
    std::optional<std::uint64_t> digest;  // of the state that was found, if that can be copied
    std::string config;
  };
  std::string broken;  // clauses, separated by "; "
  std::uint64_t step = 0;
  double day = 0;
  std::string backend, machine;
  std::string command;  // that goes on from the last good checkpoint and checks every step
  std::vector<Member> members;
  /// A member's state as it was found, under the same condition.
  std::function<std::optional<Checkpoint>(std::size_t member)> state;
};

/// Writes RUN/bug-report: report.txt, and of each member its configuration, the end of its log, the state
/// that was found, and the checkpoints that were good. An earlier report is replaced.
/// @returns the folder
/// @throws OutputError
/// Test: tests/tools/bug_report_test.cpp
std::filesystem::path write_bug_report(const std::filesystem::path& run, const BugReport& report);

}  // namespace tilscape
