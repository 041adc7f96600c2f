// Escape under pressure (row 18, McGranahan et al. 2017): the shares of cells that lost MHC-I and of cells
// with high PD-L1 rise with the rate at which T cells kill; without killing they are what mutation alone
// makes.
//
// A tumour grows without crowding among as many T cells as ever, well mixed. Mutation alone: of each update
// with the chance p of a division and u of a mutation in each daughter, cells without it grow by 1 + p(1 −
// 2u) and all by 1 + p, so that after n updates their share is ((1 + p(1 − 2u))/(1 + p))ⁿ. PD-L1 follows its
// genotype at once.
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr double division = 0.005, loss = 0.01;
constexpr std::uint32_t updates = 500, replicates = 16;

ModelParameters escape_model(double hits_per_h) {
  ModelParameters m = quiet_model({150, 150, 1});
  m.tumour.placement = Placement::anywhere;
  m.tumour.division_per_day = per_day(-std::log1p(-division), 1);
  m.tumour.apoptotic_clearance_h = 0;
  m.mutation.b2m_loss_per_daughter = loss;
  m.mutation.pdl1_amplification_per_daughter = loss;
  m.time.surveillance_min = 1;
  m.time.escape_min = 1;
  m.escape.mhc1_basal = 1;
  m.escape.pdl1_induction_per_h = 1000;
  m.immune.mixing = Mixing::shuffle;
  TCellParameters& t = m.t_cell;
  t.recognition_per_min = 1;
  t.engagement_min = 10;
  t.refractory_min = 0;
  t.lethal_hits = 1;
  t.hits_per_h = hits_per_h;
  t.pd1_induction_per_h = 1000;
  t.exhaustion_per_day = 0;
  return m;
}

struct Shares {
  Estimate mhc_lost, pdl1_high;
  double cells = 0;  // mean
};

Shares shares_at(double hits_per_h) {
  InitialTissue tissue;
  for (std::uint32_t k = 0; k < 400; ++k) tissue.push_back({LocalSite{k * 56}, CellType::tumour});
  for (std::uint32_t k = 0; k < 400; ++k) tissue.push_back({LocalSite{k * 56 + 28}, CellType::cd8_t_cell});
  const auto simulation = make_host_simulation(start_of(escape_model(hits_per_h), tissue, 71, replicates), 1);
  simulation->advance(updates);
  std::vector<double> mhc, pdl1;
  Shares shares;
  for (const CensusRow& row : simulation->census()) {
    const auto cells = static_cast<double>(row.tumour_cells());
    REQUIRE(cells > 100);
    mhc.push_back(static_cast<double>(row.b2m_lost) / cells);
    pdl1.push_back(static_cast<double>(row.pdl1_high) / cells);
    shares.cells += cells / replicates;
  }
  shares.mhc_lost = estimate(mhc);
  shares.pdl1_high = estimate(pdl1);
  return shares;
}

}  // namespace

TEST_CASE("Escaped cells are as frequent as T cells kill fast, or as mutation makes them",
          "[validation][immune_escape]") {
  const double mutants = 1 - std::pow((1 + division * (1 - 2 * loss)) / (1 + division), updates);
  const auto near = [mutants](const Estimate& e) {
    INFO(e.mean << " +- " << e.standard_error << ", by mutation " << mutants);
    CHECK(std::abs(e.mean - mutants) < 4 * e.standard_error);
    CHECK(e.standard_error < 0.15 * mutants);
  };
  const Shares none = shares_at(0);
  near(none.mhc_lost);
  near(none.pdl1_high);
  Shares before = none;
  for (const double hits_per_h : {0.25, 0.5, 0.75}) {
    const Shares now = shares_at(hits_per_h);
    INFO(hits_per_h << " hits/h: " << now.cells << " cells, MHC-I lost " << now.mhc_lost.mean << " +- "
                    << now.mhc_lost.standard_error << ", PD-L1 high " << now.pdl1_high.mean << " +- "
                    << now.pdl1_high.standard_error);
    const auto rises = [](const Estimate& from, const Estimate& to) {
      CHECK(to.mean - from.mean > 2 * std::hypot(from.standard_error, to.standard_error));
    };
    rises(before.mhc_lost, now.mhc_lost);
    rises(before.pdl1_high, now.pdl1_high);
    before = now;
  }
  CHECK(before.mhc_lost.mean > 2 * mutants);
}
