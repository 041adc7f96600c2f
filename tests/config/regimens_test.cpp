// Regimens: each is known by its name, expands to what the label says, and its echo reads back.
#include "config/regimens.hpp"

#include "config/read_config.hpp"
#include "config/schema.hpp"
#include "core/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

std::string schedule(const std::string& name, const std::string& start) {
  return "duration_days: 400\ncompartments: {enabled: true}\ntherapy:\n  - {regimen: " + name + ", start: {" +
         start + "}}\n";
}

Therapy therapy_of(const std::string& text) {
  return read_config_text(text, "run.yaml").model.therapy;
}

}  // namespace

TEST_CASE("every regimen expands to its items, shifted to its start", "[config][therapy]") {
  for (const Regimen& regimen : regimens()) {
    CAPTURE(regimen.name);
    const Therapy t = therapy_of(schedule(regimen.name, "day: 12.5"));
    REQUIRE(t.size() == regimen.items.size());
    for (std::size_t k = 0; k < t.size(); ++k) {
      TherapyItem item = regimen.items[k];
      CHECK(item.start_day >= 0);
      CHECK(item.dose > 0);
      item.start_day += 12.5;
      CHECK(t[k] == item);
    }
    const RunParameters run = read_config_text(schedule(regimen.name, "day: 12.5"), "run.yaml");
    CHECK(read_config_text(to_yaml(run), "run.yaml").model.therapy == t);
  }
}

TEST_CASE("doses and days are those of the label", "[config][therapy]") {
  const Therapy both = therapy_of(schedule("nivolumab_1_ipilimumab_3", "day: 10"));
  REQUIRE(both.size() == 3);
  CHECK((both[0].drug == Drug::nivolumab && both[0].dose == 1 && both[0].doses == 4));
  CHECK((both[1].drug == Drug::ipilimumab && both[1].dose == 3 && both[1].every_days == 21));
  CHECK(both[0].unit == TherapyItem::Unit::mg_per_kg);
  CHECK((both[2].drug == Drug::nivolumab && both[2].dose == 240 && both[2].start_day == 94));
  double gray = 0;
  for (const TherapyItem& item : therapy_of(schedule("radiation_2Gy_x30", "day: 0")))
    gray += item.dose * item.doses;
  CHECK(gray == 60);
  const Therapy by_volume = therapy_of(schedule("pembrolizumab_200_q3w", "volume_mm3: 0.05"));
  REQUIRE(by_volume.size() == 1);
  CHECK(by_volume[0].start_volume_mm3 == 0.05);
}

TEST_CASE("a regimen that is wrong is refused with its line", "[config][therapy]") {
  const auto error_of = [](const std::string& text) -> std::string {
    try {
      read_config_text(text, "run.yaml");
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  const struct {
    const char *name, *start, *where, *what;
  } all[] = {
      {"pembrolizumab_200", "day: 1",
       "run.yaml:4: therapy.regimen: ", "did you mean 'pembrolizumab_200_q3w'?"},
      {"nivolumab_1_ipilimumab_3", "volume_mm3: 1",
       "run.yaml:4: therapy.regimen: ", "expected start: {day: D}"},
      {"nivolumab_240_q2w", "day: 1}, dose_mg: 3, end: {day: 2",
       "run.yaml:4: therapy.dose_mg: ", "unknown key"},
      {"nivolumab_240_q2w, regimen: ipilimumab_3_q3w", "day: 1",
       "run.yaml:4: therapy.regimen: ", "stands twice"},
      {"nivolumab_240_q2w", "day: 1000", "run.yaml:4: ", "1000"},
  };
  for (const auto& bad : all) {
    const std::string error = error_of(schedule(bad.name, bad.start));
    CAPTURE(bad.name, bad.start, error);
    CHECK(error.find(bad.where) == 0);
    CHECK(error.find(bad.what) != std::string::npos);
  }
}
