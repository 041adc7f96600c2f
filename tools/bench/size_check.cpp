// The arithmetic is tools/estimate's.
#include "tools/bench/size_check.hpp"

#include <fmt/core.h>

#include "config/schema/check.hpp"
#include "core/base/errors.hpp"
#include "tools/machine/machine.hpp"
#include "tools/run/estimate.hpp"

namespace tilscape {

namespace {

constexpr std::uint64_t fewest_cells = 10'000, most_cells = 4'000'000'000;

}  // namespace

BenchNeeds needs_of(const RunParameters& run) {
  const Estimate e = estimate(run, nullptr, 1);
  BenchNeeds needs;
  needs.world = world_bytes(run.model, e, run.replicates, 1);
  needs.start = e.start_bytes * run.replicates + process_bytes;
  return needs;
}

void check_that_it_fits(const BenchCase& c, std::uint64_t cells, const BenchMemory& memory) {
  const auto refuse = [&](const std::string& why) {
    return DeviceError(fmt::format("--cells {}: {}: {}", cells, c.name, why));
  };
  if (cells < fewest_cells)
    throw InputError(
        fmt::format("--cells {}: is too small; expected {} or more", cells, grouped(fewest_cells)));
  if (cells > most_cells)
    throw refuse(
        fmt::format("a world has at most 2^32 - 2 sites; expected {} or fewer", grouped(most_cells)));
  const RunParameters run = c.parameters(cells);
  if (const auto problem = world_too_large(run, run.replicates)) throw refuse(*problem);
  const BenchNeeds needs = needs_of(run);
  const double on_host = needs.start + (memory.gpu > 0 ? 0 : needs.world);
  if (memory.gpu > 0 && needs.world > memory.gpu)
    throw refuse(fmt::format("needs about {} of GPU memory; expected at most {}", human_bytes(needs.world),
                             human_bytes(memory.gpu)));
  if (on_host > memory.host)
    throw refuse(fmt::format("needs about {} of memory; expected at most {}", human_bytes(on_host),
                             human_bytes(memory.host)));
}

}  // namespace tilscape
