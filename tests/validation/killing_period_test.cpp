// Kills per T cell and day do not depend on the period of surveillance: CD8 T cells among more targets than
// they can kill, against the same clock of one cell walked through in steps of three seconds.
#include "agents/kinds/purposes.hpp"
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t side = 240, days = 3;

/// Every site a tumour cell that neither divides nor dies of itself; T cells at their defaults that neither
/// divide, die nor exhaust.
ModelParameters excess_model(double surveillance_min) {
  ModelParameters m = quiet_model({side, side, 1});
  m.time = default_parameters().model.time;
  m.time.surveillance_min = surveillance_min;
  m.escape.mhc1_basal = 1;
  m.t_cell.exhaustion_per_day = 0;
  return m;
}

/// Of each T cell, one on 200 sites. @return  kills per T cell and day
double kills_per_day(const ModelParameters& m, std::uint64_t seed) {
  InitialTissue cells;
  for (std::uint32_t s = 0; s < side * side; ++s) {
    cells.push_back({LocalSite{s}, CellType::tumour});
    if (s % 200 == 0) cells.push_back({LocalSite{s}, CellType::cd8_t_cell});
  }
  const auto simulation = make_host_simulation(start_of(m, cells, seed), 1);
  const std::uint64_t t_cells = simulation->census()[0].cd8_cells();
  double kills = 0;
  for (std::uint32_t day = 0; day < days; ++day) {
    simulation->advance(1440);
    kills += static_cast<double>(simulation->census()[0].events[static_cast<std::size_t>(Event::kill)]);
  }
  return kills / (static_cast<double>(t_cells) * days);
}

/// One T cell beside a target that is there whenever it looks, in continuous time but for the walk of its
/// clock: search, hits that add up and are forgotten, the dwell, the rest, and PD-1, which brakes.
class Clock {
 public:
  Clock(const TCellParameters& t, std::uint64_t id) : t_(t), key_(replicate_key(17, 0)), id_(id) {}

  std::uint64_t kills_in(double minutes) {
    for (std::uint32_t k = 0; k * tick < minutes; ++k) walk(k);
    return kills_;
  }

 private:
  static constexpr double tick = 0.05;  // min

  void walk(std::uint32_t k) {
    const double now = (k + 1) * tick;
    const double rise =
        engaged_ ? t_.pd1_induction_per_h / 60 * (1 - pd1_) : -t_.pd1_decay_per_day / 1440 * pd1_;
    pd1_ += rise * tick;
    if (now < rests_until_) return;
    if (engaged_ && now >= lets_go_at_) return rest(lets_go_at_);
    const double rate = engaged_ ? t_.hits_per_h / 60 * brake() : t_.recognition_per_min;
    if (uniform(k) >= -std::expm1(-rate * tick)) return;
    engaged_ ? hit(now) : engage(now);
  }
  void engage(double now) {
    engaged_ = true, hits_ = 0;
    lets_go_at_ = now + t_.engagement_min;
  }
  void hit(double now) {
    const auto forgotten = static_cast<std::uint32_t>((now - last_hit_) / t_.hit_memory_min);
    hits_ = (hits_ > forgotten ? hits_ - forgotten : 0) + 1;
    last_hit_ = now;
    if (hits_ < t_.lethal_hits) return;
    ++kills_;
    rest(now);
  }
  void rest(double from) {
    engaged_ = false;
    rests_until_ = from + t_.refractory_min;
  }
  double brake() const {
    const double bound = pd1_ * t_.pd1_complexes_per_um2 / t_.pd1_half_complexes_per_um2;
    return 1 / (1 + std::pow(bound, t_.pd1_brake_hill));
  }
  double uniform(std::uint32_t k) const {
    const RandomWords w =
        philox4x32_10(k, static_cast<std::uint32_t>(id_), 0, 0, static_cast<std::uint32_t>(key_),
                      static_cast<std::uint32_t>(key_ >> 32));
    return (w[0] + 0.5) / 4294967296.0;
  }

  const TCellParameters& t_;
  std::uint64_t key_, id_, kills_ = 0;
  std::uint32_t hits_ = 0;
  double pd1_ = 0, last_hit_ = -1e9, lets_go_at_ = 0, rests_until_ = 0;
  bool engaged_ = false;
};

double expected_kills_per_day(const TCellParameters& t) {
  constexpr std::uint64_t cells = 400;
  double kills = 0;
  for (std::uint64_t id = 0; id < cells; ++id)
    kills += static_cast<double>(Clock(t, id).kills_in(days * 1440.0));
  return kills / (cells * days);
}

}  // namespace

TEST_CASE("Kills per T cell and day are the same for every period of surveillance", "[validation][killing]") {
  const double expected = expected_kills_per_day(excess_model(1).t_cell);
  INFO("expected " << expected);
  for (const double surveillance_min : {1.0, 2.0, 5.0, 10.0}) {
    const double found = kills_per_day(excess_model(surveillance_min), 51);
    INFO("every " << surveillance_min << " min: " << found);
    CHECK(found == Approx(expected).epsilon(0.03));
  }
}
