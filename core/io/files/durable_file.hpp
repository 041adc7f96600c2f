// Files that are either there and whole, or not there: written under a temporary name, flushed to the disk,
// renamed.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "core/io/files/descriptor.hpp"

namespace tilscape {

/// Files that become durable together: each is written under its temporary name, at once or when that is
/// left for later, and commit() gives them their names. A crash at any moment leaves each as the old file or
/// the new one. Many files together cost a few flushes instead of two each. Test: tests/io/failure_test.cpp
class FileGroup {
 public:
  FileGroup() = default;
  FileGroup(const FileGroup&) = delete;
  FileGroup& operator=(const FileGroup&) = delete;
  /// Removes what was not committed.
  ~FileGroup();

  /// Space is reserved first, so that a full disk is noticed before the first byte.
  /// @throws OutputError naming the path, the disk and what is wrong with it; its temporary file is gone then
  /// @param last_line  follows the bytes
  void write(const std::filesystem::path& path, std::string_view bytes, std::string_view last_line = {});
  /// A file that is written when the group is committed, or by write_now(): work for a disk, not for a
  /// processor. `write` calls the write() of the group that it is given.
  void write_later(std::function<void(FileGroup& group)> write);
  /// Writes what was left for later. @throws OutputError; nothing is left for later then
  void write_now();
  /// A file that somebody else wrote under temporary_name(path).
  void adopt(const std::filesystem::path& path);
  /// A file that has its name and was appended to.
  void also_flush(const std::filesystem::path& path);
  /// Takes over what another group holds: so parts of one thing are in this group together, or not at all.
  void join(FileGroup&& other);

  /// Writes what was left for later, flushes all of them to the disk, then renames them, then flushes their
  /// folders. The group is empty afterwards, whatever happens. @throws OutputError
  void commit();

 private:
  void remove_temporaries() noexcept;

  std::vector<std::function<void(FileGroup&)>> later_;
  std::vector<std::filesystem::path> files_;     // by the names they will have
  std::vector<std::filesystem::path> appended_;  // flushed only
};

/// A group of one.
void write_durably(const std::filesystem::path& path, std::string_view text);

/// Appends one piece of text, whole or not at all; with `flush` it has reached the disk when this returns.
void append_text(const std::filesystem::path& path, std::string_view text, bool flush);

/// The whole file. @throws OutputError when it cannot be read
std::string read_text(const std::filesystem::path& path);

/// Bytes that an ordinary user can still write where `folder` lives.
std::uintmax_t free_bytes(const std::filesystem::path& folder);

}  // namespace tilscape
