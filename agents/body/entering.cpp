// Who leaves the blood for the tissue: whole cells of each row, from the pool or the constant blood that
// feeds it.
#include <algorithm>

#include "agents/body/body.hpp"

namespace tilscape {

/// Whole cells leave the blood; fractions wait. Never more than there are, nor than may enter: where more
/// would come, each row has its share of the doors.
void Body::send(BodyState& state) const {
  constexpr std::uint64_t one = std::uint64_t{1} << 32;
  std::uint64_t room = doors_;
  double all = 0;
  for (std::uint32_t row = 0; row < entry_row::count; ++row) all += flow_of(state.levels, row);
  const double share = all > static_cast<double>(doors_) ? static_cast<double>(doors_) / all : 1;
  for (std::uint32_t row = 0; row < entry_row::count; ++row) {
    const double flow = share * flow_of(state.levels, row);
    state.fraction[row] += static_cast<std::uint64_t>(flow * static_cast<double>(one) + 0.5);
    state.table[row] = std::min({state.fraction[row] >> 32, affordable(state.levels, row), room});
    room -= state.table[row];
    state.fraction[row] &= one - 1;
    if (const auto pool = pool_of(state.levels, row)) state.levels[*pool] -= in_patient(state.table[row]);
  }
}

/// Cells on the lattice stand for this many of the patient.
double Body::in_patient(std::uint64_t cells) const {
  return static_cast<double>(cells) / model_.compartments.tumour_fraction;
}

std::uint64_t Body::affordable(const std::vector<double>& x, std::uint32_t row) const {
  const auto pool = pool_of(x, row);
  const double cells = pool ? x[*pool] * model_.compartments.tumour_fraction : 4294967295.0;
  return cells > 0 ? static_cast<std::uint64_t>(std::min(cells, 4294967295.0)) : 0;
}

/// The level that the cells of a row are taken from; none where the blood is constant.
std::optional<std::size_t> Body::pool_of(const std::vector<double>& x, std::uint32_t row) const {
  if (row >= entry_row::walker) {
    const bool has_pool = model_.compartments.enabled && entry_row::type_of(row) == CellType::treg;
    return has_pool ? std::optional(at_.compartments + compartments::at::treg) : std::nullopt;
  }
  if (row >= entry_row::car) {
    if (at_.count == 0) return {};
    const std::size_t effector = at_.car_effector + row - entry_row::car,
                      memory = at_.car_memory + row - entry_row::car;
    return x[effector] >= x[memory] ? effector : memory;
  }
  if (!model_.compartments.enabled) return {};
  return at_.compartments + compartments::at::blood + row;
}

/// Cells of a row that come in an update.
double Body::flow_of(const std::vector<double>& x, std::uint32_t row) const {
  return std::max(0.0, cells_per_blood_cell_ * blood_of(x, row));
}

/// Cells of a row that are in the blood. Of the regulatory T cells of blood and lymph nodes the share that
/// is in the blood stays what it is at rest.
double Body::blood_of(const std::vector<double>& x, std::uint32_t row) const {
  if (row >= entry_row::walker) {
    const double at_rest = model_.blood.walkers[entry_row::type_of(row)];
    const auto pool = pool_of(x, row);
    return pool ? at_rest * x[*pool] / model_.compartments.treg_cells : at_rest;
  }
  if (row >= entry_row::car) {
    const std::uint32_t k = row - entry_row::car;
    return at_.count ? x[at_.car_effector + k] + x[at_.car_memory + k] : 0;
  }
  return model_.compartments.enabled ? x[at_.compartments + compartments::at::blood + row]
                                     : model_.blood.cd8_cells[row];
}

}  // namespace tilscape
