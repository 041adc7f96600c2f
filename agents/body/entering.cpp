// Who leaves the blood for the tissue: whole cells of each row, from the pool or the constant blood that
// feeds it.
#include <algorithm>
#include <initializer_list>

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
    add_to_pool(state.levels, row, -in_patient(state.table[row]));
  }
}

/// Cells on the lattice stand for this many of the patient.
double Body::in_patient(std::uint64_t cells) const {
  return static_cast<double>(cells) / tumour_fraction_;
}

/// Cells of the patient that those who leave the blood are taken from; none where the blood is constant.
/// Blood and periphery exchange their cells within minutes, and so are one pool.
std::optional<double> Body::pool_of(const std::vector<double>& x, std::uint32_t row) const {
  namespace c = compartments::at;
  if (row < entry_row::car) {
    if (!model_.compartments.enabled) return {};
    return x[at_.compartments + c::blood + row] + x[at_.compartments + c::periphery + row];
  }
  if (row < entry_row::walker) {
    if (at_.count == 0) return {};
    return car_t_cells(x, row - entry_row::car).blood() / model_.car_t.share_in_blood;
  }
  const bool has_pool = model_.compartments.enabled && entry_row::type_of(row) == CellType::treg;
  return has_pool ? std::optional(x[at_.compartments + c::treg]) : std::nullopt;
}

std::uint64_t Body::affordable(const std::vector<double>& x, std::uint32_t row) const {
  constexpr double most = 4294967295.0;
  const auto pool = pool_of(x, row);
  return static_cast<std::uint64_t>(std::clamp(pool ? *pool * tumour_fraction_ : most, 0.0, most));
}

/// Each part of the pool has its share of those who come, or go (below 0); where there is none left, they are
/// in the blood.
void Body::add_to_pool(std::vector<double>& x, std::uint32_t row, double cells) const {
  namespace c = compartments::at;
  const auto pool = pool_of(x, row);
  if (!pool || cells == 0) return;
  const auto add = [&](std::initializer_list<std::size_t> parts, double in_part) {
    if (*pool > 0)
      for (const std::size_t part : parts) x[part] *= 1 + cells / *pool;
    else
      x[*parts.begin()] += cells * in_part;
  };
  if (row < entry_row::car)
    add({at_.compartments + c::blood + row, at_.compartments + c::periphery + row}, 1);
  else if (const std::size_t k = row - entry_row::car; row < entry_row::walker)
    add({at_.car_effector + k, at_.car_expanding + k, at_.car_memory + k}, model_.car_t.share_in_blood);
  else
    add({at_.compartments + c::treg}, 1);
}

/// Cells of a row that come in an update.
double Body::flow_of(const std::vector<double>& x, std::uint32_t row) const {
  return std::max(0.0, cells_per_blood_cell_ * blood_of(x, row));
}

/// Cells of a row that are in the blood. Of the regulatory T cells of blood and lymph nodes the share that
/// is in the blood stays what it is at rest.
double Body::blood_of(const std::vector<double>& x, std::uint32_t row) const {
  if (row < entry_row::car)
    return model_.compartments.enabled ? x[at_.compartments + compartments::at::blood + row]
                                       : model_.blood.cd8_cells[row];
  if (row < entry_row::walker) return at_.count ? car_t_cells(x, row - entry_row::car).blood() : 0;
  const double at_rest = model_.blood.walkers[entry_row::type_of(row)];
  const auto pool = pool_of(x, row);
  return pool ? at_rest * *pool / model_.compartments.treg_cells : at_rest;
}

}  // namespace tilscape
