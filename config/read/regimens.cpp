// The table of regimens.
#include "config/read/regimens.hpp"

namespace tilscape {

namespace {

using Unit = TherapyItem::Unit;

struct Course {
  double from_day, every_days;
  std::uint32_t doses;
};

TherapyItem given(Drug drug, double dose, Unit unit, const Course& course) {
  TherapyItem item;
  item.drug = drug, item.dose = dose, item.unit = unit;
  item.start_day = course.from_day, item.every_days = course.every_days, item.doses = course.doses;
  return item;
}

TherapyItem irradiated(double gray, const Course& course) {
  TherapyItem item = given(Drug::pembrolizumab, gray, Unit::gray, course);
  item.treatment = Treatment::radiation;
  return item;
}

/// Five days a week.
Therapy on_working_days(double gray, std::uint32_t weeks) {
  Therapy items;
  for (std::uint32_t week = 0; week < weeks; ++week) items.push_back(irradiated(gray, {7.0 * week, 1, 5}));
  return items;
}

constexpr Course two_weekly{0, 14, 52}, three_weekly{0, 21, 35}, four_weekly{0, 28, 26},
    six_weekly{0, 42, 17}, four_doses{0, 21, 4}, after_four_doses{84, 14, 46};

}  // namespace

const std::vector<Regimen>& regimens() {
  constexpr auto pembrolizumab = Drug::pembrolizumab, nivolumab = Drug::nivolumab,
                 atezolizumab = Drug::atezolizumab, ipilimumab = Drug::ipilimumab,
                 aldesleukin = Drug::aldesleukin, paclitaxel = Drug::nab_paclitaxel;
  constexpr const char* label = "US prescribing information";
  static const std::vector<Regimen> all{
      {"pembrolizumab_200_q3w", label, {given(pembrolizumab, 200, Unit::mg, three_weekly)}},
      {"pembrolizumab_400_q6w", label, {given(pembrolizumab, 400, Unit::mg, six_weekly)}},
      {"nivolumab_240_q2w", label, {given(nivolumab, 240, Unit::mg, two_weekly)}},
      {"nivolumab_480_q4w", label, {given(nivolumab, 480, Unit::mg, four_weekly)}},
      {"atezolizumab_840_q2w", label, {given(atezolizumab, 840, Unit::mg, two_weekly)}},
      {"atezolizumab_1200_q3w", label, {given(atezolizumab, 1200, Unit::mg, three_weekly)}},
      {"ipilimumab_3_q3w", label, {given(ipilimumab, 3, Unit::mg_per_kg, four_doses)}},
      {"nivolumab_1_ipilimumab_3",
       "US prescribing information, melanoma: four doses of both, then nivolumab 240 mg every two weeks",
       {given(nivolumab, 1, Unit::mg_per_kg, four_doses), given(ipilimumab, 3, Unit::mg_per_kg, four_doses),
        given(nivolumab, 240, Unit::mg, after_four_doses)}},
      {"nivolumab_3_ipilimumab_1",
       "US prescribing information, renal cell carcinoma: four doses of both, then nivolumab 240 mg every "
       "two "
       "weeks",
       {given(nivolumab, 3, Unit::mg_per_kg, four_doses), given(ipilimumab, 1, Unit::mg_per_kg, four_doses),
        given(nivolumab, 240, Unit::mg, after_four_doses)}},
      {"aldesleukin_high_dose",
       "US prescribing information: 600,000 IU/kg every 8 hours, 14 doses, 9 days of rest, 14 doses",
       {given(aldesleukin, 0.6, Unit::million_iu_per_kg, {0, 1.0 / 3, 14}),
        given(aldesleukin, 0.6, Unit::million_iu_per_kg, {14, 1.0 / 3, 14})}},
      {"nab_paclitaxel_weekly",
       "US prescribing information, lung: 100 mg/m2 on days 1, 8 and 15 of 21, six cycles; 1.8 m2",
       {given(paclitaxel, 180, Unit::mg, {0, 7, 18})}},
      {"nab_paclitaxel_q3w",
       "US prescribing information, breast: 260 mg/m2, six cycles; 1.8 m2",
       {given(paclitaxel, 468, Unit::mg, {0, 21, 6})}},
      {"radiation_8Gy_x3",
       "from memory: hypofractionated, as combined with checkpoint inhibitors",
       {irradiated(8, {0, 2, 3})}},
      {"radiation_2Gy_x30", "from memory: conventional fractions on five days a week", on_working_days(2, 6)},
  };
  return all;
}

}  // namespace tilscape
