// Bodies do not know of each other: each is advanced by one thread.
#include "agents/phases/bodies.hpp"

#include <algorithm>
#include <numeric>

#include "agents/parameters/derive.hpp"
#include "agents/start/replicate_state.hpp"
#include "core/execution/host_team.hpp"

namespace tilscape {

Bodies::Bodies(const std::vector<ReplicateStart>& replicates, const std::vector<std::uint64_t>& vessels) {
  for (std::size_t r = 0; r < replicates.size(); ++r) {
    const ReplicateStart& start = replicates[r];
    body_.emplace_back(start.model, start.seed, start.number, vessels[r]);
    now_.push_back(start.state ? body_[r].restored(start.state->body).state : body_[r].start());
  }
  set_vessels(vessels);
}

void Bodies::set_vessels(const std::vector<std::uint64_t>& vessels) {
  first_vessel_.assign(1, 0);
  for (std::size_t r = 0; r < vessels.size(); ++r) {
    body_[r].set_vessels(vessels[r]);
    first_vessel_.push_back(first_vessel_[r] + static_cast<std::uint32_t>(vessels[r]));
  }
}

bool Bodies::listen() const {
  return std::any_of(body_.begin(), body_.end(), [](const Body& c) { return c.listens(); });
}

bool Bodies::may_send(CellType type) const {
  return std::any_of(body_.begin(), body_.end(), [type](const Body& c) { return c.may_send(type); });
}

bool Bodies::drugs_diffuse() const {
  return tilscape::drugs_diffuse(body_[0].model());
}

bool Bodies::await_volume() const {
  for (std::size_t r = 0; r < now_.size(); ++r)
    if (body_[r].awaits_volume(now_[r])) return true;
  return false;
}

void Bodies::prepare(std::uint32_t update, const std::vector<double>& tumour_mm3) {
  if (is_prepared_) return;
  next_.resize(now_.size());
  constexpr std::size_t patients_per_part = 64;
  const std::size_t patients = now_.size();
  for_each_part((patients + patients_per_part - 1) / patients_per_part, [&](std::size_t p) {
    for (std::size_t r = p * patients_per_part; r < std::min(patients, (p + 1) * patients_per_part); ++r)
      next_[r] = body_[r].next(now_[r], update, tumour_mm3.empty() ? 0 : tumour_mm3[r]);
  });
  most_entering_ = 0;
  for (const BodyState& state : next_)
    most_entering_ = std::max(most_entering_, static_cast<std::uint32_t>(std::accumulate(
                                                  state.table.begin(), state.table.end(), std::uint64_t{0})));
  is_prepared_ = true;
}

std::vector<std::vector<Intervention>> Bodies::commit() {
  std::vector<std::vector<Intervention>> due;
  for (std::size_t r = 0; r < now_.size(); ++r) due.push_back(body_[r].interventions(now_[r], next_[r]));
  now_.swap(next_);
  is_prepared_ = false;
  return due;
}

std::vector<EntryTable> Bodies::tables() const {
  std::vector<EntryTable> tables(now_.size());
  for (std::size_t r = 0; r < now_.size(); ++r) {
    std::uint32_t cells = 0;
    for (std::uint32_t row = 0; row < entry_row::count; ++row)
      tables[r].up_to[row] = cells += static_cast<std::uint32_t>(now_[r].table[row]);
    tables[r].first_vessel = first_vessel_[r];
    tables[r].vessels = first_vessel_[r + 1] - first_vessel_[r];
  }
  return tables;
}

std::vector<BodyLevels> Bodies::levels() const {
  std::vector<BodyLevels> levels;
  for (std::size_t r = 0; r < now_.size(); ++r) levels.push_back(body_[r].levels(now_[r]));
  return levels;
}

std::vector<DrugAction> Bodies::drug_actions() const {
  std::vector<DrugAction> actions;
  for (std::size_t r = 0; drugs_diffuse() && r < now_.size(); ++r)
    actions.push_back(body_[r].drug_action(now_[r]));
  return actions;
}

void Bodies::tell(std::span<const std::uint64_t> counts) {
  for (std::size_t r = 0; r < now_.size(); ++r)
    for (std::size_t k = 0; k < now_[r].told.size(); ++k)
      now_[r].told[k] += counts[r * body_count::count + k];
}

}  // namespace tilscape
