// Finite volumes on an axis whose cells may differ in width: a cell of width w couples to a neighbour at
// distance d (centre to centre) by 1/(w·d), and to a fixed value on its outer face by 1/(w·w/2).
#include "core/multigrid/axis.hpp"

#include <algorithm>

namespace tilscape {

namespace {

using Widths = std::vector<double>;

Widths coarser(const Widths& fine) {
  Widths coarse((fine.size() + 1) / 2, 0.0);
  for (std::size_t i = 0; i < fine.size(); ++i) coarse[i / 2] += fine[i];
  return coarse;
}

/// Index of the cell on the given side of i; `i` itself when there is none.
std::size_t neighbour(std::size_t i, int side, std::size_t n, AxisEnds ends) {
  const bool inside = side < 0 ? i > 0 : i + 1 < n;
  if (inside) return side < 0 ? i - 1 : i + 1;
  if (ends != AxisEnds::periodic) return i;
  return side < 0 ? n - 1 : 0;
}

double distance(const Widths& w, std::size_t a, std::size_t b) {
  return 0.5 * (w[a] + w[b]);
}

void fill_couplings(AxisTables& tables, const Widths& w, AxisEnds ends) {
  for (std::size_t i = 0; i < w.size(); ++i) {
    double coupling[2] = {0, 0}, face = 0;
    for (const int side : {-1, 1}) {
      const std::size_t other = neighbour(i, side, w.size(), ends);
      if (other != i)
        coupling[side > 0] = 1 / (w[i] * distance(w, i, other));
      else if (ends == AxisEnds::fixed_value)
        face += 2 / (w[i] * w[i]);
    }
    tables.lower.push_back(static_cast<float>(coupling[0]));
    tables.upper.push_back(static_cast<float>(coupling[1]));
    tables.face.push_back(static_cast<float>(face));
  }
}

/// Linear interpolation between parent centres. Behind a border, the correction goes to zero at the face of a
/// fixed value and stays constant where nothing flows.
void fill_transfer(AxisTables& tables, const Widths& fine, const Widths& coarse, AxisEnds ends) {
  for (std::vector<float>& weights : tables.hat) weights.assign(coarse.size(), 0.0f);
  for (std::size_t i = 0; i < fine.size(); ++i) {
    const bool odd = i % 2;
    const std::size_t parent = i / 2;
    const std::size_t other = neighbour(parent, odd ? 1 : -1, coarse.size(), ends);
    const double shift = 0.5 * (coarse[parent] - fine[i]);  // between the centres of cell and parent
    double own = 1, next = 0;
    if (other != parent) {
      next = shift / distance(coarse, parent, other);
      own = 1 - next;
    } else if (ends == AxisEnds::fixed_value) {
      own = fine[i] / coarse[parent];
    }
    tables.share.push_back(static_cast<float>(fine[i] / coarse[parent]));
    tables.own.push_back(static_cast<float>(own));
    tables.next.push_back(static_cast<float>(next));
    const double shared = coarse[other] == coarse[parent] ? next : 0;
    tables.hat[odd ? 2 : 1][parent] = static_cast<float>((1 - shared) * fine[i] / coarse[parent]);
    if (shared > 0) tables.hat[odd ? 0 : 3][other] = static_cast<float>(shared * fine[i] / coarse[other]);
  }
}

}  // namespace

int multigrid_levels(std::uint32_t longest_axis) {
  int levels = 1;
  for (std::uint32_t n = longest_axis; n > 1; n = (n + 1) / 2) ++levels;
  return levels;
}

std::vector<AxisTables> axis_hierarchy(std::uint32_t n, AxisEnds ends, int levels) {
  if (n == 1) ends = AxisEnds::no_flux;
  std::vector<AxisTables> hierarchy(levels);
  Widths widths(n, 1.0);
  for (AxisTables& tables : hierarchy) {
    const Widths parents = coarser(widths);
    fill_couplings(tables, widths, ends);
    fill_transfer(tables, widths, parents, ends);
    widths = parents;
  }
  return hierarchy;
}

}  // namespace tilscape
