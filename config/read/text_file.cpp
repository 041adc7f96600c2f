// Reading in large blocks with a limit, so that /dev/zero is an error and not the end of memory.
#include "config/read/text_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "core/base/errors.hpp"

namespace tilscape {
namespace {

/// The same, and 0 for control characters, which no text has.
std::size_t character_length(const std::string& text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const bool is_control = (first < 0x20 && first != '\n' && first != '\r' && first != '\t') || first == 0x7f;
  return is_control ? 0 : utf8_length(text, at);
}

/// How every complaint about a file begins and ends.
InputError failure(const std::string& path, const std::string& problem, const std::string& what) {
  return InputError(path + ": " + problem + "; expected " + what);
}

std::string read_at_most(std::FILE* file, std::size_t most_bytes) {
  std::string text;
  std::string block(std::size_t{1} << 16, '\0');
  while (text.size() <= most_bytes) {
    const std::size_t got = std::fread(block.data(), 1, block.size(), file);
    if (got == 0) break;
    text.append(block, 0, got);
  }
  return text;
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
  const unsigned lead = byte(at);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (lead >= 0xf5) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
  return length;
}

OpenFile open_input(const std::string& path, const std::string& what) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) throw failure(path, "is a directory", what);
  if (std::filesystem::is_character_file(path, ignored) || std::filesystem::is_block_file(path, ignored))
    throw failure(path, "is a device", what);
  OpenFile file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) throw failure(path, std::string("cannot be opened (") + std::strerror(errno) + ")", what);
  return file;
}

std::string read_text_file(const std::string& path, const std::string& what, std::size_t most_bytes) {
  const OpenFile file = open_input(path, what);
  std::string text = read_at_most(file.get(), most_bytes);
  if (std::ferror(file.get()))
    throw failure(path, std::string("cannot be read (") + std::strerror(errno) + ")", what);
  if (text.size() > most_bytes)
    throw failure(path, "is larger than " + std::to_string(most_bytes) + " bytes", what);
  return text;
}

void require_text(const std::string& text, const std::string& name, const std::string& what) {
  if (text.empty()) throw InputError(name + ":1: the file is empty (0 bytes); expected " + what);
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) {
      char byte[8];
      std::snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned char>(text[at]));
      throw InputError(name + ":" + std::to_string(line) + ": byte " + byte +
                       " is not text in UTF-8; expected " + what);
    }
    line += text[at] == '\n';
    at += length;
  }
}

std::string excerpt(std::string_view text) {
  std::size_t cut = std::min<std::size_t>(text.size(), 60);
  while (cut < text.size() && cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) --cut;
  std::string out(text.substr(0, cut));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return text.size() > cut ? out + "..." : out;
}

}  // namespace tilscape
