// The digests that the cases have on record: a build that computes something else has no figures to report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tilscape {

struct RecordedDigest {
  std::string bench_case;
  std::uint64_t cells;   // what --cells said, or the case's default
  std::uint64_t digest;  // after the first repeat
};

/// Every row on record.
const std::vector<RecordedDigest>& recorded_digests();

/// Nothing where this case has none on record for this size.
std::optional<std::uint64_t> recorded_digest(const std::string& bench_case, std::uint64_t cells);

/// The text of recorded_digests.inc with these rows.
std::string render_digests(const std::vector<RecordedDigest>& rows);

/// 16 hexadecimal digits, as `tilscape digest` prints them. @throws InputError
std::uint64_t parse_digest(const std::string& text);

}  // namespace tilscape
