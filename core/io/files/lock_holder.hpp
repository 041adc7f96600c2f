// Who holds a run folder, as its lock file says it, and whether that process still lives.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tilscape {

/// Where process numbers mean the same: one start of one machine, and one of its process namespaces, as a
/// container has its own.
std::string this_machine();

struct LockHolder {
  std::string host, machine;
  std::int64_t process = 0;
  std::uint64_t start = 0;   // of the process, in the system's ticks since the machine started; 0: not known
  std::uint64_t number = 0;  // of the lock within the process: what a process holds twice are two locks

  /// This process on a machine.
  static LockHolder own(const std::string& machine);
  /// @returns none for text that is no lock of a run, or one of a version that wrote its first line alone
  static std::optional<LockHolder> from(const std::string& text);

  /// "process 123 on node3".
  std::string name() const;
  /// The whole lock file: its first line for people, the second for from().
  std::string text() const;
  /// Of a process on this machine. One that a debugger or the batch system has stopped is alive.
  bool is_alive() const;
};

/// The first line of any version.
bool is_lock_text(const std::string& text);

}  // namespace tilscape
