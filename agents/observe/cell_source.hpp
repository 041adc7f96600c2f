// Where a scene has its cells from: each cell's site, slot and type, in site order, and the rows that its
// slot is a number in. Included by the sources of Scene only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "agents/observe/scene.hpp"
#include "agents/observe/scene_rows.hpp"
#include "agents/rules/surveillance.hpp"
#include "core/execution/host_team.hpp"
#include "core/lattice/cell_id.hpp"

namespace tilscape {

/// Where a cell is, and where its values are.
struct CellPlace {
  std::uint32_t site;  // local
  std::uint32_t slot;  // of the replicate's; 0 for static tissue, which has none
  CellType type;
};

/// The same of all cells, one array each: most quantities need two of them.
struct CellPlaces {
  std::vector<std::uint32_t> site, slot;
  std::vector<CellType> type;

  explicit CellPlaces(std::size_t n) : site(n), slot(n), type(n) {}
  std::size_t size() const { return site.size(); }
  CellPlace operator[](std::size_t k) const { return {site[k], slot[k], type[k]}; }
  void set(std::size_t k, const CellPlace& cell) {
    site[k] = cell.site, slot[k] = cell.slot, type[k] = cell.type;
  }
};

/// The moment and the rules that a scene is made by.
struct Frame {
  Lattice lattice;
  SurveillanceRules rules;  // of the replicate
  Step step;
  double base_step_min;
  std::uint32_t first_tumour, first_immune_cell;  // slots
  bool vessels_come_and_go;
};

/// The cells of a replicate, ascending in site.
CellPlaces cells_in_site_order(const Rows<HostValues>& from, const Frame& frame);

inline constexpr std::size_t stretch_length = 1 << 15;

inline std::size_t stretches_of(std::size_t n) {
  return (n + stretch_length - 1) / stretch_length;
}

/// part(number, first, last) for stretches of [0, n), on all threads where there are several.
template <class Function>
void in_stretches(std::size_t n, const Function& part) {
  for_each_part(stretches_of(n),
                [&](std::size_t s) { part(s, s * stretch_length, std::min(n, (s + 1) * stretch_length)); });
}

struct Scene::CellSource {
  Rows<HostValues> from;
  Frame frame;
  CellPlaces cells = cells_in_site_order(from, frame);

  template <class T, class Value>
  void fill(std::size_t first, std::span<T> out, const Value& value) const {
    for (std::size_t k = 0; k < out.size(); ++k) out[k] = static_cast<T>(value(cells[first + k]));
  }
  /// 0 for cells of another layer's population. Without a branch, which would be guessed wrongly wherever
  /// types mix: slot 0 is there if a cell of the population is.
  /// @param belongs  is a cell of this type of the population that has the column?
  template <class T, class Column, class Belongs>
  void fill_of(std::size_t first, std::span<T> out, const Column& column, const Belongs& belongs) const {
    if (column.empty()) {
      std::ranges::fill(out, T{0});
      return;
    }
    const CellType* types = &cells.type[first];
    const std::uint32_t* slots = &cells.slot[first];
    for (std::size_t k = 0; k < out.size(); ++k) {
      const std::uint32_t is_of_type = belongs(types[k]);
      const T value = static_cast<T>(column[slots[k] & -is_of_type]);
      out[k] = is_of_type ? value : T{0};
    }
  }
  template <class T, class Column>
  void fill_of_tumour(std::size_t first, std::span<T> out, const Column& column) const {
    fill_of(first, out, column, [](CellType type) { return type == CellType::tumour; });
  }
  template <class T, class Column>
  void fill_of_immune(std::size_t first, std::span<T> out, const Column& column) const {
    fill_of(first, out, column, [](CellType type) { return is_immune(type); });
  }
  std::uint64_t id_of(const CellPlace& c) const {
    if (c.type == CellType::tumour) return from.id[c.slot];
    if (is_immune(c.type)) return from.t_id[c.slot];
    const bool is_new = c.type == CellType::vessel && frame.vessels_come_and_go;  // of a cell that was there
    return make_id(Step{0}, LocalSite{c.site},
                   static_cast<std::uint32_t>(is_new ? Birth::vessel : Birth::initial_tissue));
  }
};

}  // namespace tilscape
