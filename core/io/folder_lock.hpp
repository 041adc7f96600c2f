// A run folder belongs to one program at a time.
#pragma once

#include <filesystem>

namespace tilscape {

/// Held as long as it lives, and never longer than its process: the system lets go of it whatever kills that.
/// Where the file system knows no locks, nothing is locked.
class FolderLock {
 public:
  static constexpr const char* file_name = "lock";

  /// @throws OutputError naming process and host of who has it. Test: tests/io/folder_lock_test.cpp
  explicit FolderLock(const std::filesystem::path& folder);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

  /// By anybody, now.
  static bool is_locked(const std::filesystem::path& folder);

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
};

}  // namespace tilscape
