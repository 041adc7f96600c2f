// Defaults as they were in earlier versions of the model, for studies that were begun with them: `defaults:
// "0.1"` in a configuration takes those whose laws are still there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/schema/schema.hpp"

namespace tilscape {

/// What may stand after `defaults:`, the newest first: today's model and those before it.
const std::vector<std::string>& default_versions();

/// A run with every default of this version, one of default_versions(). What no longer exists is left out,
/// and what did not exist yet has today's default. Test: tests/config/earlier_defaults_test.cpp
RunParameters default_parameters_of(std::string_view version);

}  // namespace tilscape
