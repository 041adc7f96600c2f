// The last line of a checkpoint, which tells a whole file from a damaged one before HDF5 sees it. It guards
// against accidents, not against someone who makes a file on purpose.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace tilscape {

/// The last line of a file of these bytes.
std::string seal_of(std::string_view bytes, int format);

/// Adds the last line to a file that is written.
void seal(const std::filesystem::path& path, int format);

/// Only a file that is whole and has every bit as it was written gets past this.
/// @throws OutputError "<file>: …" saying whether it is missing, no checkpoint, of a later format, or damaged
/// Test: tests/io/checkpoint_test.cpp
void verify_seal(const std::filesystem::path& path, int newest_format);

}  // namespace tilscape
