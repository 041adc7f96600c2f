// An arm that begins with the tumour of a run is the run that had the arm's schedule from the start, bit by
// bit; without a change it is the run itself.
#include "agents/start/branch.hpp"

#include <algorithm>

#include "agents/body/body.hpp"
#include "agents/simulation.hpp"
#include "tests/catch.hpp"
#include "tests/determinism/scenarios.hpp"

namespace tilscape {

namespace {

constexpr double minute = 1.0 / 1440;
constexpr std::uint32_t cut = 23, end = 60;  // steps of a minute

RunParameters trunk() {
  return scenarios::lively({30, 26, 1}, Boundary::closed, Neighbourhood::moore);
}

TherapyItem item(Treatment treatment, double dose, double day) {
  TherapyItem item;
  item.treatment = treatment, item.dose = dose, item.start_day = day;
  item.doses = 2, item.every_days = 5 * minute;
  if (treatment == Treatment::car_t_cells) item.classes = {7};
  return item;
}

std::uint64_t digest_of_run(const RunParameters& run) {
  const auto simulation = make_host_simulation(make_start(run, nullptr), 2);
  simulation->advance(end);
  return simulation->digest()[0];
}

/// The arm's state at the cut.
ReplicateState branched(const RunParameters& run, const RunParameters& arm) {
  const SimulationStart start = make_start(run, nullptr);
  const auto simulation = make_host_simulation(start, 2);
  simulation->advance(cut);
  return branch_of(simulation->state(0), start.replicates[0], {arm.model, arm.seed, 0, {}});
}

BodyState body_of(const ReplicateState& state, const RunParameters& arm) {
  return Body(arm.model, arm.seed, 0, 100).restored(state.body).state;
}

std::unique_ptr<Simulation> simulation_of_arm(const RunParameters& run, const RunParameters& arm) {
  SimulationStart start;
  start.execution = arm.execution;
  start.replicates.push_back(
      {arm.model, arm.seed, 0, {}, std::make_shared<const ReplicateState>(branched(run, arm))});
  return make_host_simulation(start, 3);
}

std::uint64_t digest_of_arm(const RunParameters& run, const RunParameters& arm) {
  const auto simulation = simulation_of_arm(run, arm);
  CHECK(simulation->broken_invariants().empty());
  simulation->advance(end - cut);
  return simulation->digest()[0];
}

}  // namespace

TEST_CASE("an arm without a change is the run") {
  RunParameters run = trunk();
  CHECK(digest_of_arm(run, run) == digest_of_run(run));
  scenarios::treat(run.model);
  scenarios::add_immune_cells(run.model);
  CHECK(digest_of_arm(run, run) == digest_of_run(run));
  scenarios::remodel_vessels(run.model);
  CHECK(digest_of_arm(run, run) == digest_of_run(run));
}

TEST_CASE("an arm is the run that had its schedule from the start") {
  const bool with_compartments = GENERATE(false, true);
  RunParameters run = trunk();
  run.model.compartments.enabled = with_compartments;
  run.model.therapy = {item(Treatment::radiation, 0.5, 10 * minute), item(Treatment::drug, 1, 12 * minute)};
  RunParameters arm = run;
  arm.model.therapy.insert(arm.model.therapy.begin(), item(Treatment::car_t_cells, 1e9, 25 * minute));
  arm.model.therapy.push_back(item(Treatment::radiation, 1, 30 * minute));
  const std::uint64_t digest = digest_of_arm(run, arm);
  CHECK(digest == digest_of_run(arm));
  CHECK(digest != digest_of_run(run));
}

TEST_CASE("an arm whose dendritic cells need no help goes on with the rest of the body") {
  RunParameters run = trunk();
  run.model.compartments.enabled = true;
  run.model.compartments.unhelped_priming = 0.3;
  run.model.therapy = {item(Treatment::vaccine, 1e7, 10 * minute)};
  run.model.therapy[0].classes = {0};
  CHECK(digest_of_arm(run, run) == digest_of_run(run));
  RunParameters arm = run;
  arm.model.compartments.unhelped_priming = 1;
  const auto levels = [](const RunParameters& of, const RunParameters& as) {
    return body_of(branched(of, as), as).levels;
  };
  const std::vector<double> helped = levels(run, run), unhelped = levels(run, arm);
  const std::size_t first = LevelPlaces(run.model).compartments,
                    naive = first + compartments::at::naive_helper;
  CHECK(helped[first + compartments::at::helper] > 0);
  CHECK(std::equal(helped.begin(), helped.begin() + static_cast<std::ptrdiff_t>(naive), unhelped.begin()));
  const std::vector<double> again = levels(arm, run);  // helpers that begin at rest
  CHECK(again[first + compartments::at::helper] == 0);
  CHECK(again[naive] == run.model.compartments.naive_helper_cells);
}

TEST_CASE("a run that knew of no drug gets one") {
  const RunParameters run = trunk();
  RunParameters arm = run;
  arm.model.therapy = {item(Treatment::drug, 100, 40 * minute)};
  arm.model.therapy[0].drug = Drug::nab_paclitaxel;
  arm.model.treatment.cytotoxic_kill_per_h = 5;
  CHECK(digest_of_arm(run, arm) == digest_of_run(arm));
}

TEST_CASE("a treatment that an arm does without is given no more, and what was given stays") {
  RunParameters run = trunk();
  run.model.therapy = {item(Treatment::drug, 100, 10 * minute)};
  run.model.therapy[0].doses = 50;
  RunParameters arm = run;
  arm.model.therapy[0].doses = 3;  // given by the cut
  const ReplicateState state = branched(run, arm);
  const Body patient(arm.model, arm.seed, 0, 100);
  CHECK(patient.plasma_nM(body_of(state, arm), Drug::pembrolizumab) > 0);
  CHECK(digest_of_arm(run, arm) != digest_of_run(run));
}

TEST_CASE("what an arm switches on begins, and what it switches off is gone") {
  RunParameters run = trunk(), arm = run;
  arm.model.fields[il2_field].enabled = true;
  arm.model.fields[il2_field].initial = 0.25;
  arm.model.fields[chemokine_field].enabled = false;
  arm.model.compartments.enabled = true;
  arm.seed = 5;
  const auto simulation = simulation_of_arm(run, arm);
  CHECK(simulation->broken_invariants().empty());
  CHECK(simulation->now().value == cut);
  CHECK(simulation->field(il2_field, 0) == std::vector<float>(30 * 26, 0.25f));
  CHECK(simulation->field(chemokine_field, 0).empty());
  CHECK(simulation->new_clones().size() == branched(run, arm).clones.size());  // the log begins anew
  simulation->advance(end - cut);
  CHECK(simulation->broken_invariants().empty());
}

TEST_CASE("vessels that an arm lets come and go, or lets no more, begin with those of the run") {
  RunParameters still = trunk(), moving = trunk();
  scenarios::remodel_vessels(moving.model);
  moving.model.vessels.collapse_per_day = 100;
  const auto vessels = [](const std::vector<Tissue>& tissue) {
    return static_cast<std::uint64_t>(std::count(tissue.begin(), tissue.end(), Tissue::vessel));
  };
  const auto check = [&](const RunParameters& run, const RunParameters& arm, bool comes_and_goes) {
    const std::uint64_t before = vessels(branched(run, arm).tissue);
    const auto simulation = simulation_of_arm(run, arm);
    CHECK(simulation->broken_invariants().empty());
    simulation->advance(end - cut);
    CHECK(simulation->broken_invariants().empty());
    const CensusRow row = simulation->census()[0];
    const auto event = [&row](Event e) { return row.events[static_cast<std::size_t>(e)]; };
    CHECK((event(Event::vessel_sprouted) > 0) == comes_and_goes);
    CHECK((event(Event::vessel_collapsed) > 0) == comes_and_goes);
    CHECK(vessels(simulation->state(0).tissue) ==
          before + event(Event::vessel_sprouted) - event(Event::vessel_collapsed));
  };
  check(still, moving, true);
  check(moving, still, false);
}

}  // namespace tilscape
