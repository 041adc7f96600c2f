// Rows are printed as they are measured: the last ones take minutes.
#include "tools/bench/scaling.hpp"

#include <fmt/core.h>

#include <cstdio>

#include "core/base/errors.hpp"
#include "tools/machine/machine.hpp"

namespace tilscape {

namespace {

void print_row(const BenchResult& r, double seconds_alone) {
  const Measurement& m = r.measurement;
  const Figures& f = r.figures;
  fmt::print("{:>12}{:>9}{:>12.2f} {:<18}{:>14.3f}{:>14.4f}{:>10.2f}  {:016x}\n", grouped(m.options.cells),
             m.options.threads, f.ns_per_agent_update.median,
             fmt::format("[{:.2f} - {:.2f}]", f.ns_per_agent_update.least, f.ns_per_agent_update.most),
             1e-6 * f.agent_updates_per_s.median, 1e-6 * f.cell_hours_per_s.median,
             seconds_alone / f.seconds.median, m.digest);
  std::fflush(stdout);
}

}  // namespace

std::vector<BenchResult> print_scaling(BenchSession& session, const BenchCase& c) {
  fmt::print("{}\n{}: {}\n\n{:>12}{:>9}{:>12} {:<18}{:>14}{:>14}{:>10}  digest\n", session.header(), c.name,
             c.what, c.counts, "threads", "ns/update", "[least - most]", "M updates/s", "M cell-h/s",
             "speed-up");
  std::vector<int> threads = {1};
  if (session.threads() > 1 && !session.on_gpu()) threads.push_back(session.threads());
  std::vector<BenchResult> results;
  for (const std::uint64_t cells : {10'000u, 100'000u, 1'000'000u, 10'000'000u}) {
    try {
      session.check_size(c, cells);
    } catch (const DeviceError& error) {
      fmt::print("{:>12}  {}\n", grouped(cells), error.what());
      continue;
    }
    const std::size_t alone = results.size();
    for (const int n : threads) {
      results.push_back(session.run(c, cells, n));
      print_row(results.back(), results[alone].figures.seconds.median);
      if (results.back().measurement.digest != results[alone].measurement.digest)
        throw Defect(fmt::format("bench: {} with {} cells has other bits on {} threads than on one", c.name,
                                 grouped(cells), n));
    }
  }
  return results;
}

}  // namespace tilscape
