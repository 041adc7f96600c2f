// What is wrong with a disk, for people: which disk it is, and why nothing can be written there.
#pragma once

#include <filesystem>
#include <string>

namespace tilscape {

/// Why a call on `path` failed: "the disk at /scratch is full (0.1 of 512 MB are free)" and the like.
/// @param path  need not exist; its folder may not either
/// @param error  as errno has it
/// Test: tests/io/disk_problem_test.cpp
std::string disk_problem(const std::filesystem::path& path, int error);

/// Where the file system that holds `path` is mounted.
std::filesystem::path mount_point_of(const std::filesystem::path& path);

}  // namespace tilscape
