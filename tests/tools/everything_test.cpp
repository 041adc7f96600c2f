// Where everything is on nothing is left out: fields, cells, treatments, drugs, what may be switched at all.
#include "tools/bench/everything.hpp"

#include <algorithm>

#include "agents/parameters/derive.hpp"
#include "config/schema/check.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"
#include "tools/bench/cases.hpp"
#include "tools/bench/recorded_model.hpp"

using namespace tilscape;

namespace {

void expect_all_switches_on(const RunParameters& run) {
  for (const Row& row : schema())
    if (row.key.ends_with(".enabled")) {
      INFO(row.key);
      CHECK(std::get<bool>(row.get(run)));
    }
  CHECK((run.model.vessels.collapse && run.model.vessels.sprouting));
  CHECK(run.model.compartments.needs_help());
}

void expect_every_cell(const ModelParameters& m) {
  for (const CellType type : walker_types) {
    INFO("cell type " << static_cast<int>(type));
    CHECK(m.initial.walker_fraction[type] > 0);
    CHECK(m.blood.walkers[type] > 0);
    CHECK(m.walkers[type].death_per_day > 0);
  }
}

bool gives(const Therapy& therapy, Treatment treatment) {
  return std::any_of(therapy.begin(), therapy.end(),
                     [treatment](const TherapyItem& item) { return item.treatment == treatment; });
}

bool gives(const Therapy& therapy, DrugEffect effect) {
  return std::any_of(therapy.begin(), therapy.end(), [effect](const TherapyItem& item) {
    return item.treatment == Treatment::drug && record_of(item.drug).effect == effect;
  });
}

}  // namespace

TEST_CASE("where everything is on, every field, cell, treatment and drug effect is there") {
  RunParameters run = recorded_parameters();
  switch_everything_on(run.model, everything_within({{0}, 1e8, 1e8, 100}));
  quicken_cells(run.model);
  quicken_vessels(run.model);
  CHECK(find_conflicts(run).empty());
  expect_all_switches_on(run);
  expect_every_cell(run.model);
  for (int t = 0; t < static_cast<int>(Treatment::count); ++t) {
    INFO("treatment " << t);
    CHECK(gives(run.model.therapy, static_cast<Treatment>(t)));
  }
  for (const DrugRecord& drug : drug_records) {
    INFO(drug.name);
    CHECK(gives(run.model.therapy, drug.effect));
  }
}

TEST_CASE("the bench's case of that name has every switch on, and every cell", "[bench]") {
  const RunParameters run = find_bench_case("everything").parameters(10'000);
  expect_all_switches_on(run);
  expect_every_cell(run.model);
}
