// Reads a whole input file, and turns what can go wrong with it into an InputError that names it.
#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace tilscape {

using OpenFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// A file (or pipe) that can be read. @param what as below
/// @throws InputError when it is missing, a directory, a device or not for us to read
OpenFile open_input(const std::string& path, const std::string& what);

/// The bytes of a file (or pipe).
/// @param what       what was expected there, for the message: "a configuration in YAML"
/// @param most_bytes a file above this is refused
/// @throws InputError when it is missing, a directory, a device, unreadable or too large
std::string read_text_file(const std::string& path, const std::string& what, std::size_t most_bytes);

/// Bytes of the character of UTF-8 that begins at `at`; 0 where none does.
std::size_t utf8_length(std::string_view text, std::size_t at);

/// @throws InputError when the text is empty or holds bytes that are not text (UTF-8), naming the line
void require_text(const std::string& text, const std::string& name, const std::string& what);

/// A piece of a file as a message can show it: short, and without control characters.
std::string excerpt(std::string_view text);

}  // namespace tilscape
