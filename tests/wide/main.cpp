// Every loop that is compiled for several instruction sets, held against its baseline form.
#include <cxxabi.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iterator>

#include "core/base/instruction_set.hpp"
#include "tests/wide/holding.hpp"

namespace tilscape::testing {
namespace {

struct Part {
  const char* name;
  void (*hold)(Holding&);
};
/// What a program runs at its start, for each set and not only for the one that it chooses.
void hold_start(Holding& holding) {
  for (const InstructionSet set : wide_sets()) {
    const char* wrong = first_wrong_loop(set);
    holding.add("check at the start", std::string(name_of(set)) + ": " + (wrong ? wrong : ""), !wrong);
  }
}

constexpr Part parts[] = {{"check at the start", hold_start},

                          {"sums and look-ups", hold_sums},
                          {"draws", hold_draws},
                          {"rows", hold_rows},
                          {"passes", hold_passes},
                          {"fields", hold_fields},
                          {"simulations", hold_cases}};

#ifdef TILSCAPE_LIST_WIDE_LOOPS
/// By a part of their mangled names: loops that need not run in every set.
constexpr const char* excepted[] = {"10invariants4Mark",  // names the places where a world is broken, after
                                                          // which nothing is computed any more
                                    "draw_plainly"};      // AVX-512 has draw_avx512 in its place

bool is_excepted(const std::string& name) {
  return std::any_of(std::begin(excepted), std::end(excepted),
                     [&](const char* part) { return name.find(part) != std::string::npos; });
}

/// Loops of this program that no part has run in each of the sets; none where there is one set alone, and so
/// nothing to compare. @returns how many
int report_forgotten() {
  if (wide_sets().empty()) return 0;
  int forgotten = 0;
  for (const auto& entry : wide_loop_list::entries()) {
    bool ran = entry.ran[static_cast<int>(InstructionSet::baseline)];
    for (const InstructionSet set : wide_sets()) ran = ran && entry.ran[static_cast<int>(set)];
    if (ran || is_excepted(entry.name)) continue;
    char* plain = abi::__cxa_demangle(entry.name, nullptr, nullptr, nullptr);
    std::printf("FORGOTTEN %s\n", plain ? plain : entry.name);
    std::free(plain);
    ++forgotten;
  }
  std::printf("%zu wide loops in this program, %d of them forgotten\n", wide_loop_list::entries().size(),
              forgotten);
  return forgotten;
}
#else
int report_forgotten() {
  return 0;
}
#endif

int run() {
  std::printf("baseline against");
  for (const InstructionSet set : wide_sets()) std::printf(" %s", name_of(set));
  std::printf("%s; refused at start: %s\n",
              wide_sets().empty() ? " nothing: this build or machine has one set" : "",
              refused_instruction_sets().empty() ? "nothing" : refused_instruction_sets().c_str());
  std::uint64_t wrong = refused_instruction_sets().empty() ? 0 : 1;
  for (const Part& part : parts) {
    const auto start = std::chrono::steady_clock::now();
    Holding holding;
    part.hold(holding);
    wrong += holding.wrong();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::printf("%-18s %8llu comparisons, %llu wrong, %.1f s\n", part.name,
                static_cast<unsigned long long>(holding.held()),
                static_cast<unsigned long long>(holding.wrong()), seconds.count());
    std::fflush(stdout);
  }
  const int forgotten = report_forgotten();
  std::printf(wrong || forgotten ? "FAIL\n" : "all loops agree\n");
  return wrong || forgotten ? 1 : 0;
}

}  // namespace
}  // namespace tilscape::testing

int main() {
  return tilscape::testing::run();
}
