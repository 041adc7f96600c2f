// A run folder belongs to one program at a time.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "core/base/errors.hpp"
#include "core/io/files/lock_holder.hpp"

namespace tilscape {

/// The folder is gone, or is another program's by now: whoever had it must leave all that is there alone.
struct FolderLost : OutputError {
  using OutputError::OutputError;
};

/// What a lock asks of its surroundings. Tests let them answer otherwise.
struct LockSystem {
  int (*lock_file)(int descriptor, int operation);  // as flock(2)
  bool (*is_shared_by_machines)(int descriptor);    // the file system, as far as one can tell
  std::string machine;                              // this_machine()
  std::chrono::milliseconds heartbeat{5'000};       // between two signs of life
  std::chrono::milliseconds patience{30'000};       // without one, a process elsewhere is taken for dead
  std::chrono::milliseconds moment{1'000};          // that making or giving up a lock may take
  /// The real ones.
  static LockSystem real();
};

/// Held as long as it lives, and never longer than its process, whatever kills that. Two locks of one folder
/// are never held at once, on any file system where a file can be made by one program alone (O_EXCL): the
/// file `lock` says which process holds it, and its time of change is renewed as a sign of life.
///
/// Whether a lock that is found belongs to anybody is read off, in this order: flock(2), where it answers;
/// the process itself, on the same machine; signs of life, from elsewhere. Where flock is absent, fails or
/// sees one machine alone (Lustre, NFS without lockd, Cray DVS), the others decide.
class FolderLock {
 public:
  static constexpr const char* file_name = "lock";

  /// May wait for LockSystem::patience to see whether a process on another machine lives.
  /// @throws OutputError naming process and host of who has it. Test: tests/io/folder_lock_test.cpp
  explicit FolderLock(const std::filesystem::path& folder, LockSystem system = LockSystem::real());
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

  /// Before something is written. Looks once a second at most.
  /// @throws FolderLost
  void require() const;

  /// By anybody, now. Waits as the constructor does.
  static bool is_locked(const std::filesystem::path& folder, LockSystem system = LockSystem::real());

 private:
  bool make();
  void show_life();

  std::filesystem::path file_;
  LockSystem system_;
  std::string text_;  // of the file; empty where there was no room for it
  int descriptor_ = -1;
  mutable std::atomic<std::int64_t> looked_ms_{0};
  std::mutex guard_;
  std::condition_variable is_given_up_;
  bool ends_ = false;
  std::thread life_;
};

}  // namespace tilscape
