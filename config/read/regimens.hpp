// Schedules by name: published doses of drugs and radiation, as items of a therapy.
#pragma once

#include <vector>

#include "agents/parameters/therapy.hpp"

namespace tilscape {

struct Regimen {
  const char* name;
  const char* source;  // of dose and interval
  Therapy items;       // their days count from the start of the regimen
};

/// In the order in which they are listed to users. What is given "until progression" lasts two years here.
/// Test: tests/config/regimens_test.cpp
const std::vector<Regimen>& regimens();

}  // namespace tilscape
