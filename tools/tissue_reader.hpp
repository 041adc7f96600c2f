// The tissue tables that the parameter sets of a run start from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "agents/initial_tissue.hpp"
#include "agents/parameters.hpp"

namespace tilscape {

/// Reads each table once for each lattice that it is placed on.
class TissueReader {
 public:
  /// @returns the cells that a model starts from; null where it starts from a synthetic tumour
  /// @throws InputError
  std::shared_ptr<const InitialTissue> operator()(const ModelParameters& model);

  /// Path and number of cells of what was read.
  std::map<std::string, std::size_t> tables() const;

 private:
  using Axes = std::array<std::uint32_t, 3>;
  using Key = std::tuple<std::string, double, Axes, Axes>;  // path, spacing, size, tile
  std::map<Key, std::shared_ptr<const InitialTissue>> tissues_;
};

}  // namespace tilscape
