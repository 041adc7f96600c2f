// Which model this program computes by.
#pragma once

#include <string_view>

namespace tilscape {

/// Counted up with every release in which a fixed seed gives other results: runs, checkpoints and run.yaml
/// name it.
inline constexpr std::string_view model_version = "0.2";

/// The model of files that do not name one.
inline constexpr std::string_view first_model_version = "0.1";

}  // namespace tilscape
