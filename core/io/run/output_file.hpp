// What a user asks for by `--out FILE` and the like: a table, a tree, figures.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace tilscape {

/// Refuses a file that must not be replaced: one of a run, whichever that is, or a folder. Worth asking
/// before the work is done.
/// @param option  that named it: `--out`
/// @throws InputError. Test: tests/io/output_file_test.cpp
void check_output(const std::string& option, const std::filesystem::path& path);

/// Writes it. A regular file is replaced by the whole text or not at all, and keeps its permissions; behind a
/// symbolic link this is what the link leads to, and the link stays. What is no regular file (a device, a
/// FIFO, or an open file of this process by the names /dev/stdout, /dev/fd/N) gets the text written into it.
/// @throws InputError as check_output(), OutputError when it cannot be written
void write_output(const std::string& option, const std::filesystem::path& path, std::string_view text);

}  // namespace tilscape
