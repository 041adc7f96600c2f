// Where each level of a body stands, and the names that states keep them by.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "agents/parameters/parameters.hpp"

namespace tilscape {

/// The drugs that there were when levels got their places. What came later stands behind all else and is 0
/// where nothing has happened, so that no digest of a run without it changes.
inline constexpr std::size_t first_drugs = 7;
static_assert(first_drugs <= drug_kinds);

struct DrugPlaces {
  std::size_t central_mg = 0;  // and mg in the peripheral compartment behind it
  std::size_t first_dose = 0;  // its day
};

struct LevelPlaces {
  LevelPlaces() = default;
  explicit LevelPlaces(const ModelParameters& model);

  std::array<DrugPlaces, drug_kinds> drug{};
  std::size_t car_effector = 0, car_memory = 0, car_infusion = 0, car_expanding = 0,
              car_given = 0;                   // [antigen_classes] each: agents/body/car_t.hpp
  std::size_t item_start = 0, item_given = 0;  // [items of the schedule]: day, doses
  std::size_t compartments = 0;                // agents/body/compartments.hpp has theirs; where they are on
  std::size_t count = 0;                       // 0: nothing in the body changes
};

/// Values of one name, which stand side by side.
struct BodyPart {
  std::string name;
  std::size_t count = 0;
  bool came_later = false;  // than the names: an older state lacks it
  bool operator==(const BodyPart&) const = default;
};
using BodyParts = std::vector<BodyPart>;

/// What BodyState::levels consist of, in their order.
BodyParts level_parts(const ModelParameters& model);
/// … BodyState::fraction and table.
BodyParts row_parts();
/// … BodyState::told, where the body listens.
BodyParts count_parts();

}  // namespace tilscape
