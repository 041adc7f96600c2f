// The tissue tables that the parameter sets of a run start from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "agents/parameters/parameters.hpp"
#include "agents/start/initial_tissue.hpp"

namespace tilscape {

/// A table of this many bytes at most is kept in the run folder.
inline constexpr std::size_t most_kept_bytes = 50'000'000;

/// A table as it was read.
struct TissueFile {
  std::uint64_t bytes = 0;
  std::string digest;  // SHA-256
  std::string text;    // empty: it is too large to be kept

  static TissueFile of(std::string text);
};

/// Reads each table once for each lattice that it is placed on.
class TissueReader {
 public:
  /// @returns the cells that a model starts from; null where it starts from a synthetic tumour
  /// @throws InputError
  std::shared_ptr<const InitialTissue> operator()(const ModelParameters& model);

  /// Path and number of cells of what was read.
  std::map<std::string, std::size_t> tables() const;
  /// What was read, by path.
  const std::map<std::string, TissueFile>& files() const { return files_; }

 private:
  using Axes = std::array<std::uint32_t, 3>;
  using Key = std::tuple<std::string, double, Axes, Axes>;  // path, spacing, size, tile
  std::map<Key, std::shared_ptr<const InitialTissue>> tissues_;
  std::map<std::string, TissueFile> files_;
};

}  // namespace tilscape
