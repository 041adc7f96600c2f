// The machine a run happens on: what the output records and what the estimates need.
#pragma once

#include <cstdint>
#include <string>

namespace tilscape {

std::string processor_name();  // "unknown processor" where the system does not say
int usable_cores();

/// Threads of at most `most` that a world of so many sites gives enough to do: in smaller ones waking a
/// second thread costs what it does. Figures: tools/decisions/threads.md. Test: tests/tools/machine_test.cpp
int threads_worth_having(double sites, int most);

/// What loops that have no team run on from now on. @param threads  0: every usable core
void use_threads(int threads);      // of this process, cgroup quota and affinity included
std::uint64_t memory_bytes();       // installed, or the lowest limit that is set for this process
std::uint64_t peak_memory_bytes();  // resident, of this process since it began, or since the restart
void restart_peak_memory();         // where the system allows it (Linux does)

/// "1.5 GB", "12 kB": decimal, three digits.
std::string human_bytes(double bytes);
/// "3 h 12 min", "45 s".
std::string human_time(double seconds);
/// 390,123 for people.
std::string grouped(std::uint64_t n);

}  // namespace tilscape
