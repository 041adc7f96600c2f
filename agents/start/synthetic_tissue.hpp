// A tumour without a table.
#pragma once

#include <cstdint>

#include "agents/parameters/parameters.hpp"
#include "agents/start/initial_tissue.hpp"

namespace tilscape {

/// The cells of a synthetic start (initial.tissue is empty): a tumour disc or ball in the middle or scattered
/// tumour cells, stroma and vessels around them, immune cells anywhere. Drawn per site, so it does not depend
/// on any order.
InitialTissue synthetic_tissue(const ModelParameters& model, std::uint64_t seed, std::uint32_t replicate);

}  // namespace tilscape
