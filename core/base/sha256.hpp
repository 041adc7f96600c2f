// The digest by which anybody can tell a file again, with `sha256sum` say.
#pragma once

#include <string>
#include <string_view>

namespace tilscape {

/// SHA-256 of these bytes, as 64 hexadecimal digits. Source: FIPS 180-4. Test: tests/core/sha256_test.cpp
std::string sha256(std::string_view bytes);

}  // namespace tilscape
