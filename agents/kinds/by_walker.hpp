// Values that immune cells other than CD8 T cells have one each of, found by the name of the cell: by place
// alone, an NK cell's number would look like a macrophage's.
#pragma once

#include <array>
#include <initializer_list>
#include <utility>

#include "agents/kinds/cell_types.hpp"

namespace tilscape {

/// `blood[CellType::nk]`. Values go in the order of walker_types, on the host.
template <class T>
class ByWalker {
 public:
  ByWalker() = default;
  /// Types that are not named keep T{}.
  ByWalker(std::initializer_list<std::pair<CellType, T>> values) {
    for (const auto& [type, value] : values) (*this)[type] = value;
  }

  /// @param type  one of walker_types
  T& operator[](CellType type) { return values_[walker_index(type)]; }
  const T& operator[](CellType type) const { return values_[walker_index(type)]; }

  void fill(const T& value) { values_.fill(value); }
  auto begin() { return values_.begin(); }
  auto end() { return values_.end(); }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }

 private:
  std::array<T, walker_types.size()> values_{};
};

}  // namespace tilscape
