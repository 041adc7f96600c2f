// Catch2 2 (Debian 12) and 3 (Debian 13, Ubuntu 24.04) under one include: their headers and matchers have
// other names.
#pragma once

#include <string>

#ifdef TILSCAPE_CATCH2_V3
#include <catch2/catch_approx.hpp>
#include <catch2/catch_session.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_all.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
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
