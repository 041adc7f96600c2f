// Cases run in order of what is least dispensable. What a start takes on the host is learnt from the first
// one, so that a case which would not end in time is not begun.
#include "tools/gpu_check/bench.hpp"

#include <algorithm>
#include <chrono>

#include "core/base/errors.hpp"
#include "tools/bench/cases.hpp"
#include "tools/bench/digests.hpp"
#include "tools/gpu_check/bench_report.hpp"

namespace tilscape {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct TimedCase {
  const char* name;
  std::uint64_t size, small_size;
  int repeats;
};
constexpr std::uint64_t cube_512 = std::uint64_t{512} * 512 * 512;
/// The first at its default size, whose digest is on record.
constexpr TimedCase timed_cases[] = {{"attack", 1'000'000, 10'000, 5},
                                     {"fields", cube_512, 10'000, 3},
                                     {"replicates", 10'000'000, 40'000, 2},
                                     {"attack", 100'000'000, 20'000, 2},
                                     {"peer-lattice", cube_512, 10'000, 1}};
constexpr std::uint32_t alone_at_most = 50;  // replicates that run one by one
constexpr std::uint32_t v_cycle_side = 1000, small_v_cycle_side = 48;
constexpr int v_cycle_fields = 4;

class Bench {
 public:
  explicit Bench(const BenchPlan& plan) : plan_(plan), start_(Clock::now()) {}

  bool operator()() {
    BenchReport report(plan_);
    report.add(v_cycles());
    bool all_right = true;
    for (const TimedCase& timed : timed_cases) {
      const BenchResult result = run_or_skip(timed);
      report.add(result);
      all_right = all_right && !result.is_wrong();
    }
    return all_right;
  }

 private:
  double left() const { return plan_.seconds - seconds_since(start_); }

  std::optional<FieldTiming> v_cycles() const {
    try {
      return plan_.time_fields(plan_.is_small ? small_v_cycle_side : v_cycle_side, v_cycle_fields, 2);
    } catch (const OutOfMemory&) {
      return {};
    }
  }

  BenchResult run_or_skip(const TimedCase& timed) {
    BenchResult result;
    result.name = timed.name;
    result.size = plan_.is_small ? timed.small_size : timed.size;
    const BenchCase& c = *std::find_if(bench_cases().begin(), bench_cases().end(),
                                       [&](const BenchCase& b) { return b.name == timed.name; });
    const RunParameters run = c.parameters(result.size);
    const double needed = 1.5 * start_seconds_per_site_ * sites_of(run) + 5;
    if (needed > left()) {
      result.skipped = "no time left for its start on the host";
      return result;
    }
    try {
      run_case(c, run, timed.repeats, result);
    } catch (const OutOfMemory& error) {
      result.skipped = error.what();
    }
    return result;
  }

  static double sites_of(const RunParameters& run) {
    const auto& size = run.model.lattice.size;
    return 1.0 * size[0] * size[1] * size[2] * run.replicates;
  }

  void run_case(const BenchCase& c, const RunParameters& run, int repeats, BenchResult& result) {
    const auto start = Clock::now();
    const auto simulation = plan_.make(make_start(run, nullptr));
    result.start_seconds = seconds_since(start);
    start_seconds_per_site_ = std::max(start_seconds_per_site_, result.start_seconds / sites_of(run));
    const double minutes = run.model.time.base_step_min;
    if (const auto recorded = recorded_digest(c.name, result.size)) {
      simulation->advance(c.settle_steps + c.steps);
      result.digest = simulation->digest()[0];
      result.recorded = recorded;
      result.timing = time_phases(*simulation, {0, c.steps, repeats}, minutes);
    } else {
      result.timing = time_phases(*simulation, {c.settle_steps, c.steps, repeats}, minutes);
    }
    if (c.compares_one_by_one) result.one_by_one = one_by_one(c, run, result.timing);
  }

  OneByOne one_by_one(const BenchCase& c, const RunParameters& run, const Timing& together) const {
    OneByOne result;
    result.replicates = run.replicates;
    result.timed = std::min(run.replicates, alone_at_most);
    result.seconds_together = together.seconds_per_step * c.steps;
    for (std::uint32_t r = 0; r < result.timed; ++r) {
      const auto alone = plan_.make(make_start(run, nullptr, static_cast<int>(r)));
      result.seconds_alone +=
          time_phases(*alone, {c.settle_steps, c.steps, 1}, run.model.time.base_step_min).seconds_per_step *
          c.steps;
    }
    result.seconds_alone *= 1.0 * result.replicates / result.timed;
    return result;
  }

  const BenchPlan& plan_;
  Clock::time_point start_;
  double start_seconds_per_site_ = 0;  // the slowest so far
};

}  // namespace

bool run_bench(const BenchPlan& plan) {
  return Bench(plan)();
}

}  // namespace tilscape
