// The arithmetic of the world is tools/estimate's; the start is counted here.
#include "tools/bench/size_check.hpp"

#include <fmt/core.h>

#include "config/schema_check.hpp"
#include "core/errors.hpp"
#include "tools/estimate.hpp"
#include "tools/machine.hpp"

namespace tilscape {

namespace {

constexpr std::uint64_t fewest_cells = 10'000, most_cells = 4'000'000'000;

// Placed cells once in a list that doubles as it grows and once in columns; codes and slots of every site.
constexpr double start_bytes_per_cell = 2 * 16 + 43, start_bytes_per_site = 10;
// A tumour of exactly so many cells sorts all sites of one replicate by their distance.
constexpr double sorting_bytes_per_site = 16.125;

}  // namespace

BenchNeeds needs_of(const RunParameters& run) {
  const Estimate e = estimate(run, nullptr, 1);
  const double cells = e.tumour_cells + e.t_cells + e.static_cells;
  BenchNeeds needs;
  needs.world = e.simulation_bytes * run.replicates;
  needs.start = (cells * start_bytes_per_cell + e.sites * start_bytes_per_site) * run.replicates;
  if (run.model.initial.tumour_cells > 0) needs.start += e.sites * sorting_bytes_per_site;
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
