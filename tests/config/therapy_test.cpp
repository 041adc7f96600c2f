// The therapy schedule: what an item may say, what is refused and where, and an echo that reads back.
#include "config/read/read_therapy.hpp"

#include <algorithm>
#include <string>

#include "config/read/read_config.hpp"
#include "config/schema/schema.hpp"
#include "core/base/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

Therapy therapy_of(const std::string& items, const std::string& rest = "") {
  return read_config_text(rest + "therapy:\n" + items, "run.yaml").model.therapy;
}

/// @returns the error, or "" when there is none
std::string error_of(const std::string& text) {
  try {
    read_config_text(text, "run.yaml");
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("an item says what, how much, when and how often", "[config][therapy]") {
  const Therapy t = therapy_of(
      "  - {drug: nivolumab, dose_mg: 240, start: {day: 3.5}, every_days: 14, doses: 4}\n"
      "  - {drug: ipilimumab, dose_mg_per_kg: 3, start: {volume_mm3: 50}}\n"
      "  - {drug: aldesleukin, dose_million_IU_per_kg: 0.6, every_days: 0.33333333, doses: 14}\n"
      "  - {procedure: radiation, dose_Gy: 8, every_days: 1, doses: 3}\n"
      "  - {procedure: surgery, box: {from_um: [0, 0], to_um: [300, 1500]}, start: {day: 6}}\n"
      "  - {drug: car_t_cells, dose_cells: 1.0e+8, antigen: 63}\n"
      "  - {procedure: stroma_depletion, share: 0.4, start: {day: 5}, every_days: 2, doses: 3}\n");
  REQUIRE(t.size() == 7);
  CHECK(t[0].treatment == Treatment::drug);
  CHECK(t[0].drug == Drug::nivolumab);
  CHECK(t[0].dose == 240);
  CHECK(t[0].unit == TherapyItem::Unit::mg);
  CHECK(t[0].start_day == 3.5);
  CHECK(t[0].every_days == 14);
  CHECK(t[0].doses == 4);
  CHECK(t[1].unit == TherapyItem::Unit::mg_per_kg);
  CHECK(t[1].start_volume_mm3 == 50);
  CHECK(t[1].doses == 1);
  CHECK(t[2].unit == TherapyItem::Unit::million_iu_per_kg);
  CHECK(t[3].treatment == Treatment::radiation);
  CHECK(t[4].region == Region{Region::Shape::box, {0, 0, 0}, {300, 1500, 0}});
  CHECK(t[5].classes == std::vector<std::uint32_t>{63});
  CHECK(t[6].treatment == Treatment::stroma_depletion);
  CHECK(t[6].dose == 0.4);
  CHECK(t[6].unit == TherapyItem::Unit::share);
}

TEST_CASE("a drug is given in the units of its record, and in no other", "[config][therapy]") {
  for (const DrugRecord& record : drug_records)
    for (const DoseName& dose : dose_names) {
      CAPTURE(record.name, dose.key);
      const std::string item = std::string("  - {drug: ") + record.name + ", " + dose.key + ": 1}\n";
      const bool is_known =
          std::find(record.doses.begin(), record.doses.end(), dose.unit) != record.doses.end();
      REQUIRE(error_of("therapy:\n" + item).empty() == is_known);
      if (!is_known) continue;
      const Therapy t = therapy_of(item);
      CHECK(t[0].drug == record.drug);
      CHECK(t[0].unit == dose.unit);
    }
}

TEST_CASE("the echo of a therapy reads back to the same bits", "[config][therapy]") {
  const RunParameters run = read_config_text(
      "compartments: {enabled: true}\n"
      "therapy:\n"
      "  - {drug: pembrolizumab, dose_mg: 0.1, start: {day: 0.3}, every_days: 0.7, doses: 3}\n"
      "  - {drug: vaccine, dose_cells: 1e6, classes: [5, 0, 63], start: {volume_mm3: 0.01}}\n"
      "  - {drug: adoptive_t_cells, dose_cells: 1e9, antigen: 4}\n"
      "  - {procedure: stroma_depletion, share: 0.3, start: {day: 5}, every_days: 2, doses: 3}\n"
      "  - {procedure: surgery, sphere: {centre_um: [100.1, 700, 0], radius_um: 33.3}}\n"
      "  - {procedure: surgery, box: {from_um: [0.1, 0.2, 0.3], to_um: [10.7, 50, 60]}, start: {day: 2}}\n",
      "run.yaml");
  const RunParameters again = read_config_text(to_yaml(run), "echo.yaml");
  CHECK(again.model.therapy == run.model.therapy);
  CHECK(to_yaml(again) == to_yaml(run));
  CHECK(to_yaml(default_parameters()).find("\ntherapy: []\n") != std::string::npos);
}

TEST_CASE("a drug that moves faster than the steps is refused", "[config][therapy]") {
  const std::string error = error_of("drugs:\n  nivolumab:\n    clearance_L_per_day: 1.0e+5\n");
  INFO(error);
  CHECK(error.rfind("run.yaml:3: drugs.nivolumab.central_L: ", 0) == 0);
  CHECK(error.find("once a minute") != std::string::npos);
}

TEST_CASE("a schedule error is refused with its line", "[config][therapy]") {
  struct Bad {
    std::string items, begin, part;
  };
  const std::string head = "duration_days: 20\ntherapy:\n";
  const Bad all[] = {
      {"  - {drug: pembrolizumap, dose_mg: 200}\n",
       "run.yaml:3: therapy[0].drug: ", "did you mean 'pembrolizumab'?"},
      {"  - {drug: nivolumab, dose_mg: -1}\n", "run.yaml:3: therapy[0].dose_mg: ", "out of range"},
      {"  - {drug: nivolumab, dose: 240}\n",
       "run.yaml:3: therapy[0].dose: ", "has no unit; expected one of: dose_mg"},
      {"  - {drug: nivolumab}\n", "run.yaml:3: therapy[0]: ", "nivolumab has no dose"},
      {"  - {drug: nivolumab, dose_mg: 240}\n  - {drug: nivolumab, dose_mg: 240, start: {day: -1}}\n",
       "run.yaml:4: therapy[1].start.day: ", "out of range"},
      {"  - {regimen: nivolumab_1_ipilimumab_3}\n  - {drug: nivolumab, dose_mg: 0}\n",  // three items
       "run.yaml:4: therapy[3].dose_mg: ", "out of range"},
      {"  - {drug: nivolumab, dose_mg: 1, dose_mg_per_kg: 1}\n", "run.yaml:3: therapy[0]: ", "several"},
      {"  - {drug: nivolumab, dose_Gy: 1}\n", "run.yaml:3: therapy[0]: ", "no dose"},
      {"  - {dose_mg: 240}\n", "run.yaml:3: therapy[0]: ", "neither drug nor procedure"},
      {"  - {drugg: nivolumab, dose_mg: 240}\n", "run.yaml:3: therapy[0].drugg: unknown key of a treatment",
       "did you mean 'drug'?"},
      {"  - {procedur: surgery, box: {}}\n",
       "run.yaml:3: therapy[0].procedur: ", "did you mean 'procedure'?"},
      {"  - {regime: nivolumab_1_ipilimumab_3}\n",
       "run.yaml:3: therapy[0].regime: ", "did you mean 'regimen'?"},
      {"  - {drug: nivolumab, procedure: surgery}\n", "run.yaml:3: therapy[0]: ", "one of the two"},
      {"  - {procedure: radiotherapy, dose_Gy: 2}\n", "run.yaml:3: therapy[0].procedure: ", "radiation"},
      {"  - drug: nivolumab\n    dose_mg: 240\n    days: 3\n",
       "run.yaml:5: therapy[0].days: ", "unknown key"},
      {"  - drug: nivolumab\n    dose_mg: 240\n    doses: 0\n",
       "run.yaml:5: therapy[0].doses: ", "out of range"},
      {"  - drug: nivolumab\n    dose_mg: 240\n    doses: 2\n",
       "run.yaml:3: therapy[0].every_days: ", "is missing"},
      {"  - {drug: nivolumab, dose_mg: 240, start: 3}\n", "run.yaml:3: therapy[0].start: ", "{day: D}"},
      {"  - {drug: nivolumab, dose_mg: 240, start: {week: 3}}\n",
       "run.yaml:3: therapy[0].start.week: ", "unknown key"},
      {"  - {drug: nivolumab, dose_mg: 240}\n  - {drug: nivolumab, dose_mg: 240, start: {day: 21}}\n",
       "run.yaml:4: therapy[1]: ", "after the end of the run"},
      {"  - {drug: vaccine, dose_cells: 1, classes: [64]}\n",
       "run.yaml:3: therapy[0].classes: ", "out of range"},
      {"  - {drug: vaccine, dose_cells: 1}\n", "run.yaml:3: therapy[0].classes: ", "is missing"},
      {"  - {drug: vaccine, dose_cells: 1, classes: [1]}\n",
       "run.yaml:3: therapy[0]: ", "compartments.enabled: true"},
      {"  - {drug: car_t_cells, dose_cells: 1}\n", "run.yaml:3: therapy[0].antigen: ", "is missing"},
      {"  - {procedure: surgery}\n", "run.yaml:3: therapy[0]: ", "one region"},
      {"  - {procedure: surgery, sphere: {centre_um: [1], radius_um: 4}}\n",
       "run.yaml:3: therapy[0].sphere.centre_um: ", "no point"},
      {"  - {procedure: surgery, sphere: {centre_um: [-90, 0], radius_um: 4}}\n",
       "run.yaml:3: therapy[0]: ", "outside the lattice"},
      {"  - {procedure: surgery, box: {from_um: [9, 9], to_um: [1, 10]}}\n",
       "run.yaml:3: therapy[0].box.to_um: ", "before from_um"},
      {"  - {procedure: surgery, sphere: {centre_um: [500, 500], radius_um: 90}}\n"
       "  - {procedure: surgery, box: {from_um: [560, 300], to_um: [900, 900]}}\n",
       "run.yaml:4: therapy[1]: ", "overlaps the surgery of therapy[0]"},
      {"  - {drug: nivolumab, drug: nivolumab, dose_mg: 1}\n",
       "run.yaml:3: therapy[0].drug: ", "stands twice"},
      {"  - {procedure: radiation, dose_Gy: 1, every_days: 0.001, doses: 9}\n",
       "run.yaml:3: therapy[0]: ", "at least time.entry_min"},
      {"  - {procedure: surgery, sphere: {centre_um: [5, 5], radius_um: 4, radius_um: 5}}\n",
       "run.yaml:3: therapy[0].sphere.radius_um: ", "stands twice"},
      {"  - {procedure: stroma_depletion, share: 1.5}\n",
       "run.yaml:3: therapy[0].share: ", "1.5 is out of range"},
      {"  - {procedure: stroma_depletion, share: 0}\n", "run.yaml:3: therapy[0].share: ", "out of range"},
      {"  - {procedure: stroma_depletion}\n",
       "run.yaml:3: therapy[0]: ", "stroma_depletion has no doses; expected one of: share"},
      {"  - {procedure: stroma_depletion, dose: 0.5}\n",
       "run.yaml:3: therapy[0].dose: ", "expected one of: share"},
      {"  - procedure: stroma_depletion\n    share: 0.5\n    dose_Gy: 2\n",
       "run.yaml:5: therapy[0].dose_Gy: ", "unknown key of stroma_depletion"},
      {"  - {procedure: stroma_depletio, share: 0.5}\n",
       "run.yaml:3: therapy[0].procedure: ", "did you mean 'stroma_depletion'?"},
      {"  - {procedure: radiation, dose_Gy: 2, share: 0.5}\n",
       "run.yaml:3: therapy[0].share: ", "unknown key"},
      {"  - nivolumab\n", "run.yaml:3: therapy[0]: ", "expected {drug: NAME"},
  };
  for (const Bad& bad : all) {
    const std::string error = error_of(head + bad.items);
    INFO(bad.items << error);
    CHECK(error.rfind(bad.begin, 0) == 0);
    CHECK(error.find(bad.part) != std::string::npos);
  }
  CHECK(error_of(
            head +
            "  - {procedure: surgery, sphere: {centre_um: [500, 500], radius_um: 90}}\n"
            "  - {procedure: surgery, box: {from_um: [560, 300], to_um: [900, 900]}, start: {day: 1}}\n") ==
        "");
}
