// What tests ask of the late runtime.
#pragma once

#include <cstddef>

namespace late {

/// Bytes of the pretended device.
inline constexpr std::size_t device_bytes = std::size_t{64} << 20;

/// Time passes: all that is queued happens.
void catch_up();
/// Queued operations that have happened, of all streams so far.
std::size_t done();
/// Copies that reached memory that was given back, or was not what the call says; and releases of what was
/// not there. None in a correct program.
std::size_t faults();

}  // namespace late
