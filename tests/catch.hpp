// Catch2 2 (Debian 12) and 3 (Debian 13, Ubuntu 24.04) under one include: their headers and matchers have
// other names.
#pragma once

#include <string>

#ifdef TILSCAPE_CATCH2_V3
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif

namespace tilscape {

/// Matchers for CHECK_THAT and CHECK_THROWS_WITH: a text that holds, begins or ends with this one.
inline auto contains(const std::string& text) {
#ifdef TILSCAPE_CATCH2_V3
  return Catch::Matchers::ContainsSubstring(text);
#else
  return Catch::Matchers::Contains(text);
#endif
}
inline auto starts_with(const std::string& text) {
  return Catch::Matchers::StartsWith(text);
}
inline auto ends_with(const std::string& text) {
  return Catch::Matchers::EndsWith(text);
}

}  // namespace tilscape
