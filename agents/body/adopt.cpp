// A patient whose treatment is changed: what is in the body stays there.
#include <algorithm>

#include "agents/body/body.hpp"

namespace tilscape {

namespace {

/// Which items of one schedule are also in another: pairs of their places, each used once.
std::vector<std::pair<std::size_t, std::size_t>> shared_items(const Therapy& now, const Therapy& then) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::vector<bool> taken(then.size(), false);
  for (std::size_t k = 0; k < now.size(); ++k)
    for (std::size_t j = 0; j < then.size(); ++j)
      if (!taken[j] && now[k] == then[j]) {
        pairs.emplace_back(k, j), taken[j] = true;
        break;
      }
  return pairs;
}

}  // namespace

BodyState Body::adopt(const BodyState& then, const Body& before) const {
  BodyState state = start();
  for (std::uint32_t row = 0; row < entry_row::count; ++row)
    if (before.may_send(entry_row::type_of(row))) state.fraction[row] = then.fraction[row];
  state.table = then.table;
  if (listens_ && before.listens_) state.told = then.told;
  if (listens_ && !before.listens_)  // nobody asked who found room: everybody did
    for (std::uint32_t row = 0; row < entry_row::count; ++row)
      state.told[body_count::entered(row)] = then.table[row];
  if (at_.count == 0 || before.at_.count == 0) return state;
  const auto keep = [&](std::size_t to, std::size_t from, std::size_t values) {
    std::copy_n(then.levels.begin() + static_cast<std::ptrdiff_t>(from), values,
                state.levels.begin() + static_cast<std::ptrdiff_t>(to));
  };
  for (std::size_t k = 0; k < drug_kinds; ++k) {
    keep(at_.drug[k].central_mg, before.at_.drug[k].central_mg, 2);
    keep(at_.drug[k].first_dose, before.at_.drug[k].first_dose, 1);
  }
  for (const auto cells : {&LevelPlaces::car_effector, &LevelPlaces::car_memory, &LevelPlaces::car_infusion,
                           &LevelPlaces::car_expanding, &LevelPlaces::car_given})
    keep(at_.*cells, before.at_.*cells, antigen_classes);
  for (const auto& [k, j] : shared_items(model_.therapy, before.model_.therapy)) {
    keep(at_.item_start + k, before.at_.item_start + j, 1);
    keep(at_.item_given + k, before.at_.item_given + j, 1);
  }
  if (model_.compartments.enabled && before.model_.compartments.enabled)
    keep(at_.compartments, before.at_.compartments,
         std::min(compartments::count_of(model_.compartments),
                  compartments::count_of(before.model_.compartments)));
  return state;
}

}  // namespace tilscape
