// The record itself is recorded_digests.inc, which `tilscape bench --record` writes.
#include "tools/bench/digests.hpp"

#include <fmt/core.h>

#include <charconv>

#include "core/errors.hpp"

namespace tilscape {

const std::vector<RecordedDigest>& recorded_digests() {
  static const std::vector<RecordedDigest> rows = {
#include "tools/bench/recorded_digests.inc"
  };
  return rows;
}

std::optional<std::uint64_t> recorded_digest(const std::string& bench_case, std::uint64_t cells) {
  for (const RecordedDigest& row : recorded_digests())
    if (row.bench_case == bench_case && row.cells == cells) return row.digest;
  return {};
}

std::string render_digests(const std::vector<RecordedDigest>& rows) {
  std::string text =
      "// Case, cells, digest. Written by `tilscape bench --record`; tools/bench/README.md says when.\n";
  for (const RecordedDigest& row : rows)
    text += fmt::format("{{\"{}\", {}, 0x{:016x}}},\n", row.bench_case, row.cells, row.digest);
  return text;
}

std::uint64_t parse_digest(const std::string& text) {
  std::uint64_t digest = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, digest, 16);
  if (text.size() != 16 || stop != end || error != std::errc())
    throw InputError(fmt::format("--expect-digest {}: is no digest; expected 16 hexadecimal digits", text));
  return digest;
}

}  // namespace tilscape
