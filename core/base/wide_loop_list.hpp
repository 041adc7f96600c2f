// Every loop that run_wide is asked to run, by its type, whether or not it ever runs: for the build of
// tests/wide that tools/dev/wide-loops makes (TILSCAPE_LIST_WIDE_LOOPS), and for no other.
#pragma once

#include <atomic>
#include <deque>
#include <typeinfo>

namespace tilscape::wide_loop_list {

struct Entry {
  explicit Entry(const char* type_name) : name(type_name) {}
  const char* name;               // mangled
  std::atomic<bool> ran[3] = {};  // in each instruction set
};

/// All loops of the program, from before main() on.
inline std::deque<Entry>& entries() {
  static std::deque<Entry> all;
  return all;
}

inline Entry& added(const char* name) {
  return entries().emplace_back(name);
}
template <class Loop>
inline Entry& entry = added(typeid(Loop).name());

template <class Loop>
void has_run(int set) {
  entry<Loop>.ran[set].store(true, std::memory_order_relaxed);
}

}  // namespace tilscape::wide_loop_list
