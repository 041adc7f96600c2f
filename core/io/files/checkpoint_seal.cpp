// Length and CRC-32 (zlib's) of a file in its last line.
#include "core/io/files/checkpoint_seal.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <vector>

#include "core/base/errors.hpp"
#include "core/io/files/durable_file.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

/// The last line: "Tilscape checkpoint, format 1, 0000000000012345 bytes, crc32 89abcdef\n".
std::string last_line(int format, std::uint64_t bytes, std::uint32_t checksum) {
  return fmt::format("Tilscape checkpoint, format {}, {:016} bytes, crc32 {:08x}\n", format, bytes, checksum);
}

[[noreturn]] void fail(const fs::path& path, const std::string& problem) {
  throw OutputError(path.string() + ": " + problem);
}

/// Of everything before the last line.
std::uint32_t checksum_of(std::istream& file, std::uint64_t bytes) {
  std::vector<char> piece(std::min<std::uint64_t>(bytes, std::uint64_t{1} << 20));
  uLong checksum = crc32(0, nullptr, 0);
  while (bytes > 0) {
    const auto size = static_cast<std::streamsize>(std::min<std::uint64_t>(bytes, piece.size()));
    if (!file.read(piece.data(), size)) break;
    checksum = crc32(checksum, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(size));
    bytes -= static_cast<std::uint64_t>(size);
  }
  return static_cast<std::uint32_t>(checksum);
}

/// The last line, read back: never longer than it can be.
std::string read_last_line(std::ifstream& file, const fs::path& path, std::uint64_t size) {
  const std::uint64_t most = std::min<std::uint64_t>(size, 128);
  std::string end(most, '\0');
  file.seekg(static_cast<std::streamoff>(size - most));
  if (!file.read(end.data(), static_cast<std::streamsize>(most))) fail(path, "cannot be read");
  const std::size_t start = end.rfind("Tilscape checkpoint, format ");
  if (start == std::string::npos) fail(path, "is not a Tilscape checkpoint, or is truncated");
  return end.substr(start);
}

}  // namespace

void verify_seal(const fs::path& path, int newest_format) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(path, error);
  if (error) fail(path, "cannot be read: " + error.message());
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path, "cannot be read");
  const std::string line = read_last_line(file, path, size);
  static const std::regex form(
      R"(Tilscape checkpoint, format (\d{1,6}), (\d{16}) bytes, crc32 ([0-9a-f]{8})\n)");
  std::smatch match;
  if (!std::regex_match(line, match, form)) fail(path, "is damaged: its last line cannot be read");
  const int format = std::stoi(match[1]);
  if (format > newest_format)
    fail(path, fmt::format("was written by a later version (format {}); this one reads format {}", format,
                           newest_format));
  const std::uint64_t bytes = std::stoull(match[2]);
  if (bytes + line.size() != size)
    fail(path, fmt::format("is damaged: {} bytes long, expected {}", size, bytes + line.size()));
  file.clear();
  file.seekg(0);
  if (last_line(format, bytes, checksum_of(file, bytes)) != line)
    fail(path, "is damaged: its checksum is wrong");
}

std::string seal_of(std::string_view bytes, int format) {
  const uLong checksum =
      crc32_z(crc32(0, nullptr, 0), reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  return last_line(format, bytes.size(), static_cast<std::uint32_t>(checksum));
}

void seal(const fs::path& path, int format) {
  const std::uint64_t bytes = fs::file_size(path);
  std::ifstream file(path, std::ios::binary);
  append_text(path, last_line(format, bytes, checksum_of(file, bytes)), false);
}

}  // namespace tilscape
