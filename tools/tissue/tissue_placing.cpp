// Placement is a function of the table alone, and of a seed for the vessels: no order but the table's, no
// clock.
#include "tools/tissue/tissue_placing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "core/base/errors.hpp"
#include "core/random/random.hpp"

namespace tilscape {
namespace {

constexpr std::uint32_t nobody = PlacedTissue::nobody;
/// A whole slide (25 × 75 mm) has 1.9e7 sites of 10 um; far above that a unit is wrong.
constexpr std::uint64_t most_sites = std::uint64_t{1} << 28;
/// Sparse tissue has about 100 cells per mm2, one on 100 sites of 10 um; a small field may be nearly empty.
constexpr std::uint64_t most_sites_per_cell = 10000, small_field_sites = std::uint64_t{1} << 22;

std::uint32_t sites_along(double from_um, double to_um, double spacing_um) {
  const double sites = std::max(1.0, std::floor((to_um - from_um) / spacing_um) + 1);
  return sites < 4294967295.0 ? static_cast<std::uint32_t>(sites) : 0xffffffffu;
}

/// Which sites of a layer are free, a bit each, so that a row is searched 64 sites at a time: many cells that
/// have one site would take the square of their number otherwise.
class FreeSites {
 public:
  explicit FreeSites(const SectionGrid& grid)
      : words_per_row_((std::int64_t{grid.nx} + 63) / 64),
        words_(static_cast<std::size_t>(words_per_row_) * grid.ny, ~std::uint64_t{0}) {
    if (grid.nx % 64 == 0) return;
    for (std::int64_t row = 0; row < grid.ny; ++row)  // behind the last column nothing is free
      words_[index(row, words_per_row_ - 1)] = (std::uint64_t{1} << grid.nx % 64) - 1;
  }

  void take(std::int64_t row, std::int64_t column) {
    words_[index(row, column / 64)] &= ~(std::uint64_t{1} << column % 64);
  }

  /// The first free column of a row from `column` on; −1 if there is none.
  std::int64_t first(std::int64_t row, std::int64_t column) const {
    std::uint64_t kept = ~std::uint64_t{0} << column % 64;
    for (std::int64_t w = column / 64; w < words_per_row_; ++w, kept = ~std::uint64_t{0})
      if (const std::uint64_t bits = words_[index(row, w)] & kept) return 64 * w + std::countr_zero(bits);
    return -1;
  }

  /// The last one up to `column`.
  std::int64_t last(std::int64_t row, std::int64_t column) const {
    std::uint64_t kept = ~std::uint64_t{0} >> (63 - column % 64);
    for (std::int64_t w = column / 64; w >= 0; --w, kept = ~std::uint64_t{0})
      if (const std::uint64_t bits = words_[index(row, w)] & kept)
        return 64 * w + 63 - std::countl_zero(bits);
    return -1;
  }

 private:
  std::size_t index(std::int64_t row, std::int64_t word) const {
    return static_cast<std::size_t>(row * words_per_row_ + word);
  }

  std::int64_t words_per_row_;
  std::vector<std::uint64_t> words_;
};

/// One layer being filled.
class LayerFiller {
 public:
  LayerFiller(const SectionGrid& grid, std::vector<std::uint32_t>& sites, LayerPlacing& placing)
      : grid_(grid), sites_(sites), placing_(placing), free_(grid.sites()), free_sites_(grid) {
    sites_.assign(grid.sites(), nobody);
  }

  /// Puts the cell on its own site if nobody is there.
  bool settle(const TableCell& cell, std::uint32_t index) {
    const Home home = home_of(cell);
    if (sites_[site_at(home.column, home.row)] != nobody) return false;
    take(site_at(home.column, home.row), index);
    return true;
  }

  /// Puts the cell on the nearest free site.
  void displace(const TableCell& cell, std::uint32_t index) {
    if (free_ == 0) {
      ++placing_.dropped;
      return;
    }
    const Nearest nearest = nearest_free(home_of(cell));
    take(nearest.site, index);
    ++placing_.displaced;
    placing_.shifts_um.push_back(std::sqrt(nearest.distance_squared) * grid_.spacing_um);
  }

  void finish() { std::sort(placing_.shifts_um.begin(), placing_.shifts_um.end()); }

 private:
  /// A position in sites, and the site it lies in.
  struct Home {
    double x, y;
    std::int64_t column, row;
  };
  struct Nearest {
    std::uint32_t site = nobody;
    double distance_squared = 0;  // in sites
  };

  Home home_of(const TableCell& cell) const {
    const double x = (cell.x_um - grid_.origin_x_um) / grid_.spacing_um;
    const double y = (cell.y_um - grid_.origin_y_um) / grid_.spacing_um;
    return {x, y, static_cast<std::int64_t>(x), static_cast<std::int64_t>(y)};
  }

  std::uint32_t site_at(std::int64_t column, std::int64_t row) const {
    return static_cast<std::uint32_t>(column + grid_.nx * row);
  }

  void take(std::uint32_t site, std::uint32_t index) {
    sites_[site] = index;
    free_sites_.take(site / grid_.nx, site % grid_.nx);
    ++placing_.placed;
    --free_;
  }

  /// Searches row by row, away from the own one, and of each row its nearest free sites on either side. The
  /// position lies within half a site of its site's centre, so a centre `rows` away is at least rows − 1/2
  /// away: once that exceeds the best, no further row can hold a nearer one.
  Nearest nearest_free(const Home& home) const {
    Nearest best;
    for (std::int64_t rows = 0;; ++rows) {
      const double least = static_cast<double>(rows) - 0.5;
      if (best.site != nobody && least * least > best.distance_squared) return best;
      search_row(home, home.row - rows, best);
      if (rows > 0) search_row(home, home.row + rows, best);
    }
  }

  /// A position on the border of two sites is equally far from both: the own column decides nothing about the
  /// next.
  void search_row(const Home& home, std::int64_t row, Nearest& best) const {
    if (row < 0 || row >= grid_.ny) return;
    const std::int64_t own = free_sites_.last(row, home.column);
    const std::int64_t left = own == home.column && own > 0 ? free_sites_.last(row, own - 1) : own;
    for (const std::int64_t column : {own, left, free_sites_.first(row, home.column + 1)})
      if (column >= 0) consider(home, column, row, best);
  }

  void consider(const Home& home, std::int64_t column, std::int64_t row, Nearest& best) const {
    const std::uint32_t site = site_at(column, row);
    const double dx = static_cast<double>(column) + 0.5 - home.x;
    const double dy = static_cast<double>(row) + 0.5 - home.y;
    const double distance_squared = dx * dx + dy * dy;
    const bool nearer = best.site == nobody || distance_squared < best.distance_squared ||
                        (distance_squared == best.distance_squared && site < best.site);
    if (nearer) best = {site, distance_squared};
  }

  const SectionGrid& grid_;
  std::vector<std::uint32_t>& sites_;
  LayerPlacing& placing_;
  std::size_t free_;
  FreeSites free_sites_;
};

/// The priority of a site in the choice of vessels: 64 random bits keyed by seed and site.
std::uint64_t vessel_priority(std::uint64_t key, std::uint32_t site) {
  const RandomWords words =
      philox4x32_10(site, 0, 0, 0, static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32));
  return (std::uint64_t{words[0]} << 32) | words[1];
}

}  // namespace

SectionGrid covering_grid(const TissueTable& table, double spacing_um) {
  const BoundingBox& box = table.box;
  SectionGrid grid;
  grid.spacing_um = spacing_um;
  grid.origin_x_um = std::floor(box.left_um / spacing_um) * spacing_um;
  grid.origin_y_um = std::floor(box.top_um / spacing_um) * spacing_um;
  grid.nx = sites_along(grid.origin_x_um, box.right_um, spacing_um);
  grid.ny = sites_along(grid.origin_y_um, box.bottom_um, spacing_um);
  const std::uint64_t most =
      std::min(most_sites, small_field_sites + most_sites_per_cell * table.cells.size());
  if (std::uint64_t{grid.nx} * grid.ny > most) {
    throw InputError(
        fmt::format("{}: {} cells span {:g} x {:g} um; expected at most {} sites of {:g} um (is um_per_unit "
                    "right?)",
                    table.path, table.cells.size(), box.right_um - box.left_um, box.bottom_um - box.top_um,
                    most, spacing_um));
  }
  return grid;
}

PlacedTissue place_cells(const TissueTable& table, const SectionGrid& grid) {
  PlacedTissue placed;
  LayerFiller tissue(grid, placed.tissue, placed.tissue_layer);
  LayerFiller immune(grid, placed.immune, placed.immune_layer);
  const auto layer_of = [&](const TableCell& cell) -> LayerFiller& {
    return is_immune(cell.type) ? immune : tissue;
  };
  std::vector<std::uint32_t> homeless;
  for (std::uint32_t i = 0; i < table.cells.size(); ++i)
    if (!layer_of(table.cells[i]).settle(table.cells[i], i)) homeless.push_back(i);
  for (const std::uint32_t i : homeless) layer_of(table.cells[i]).displace(table.cells[i], i);
  tissue.finish();
  immune.finish();
  return placed;
}

bool has_vessels(const TissueTable& table) {
  return std::any_of(table.cells.begin(), table.cells.end(),
                     [](const TableCell& cell) { return cell.type == CellType::vessel; });
}

void place_vessels(const TissueTable& table, const SectionGrid& grid, double vessels_per_mm2,
                   std::uint64_t seed, PlacedTissue& placed) {
  if (has_vessels(table)) return;
  const std::uint64_t key = replicate_key(seed, 0);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> stroma;  // priority, site
  for (std::uint32_t site = 0; site < grid.sites(); ++site) {
    const std::uint32_t cell = placed.tissue[site];
    if (cell == nobody || table.cells[cell].type != CellType::stroma) continue;
    stroma.emplace_back(vessel_priority(key, site), site);
  }
  std::sort(stroma.begin(), stroma.end());
  placed.vessels_wanted = static_cast<std::size_t>(vessels_per_mm2 * grid.area_mm2() + 0.5);
  placed.vessels_placed = std::min(placed.vessels_wanted, stroma.size());
  for (std::size_t i = 0; i < placed.vessels_placed; ++i)
    placed.tissue[stroma[i].second] = PlacedTissue::vessel_here;
}

}  // namespace tilscape
