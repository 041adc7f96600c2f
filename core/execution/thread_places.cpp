// Places come from OpenMP's runtime, which knows every way to write them.
#include "core/execution/thread_places.hpp"

#include <omp.h>
#include <sched.h>

#include <cstddef>
#include <vector>

namespace tilscape {

namespace {

bool are_bound() {
  return omp_get_proc_bind() != omp_proc_bind_false && omp_get_num_places() > 0;
}

/// A mask of as many processors as there may be.
class ProcessorSet {
 public:
  void add_place(int place) {
    std::vector<int> processors(static_cast<std::size_t>(omp_get_place_num_procs(place)));
    omp_get_place_proc_ids(place, processors.data());
    for (const int p : processors) CPU_SET_S(static_cast<std::size_t>(p), bytes(), mask_.data());
  }
  void bind_caller() const { sched_setaffinity(0, bytes(), mask_.data()); }

 private:
  static constexpr std::size_t most_processors = 1 << 14;
  std::size_t bytes() const { return mask_.size() * sizeof(cpu_set_t); }
  std::vector<cpu_set_t> mask_ = std::vector<cpu_set_t>(most_processors / CPU_SETSIZE);
};

}  // namespace

void stay_at_place_of(int member, int members) {
  if (!are_bound()) return;
  const int places = omp_get_num_places();
  const bool spread = omp_get_proc_bind() == omp_proc_bind_spread || members > places;
  const long place = spread ? static_cast<long>(member) * places / members : member;
  ProcessorSet set;
  set.add_place(static_cast<int>(place));
  set.bind_caller();
}

void run_at_any_place() {
  if (!are_bound()) return;
  ProcessorSet set;
  for (int place = 0; place < omp_get_num_places(); ++place) set.add_place(place);
  set.bind_caller();
}

}  // namespace tilscape
