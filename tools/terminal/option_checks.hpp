// Checks of option values that CLI11 has not, or words badly: it takes -3 for a seed of 2⁶⁴ − 3 and nan for a
// day, and writes the largest double in 309 digits. Each gives what is wrong, or nothing where all is well.
#pragma once

#include <string>

namespace tilscape {

/// A whole number in digits, 0 to 2⁶⁴ − 1.
std::string wrong_with_whole_number(const std::string& text);

/// A simulated day, 0 to 100,000 as duration_days.
std::string wrong_with_day(const std::string& text);

/// The name of a file or folder: not empty.
std::string wrong_with_name(const std::string& text);

/// Seconds of wall time: above 0, at most 1e9.
std::string wrong_with_seconds(const std::string& text);

/// Bytes of memory: "2TB", "512 GB", "64GiB", "1.5 tib". @throws InputError "--memory …" for what is none,
/// and for a number without its unit
double memory_bytes_of(const std::string& text);

}  // namespace tilscape
