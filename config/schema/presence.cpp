#include "config/schema/presence.hpp"

#include <algorithm>

#include "agents/parameters/derive.hpp"

namespace tilscape {
namespace {

std::size_t index(CellType type) {
  return static_cast<std::size_t>(type);
}

void count_synthetic(const ModelParameters& m, Presence& found) {
  const InitialParameters& initial = m.initial;
  const bool is_ball = initial.tumour_arrangement == Arrangement::ball;
  found.starts[index(CellType::tumour)] =
      initial.tumour_cells > 0 || (initial.tumour_fraction > 0 && (!is_ball || initial.tumour_radius_um > 0));
  found.starts[index(CellType::stroma)] = initial.stroma_fraction > 0;
  found.starts[index(CellType::vessel)] = initial.vessels_per_mm2 > 0;
  found.starts[index(CellType::cd8_t_cell)] = initial.t_cell_fraction > 0;
  for (const CellType type : walker_types) found.starts[index(type)] = initial.walker_fraction[type] > 0;
}

void count_table(const ModelParameters& m, const InitialTissue& tissue, Presence& found) {
  const auto& size = m.lattice.size;
  std::array<std::uint32_t, 3> farthest{};
  for (const PlacedCell& cell : tissue) {
    found.starts[index(cell.type)] = true;
    const std::uint32_t at[3] = {cell.site.value % size[0], cell.site.value / size[0] % size[1],
                                 cell.site.value / size[0] / size[1]};
    for (std::size_t axis = 0; axis < 3; ++axis)  // in its copy of the table
      farthest[axis] = std::max(farthest[axis], 1 + at[axis] % (size[axis] / m.initial.tile[axis]));
  }
  for (std::size_t axis = 0; axis < 3; ++axis)
    found.taken[axis] = 1.0 * farthest[axis] * m.initial.tile[axis] / size[axis];
}

bool gives(const Therapy& therapy, Treatment treatment) {
  return std::any_of(therapy.begin(), therapy.end(),
                     [treatment](const TherapyItem& item) { return item.treatment == treatment; });
}

}  // namespace

Presence present_at_start(const ModelParameters& m, const InitialTissue* tissue) {
  Presence found;
  if (tissue)
    count_table(m, *tissue, found);
  else if (m.initial.tissue.empty())
    count_synthetic(m, found);
  return found;
}

Presence with_comers(Presence found, const ModelParameters& m) {
  if (!(m.blood.entry_per_min_per_cm3 > 0)) return found;
  const auto& cd8 = m.blood.cd8_cells;
  found.comes[index(CellType::cd8_t_cell)] =
      std::any_of(cd8.begin(), cd8.end(), [](double cells) { return cells > 0; }) || m.compartments.enabled ||
      gives(m.therapy, Treatment::car_t_cells) || gives(m.therapy, Treatment::adoptive_t_cells);
  for (const CellType type : walker_types) found.comes[index(type)] = m.blood.walkers[type] > 0;
  return found;
}

}  // namespace tilscape
