// The memory's bandwidth is measured before and after each case: on a shared machine it changes.
#include "tools/bench/session.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tools/bench/digests.hpp"
#include "tools/machine/machine.hpp"

namespace tilscape {

BenchSession::BenchSession(const BenchSettings& settings)
    : settings_(settings),
      backend_(resolve_backend(settings.backend)),
      threads_(settings.threads > 0 ? settings.threads : usable_cores()),
      machine_(machine_info(backend_, threads_)) {
  if (!settings.expect_digest.empty()) expected_ = parse_digest(settings.expect_digest);
  memory_.host = static_cast<double>(machine_.memory_bytes);
  if (on_gpu()) memory_.gpu = static_cast<double>(gpu_memory_bytes());
}

nlohmann::ordered_json BenchSession::json(const BenchResult& result) const {
  return to_json(result, machine_, build_info());
}

BenchResult BenchSession::run(const BenchCase& c, std::uint64_t cells, int threads) {
  if (cells == 0) cells = c.default_cells;
  check_size(c, cells);
  const auto recorded = recorded_digest(c.name, cells);
  BenchResult result;
  result.digest_check = expected_ ? "as expected" : recorded ? "as recorded" : "not recorded";
  if (triad_threads_ != threads) measure_triad(threads);
  const double before = triad_gb_per_s_;
  result.measurement =
      measure(c, {cells, backend_, threads, settings_.repeats, expected_ ? expected_ : recorded});
  measure_triad(threads);
  result.triad_gb_per_s = std::max(before, triad_gb_per_s_);
  result.figures = figures_of(result.measurement);
  return result;
}

void BenchSession::measure_triad(int threads) {
  triad_gb_per_s_ = tilscape::triad_gb_per_s(backend_, threads);
  triad_threads_ = threads;
}

std::uint64_t BenchSession::digest(const BenchCase& c, std::uint64_t cells) const {
  check_size(c, cells);
  return measure(c, {cells, backend_, threads_, 1, {}}).digest;
}

}  // namespace tilscape
