// The record itself is recorded_digests.inc, which `tilscape bench --record` writes. Needs the standard
// library alone, so that tools/gpu-check can hold a GPU against the record on a bare node.
#include "tools/bench/digests.hpp"

#include <charconv>
#include <cstdio>

#include "core/base/errors.hpp"

namespace tilscape {

namespace {

std::string hexadecimal(std::uint64_t digest) {
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(digest));
  return digits;
}

}  // namespace

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
    text += "{\"" + row.bench_case + "\", " + std::to_string(row.cells) + ", 0x" + hexadecimal(row.digest) +
            "},\n";
  return text;
}

std::uint64_t parse_digest(const std::string& text) {
  std::uint64_t digest = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, digest, 16);
  if (text.size() != 16 || stop != end || error != std::errc())
    throw InputError("--expect-digest " + text + ": is no digest; expected 16 hexadecimal digits");
  return digest;
}

}  // namespace tilscape
