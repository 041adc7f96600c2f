// Regimens: each is known by its name, expands to what the label says, and its echo reads back.
#include "config/read/regimens.hpp"

#include "config/read/read_config.hpp"
#include "config/schema/schema.hpp"
#include "core/base/errors.hpp"
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

TEST_CASE("every dose, interval and number of doses is that of the label", "[config][therapy]") {
  // "Until progression" is two years. Of mg/m2 the dose is that of 1.8 m2.
  constexpr auto drug = Treatment::drug, radiation = Treatment::radiation;
  constexpr auto pembrolizumab = Drug::pembrolizumab, nivolumab = Drug::nivolumab,
                 atezolizumab = Drug::atezolizumab, ipilimumab = Drug::ipilimumab,
                 aldesleukin = Drug::aldesleukin, paclitaxel = Drug::nab_paclitaxel;
  using Unit = TherapyItem::Unit;
  struct Line {
    const char* regimen;
    Treatment treatment;
    Drug drug;
    double dose;
    Unit unit;
    double start_day, every_days;
    std::uint32_t doses;
  };
  std::vector<Line> lines{
      {"pembrolizumab_200_q3w", drug, pembrolizumab, 200, Unit::mg, 0, 21, 35},
      {"pembrolizumab_400_q6w", drug, pembrolizumab, 400, Unit::mg, 0, 42, 17},
      {"nivolumab_240_q2w", drug, nivolumab, 240, Unit::mg, 0, 14, 52},
      {"nivolumab_480_q4w", drug, nivolumab, 480, Unit::mg, 0, 28, 26},
      {"atezolizumab_840_q2w", drug, atezolizumab, 840, Unit::mg, 0, 14, 52},
      {"atezolizumab_1200_q3w", drug, atezolizumab, 1200, Unit::mg, 0, 21, 35},
      {"ipilimumab_3_q3w", drug, ipilimumab, 3, Unit::mg_per_kg, 0, 21, 4},
      {"nivolumab_1_ipilimumab_3", drug, nivolumab, 1, Unit::mg_per_kg, 0, 21, 4},
      {"nivolumab_1_ipilimumab_3", drug, ipilimumab, 3, Unit::mg_per_kg, 0, 21, 4},
      {"nivolumab_1_ipilimumab_3", drug, nivolumab, 240, Unit::mg, 84, 14, 46},
      {"nivolumab_3_ipilimumab_1", drug, nivolumab, 3, Unit::mg_per_kg, 0, 21, 4},
      {"nivolumab_3_ipilimumab_1", drug, ipilimumab, 1, Unit::mg_per_kg, 0, 21, 4},
      {"nivolumab_3_ipilimumab_1", drug, nivolumab, 240, Unit::mg, 84, 14, 46},
      {"aldesleukin_high_dose", drug, aldesleukin, 0.6, Unit::million_iu_per_kg, 0, 8 / 24.0, 14},
      {"aldesleukin_high_dose", drug, aldesleukin, 0.6, Unit::million_iu_per_kg, 14, 8 / 24.0, 14},
      {"nab_paclitaxel_weekly", drug, paclitaxel, 100 * 1.8, Unit::mg, 0, 7, 18},
      {"nab_paclitaxel_q3w", drug, paclitaxel, 260 * 1.8, Unit::mg, 0, 21, 6},
      {"radiation_8Gy_x3", radiation, pembrolizumab, 8, Unit::gray, 0, 2, 3},
  };
  for (const double monday : {0, 7, 14, 21, 28, 35})
    lines.push_back({"radiation_2Gy_x30", radiation, pembrolizumab, 2, Unit::gray, monday, 1, 5});
  std::size_t next = 0;
  for (const Regimen& regimen : regimens())
    for (const TherapyItem& item : regimen.items) {
      REQUIRE(next < lines.size());
      const Line& line = lines[next++];
      CAPTURE(regimen.name, next);
      CHECK(regimen.name == std::string(line.regimen));
      CHECK(item.treatment == line.treatment);
      if (item.treatment == drug) CHECK(item.drug == line.drug);
      CHECK(item.dose == Approx(line.dose));
      CHECK(item.unit == line.unit);
      CHECK(item.start_day == line.start_day);
      CHECK(item.every_days == Approx(line.every_days));
      CHECK(item.doses == line.doses);
    }
  CHECK(next == lines.size());
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
       "run.yaml:4: therapy[0].regimen: ", "did you mean 'pembrolizumab_200_q3w'?"},
      {"nivolumab_1_ipilimumab_3", "volume_mm3: 1",
       "run.yaml:4: therapy[0].regimen: ", "expected start: {day: D}"},
      {"nivolumab_240_q2w", "day: 1}, dose_mg: 3, end: {day: 2",
       "run.yaml:4: therapy[0].dose_mg: ", "unknown key"},
      {"nivolumab_240_q2w, regimen: ipilimumab_3_q3w", "day: 1",
       "run.yaml:4: therapy[0].regimen: ", "stands twice"},
      {"nivolumab_240_q2w", "day: 1000", "run.yaml:4: ", "1000"},
  };
  for (const auto& bad : all) {
    const std::string error = error_of(schedule(bad.name, bad.start));
    CAPTURE(bad.name, bad.start, error);
    CHECK(error.find(bad.where) == 0);
    CHECK(error.find(bad.what) != std::string::npos);
  }
}
