// How much host memory this process may have: what the machine has, within every limit that is set for it.
#pragma once

#include <cstdint>
#include <filesystem>

namespace tilscape {

/// The most it may ever have, in bytes: installed memory, the limits of its control groups (v1 and v2, of
/// every level, as batch systems and containers set them) and of `ulimit -v`, whichever is least.
/// @param root  of a system's files; tests make their own
/// Test: tests/core/available_memory_test.cpp
std::uint64_t memory_limit(const std::filesystem::path& root = "/");

/// What it can still get now: free and reclaimable memory and swap of the machine, and what the same limits
/// leave.
std::uint64_t available_memory(const std::filesystem::path& root = "/");

}  // namespace tilscape
