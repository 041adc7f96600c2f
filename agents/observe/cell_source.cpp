// Walks the sites in order once; then the value of every quantity of a cell is looked up by its slot.
#include "agents/observe/cell_source.hpp"

#include <numeric>

namespace tilscape {

/// The cells of each stretch of sites are counted, then each stretch knows where its first one goes.
CellPlaces cells_in_site_order(const Rows<HostValues>& from, const Frame& frame) {
  const auto each_cell = [&](std::size_t first, std::size_t last, auto take) {
    for (auto s = static_cast<std::uint32_t>(first); s < last; ++s) {
      const Tissue tissue = from.tissue[s];
      if (tissue != Tissue::none)
        take(CellPlace{s, is_tumour(tissue) ? from.tumour_at[s].value - frame.first_tumour : 0,
                       cell_type_of(tissue)});
      if (from.immune[s] != Immune::none)
        take(CellPlace{s, from.immune_at[s].value - frame.first_immune_cell, cell_type_of(from.immune[s])});
    }
  };
  const std::size_t sites = frame.lattice.sites();
  std::vector<std::size_t> first_cell(stretches_of(sites) + 1);
  in_stretches(sites, [&](std::size_t stretch, std::size_t first, std::size_t last) {
    std::size_t count = 0;
    each_cell(first, last, [&count](const CellPlace&) { ++count; });
    first_cell[stretch + 1] = count;
  });
  std::partial_sum(first_cell.begin(), first_cell.end(), first_cell.begin());
  CellPlaces cells(first_cell.back());
  in_stretches(sites, [&](std::size_t stretch, std::size_t first, std::size_t last) {
    each_cell(first, last,
              [&cells, k = first_cell[stretch]](const CellPlace& cell) mutable { cells.set(k++, cell); });
  });
  return cells;
}

}  // namespace tilscape
