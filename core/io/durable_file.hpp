// Files that are either there and whole, or not there: written under a temporary name, flushed to the disk,
// renamed.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string_view>

namespace tilscape {

/// The temporary name a file has until it is whole.
std::filesystem::path temporary_name(const std::filesystem::path& path);

/// Writes `size` bytes so that a crash at any moment leaves the old file or the new one. Space is reserved
/// first, so that a full disk is noticed before the first byte.
/// @throws OutputError naming the path and the system's reason; the temporary file is gone then
/// Test: tests/io/failure_test.cpp
void write_durably(const std::filesystem::path& path, const void* data, std::size_t size);
void write_durably(const std::filesystem::path& path, std::string_view text);

/// Flushes a file that somebody else wrote under temporary_name(path) and gives it its name.
void commit_temporary(const std::filesystem::path& path);

/// Appends one piece of text, whole or not at all; with `flush` it has reached the disk when this returns.
void append_text(const std::filesystem::path& path, std::string_view text, bool flush);

/// The whole file. @throws OutputError when it cannot be read
std::string read_text(const std::filesystem::path& path);

/// Bytes that an ordinary user can still write where `folder` lives.
std::uintmax_t free_bytes(const std::filesystem::path& folder);

}  // namespace tilscape
