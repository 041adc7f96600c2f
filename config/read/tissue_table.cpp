// One pass over the table. A plane per layer remembers the line that took each site.
#include "config/read/tissue_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "config/read/text_file.hpp"
#include "config/schema/schema.hpp"
#include "config/schema/suggest.hpp"
#include "core/base/errors.hpp"
#include "core/base/text_rows.hpp"

namespace tilscape {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 36;
constexpr std::size_t most_problems = 50;
constexpr const char* expected_file =
    "a tissue table (CSV with the columns x_um,y_um[,z_um],type[,pdl1,pd1])";

enum Column { x_um, y_um, z_um, type, pdl1, pd1, column_count };
const std::vector<std::string> column_names{"x_um", "y_um", "z_um", "type", "pdl1", "pd1"};
const std::vector<std::string> type_names = [] {
  std::vector<std::string> names;
  for (const CellTypeRecord& type : cell_types) names.emplace_back(type.name);
  return names;
}();

using Axes = std::array<std::uint32_t, 3>;

class TissueReader {
 public:
  TissueReader(const std::string& name, const Lattice& lattice, Axes tile)
      : name_(name), lattice_(lattice), tile_(tile), spacing_um_(static_cast<double>(lattice.spacing_um)) {
    column_at_.fill(absent);
  }

  InitialTissue read(std::string_view text) {
    require_whole_tiles();
    text = without_byte_order_mark(text);
    read_header(text);
    throw_problems();
    while (problems_ <= most_problems && cutter_.cut(text, false, row_) == RowCutter::Found::row)
      if (!row_.is_blank()) read_cell(static_cast<int>(row_.line));
    if (cells_.empty() && problems_ == 0)
      complain(header_line_, "", "there are no cells below the header; expected at least one");
    throw_problems();
    return copies();
  }

 private:
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);

  void complain(int line, std::string_view column, const std::string& what) {
    if (++problems_ > most_problems) return;
    report_ += fmt::format("{}{}:{}: {}{}{}", report_.empty() ? "" : "\n", name_, line, column,
                           column.empty() ? "" : ": ", what);
  }

  void throw_problems() const {
    if (problems_ == 0) return;
    const std::string more =
        problems_ > most_problems ? fmt::format("\n{}: and more problems below", name_) : "";
    throw InputError(report_ + more);
  }

  void require_whole_tiles() {
    const Axes size{lattice_.nx, lattice_.ny, lattice_.nz};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if (tile_[axis] == 0 || size[axis] % tile_[axis] != 0)
        throw InputError(
            fmt::format("{}: initial.tile: {} sites along {} do not divide into {} copies; expected "
                        "lattice.size to be a multiple",
                        name_, size[axis], "xyz"[axis], tile_[axis]));
      extent_[axis] = size[axis] / tile_[axis];
    }
  }

  void read_header(std::string_view& text) {
    for (std::string_view rest = text; cutter_.cut_line(rest, false, row_) == RowCutter::Found::row;) {
      header_line_ = static_cast<int>(row_.line);
      const std::string_view line = trimmed(row_.text);
      if (line.empty() || line.front() == '#') {
        if (!line.empty()) read_comment(line);
        text = rest;
        continue;
      }
      cutter_ = RowCutter(',', row_.line);
      cutter_.cut(text, false, row_);
      return read_columns();
    }
    complain(std::max(1, header_line_), "", fmt::format("there is no header; expected {}", expected_file));
  }

  void read_columns() {
    if (!row_.problem.empty()) return complain(header_line_, "", row_.problem);
    if (fields_.size() == 1 && row_.text.find_first_of(";\t") != std::string_view::npos)
      return complain(header_line_, "",
                      "the columns are not separated by commas; expected " + std::string(expected_file));
    for (std::size_t at = 0; at < fields_.size(); ++at) read_column(std::string(fields_[at]), at);
    columns_ = fields_.size();
    for (Column column : {x_um, y_um, z_um, type}) {
      const bool is_needed = column != z_um || lattice_.nz > 1;
      if (is_needed && column_at_[column] == absent)
        complain(header_line_, column_names[column],
                 column == z_um ? "the column is missing; expected it for a 3-D lattice"
                                : "the column is missing; expected x_um, y_um and type");
    }
  }

  void read_column(const std::string& name, std::size_t at) {
    const auto known = std::find(column_names.begin(), column_names.end(), name);
    if (known == column_names.end())
      return complain(
          header_line_, excerpt(name),
          "unknown column; expected x_um, y_um, z_um, type, pdl1 or pd1" + did_you_mean(name, column_names));
    std::size_t& place = column_at_[static_cast<std::size_t>(known - column_names.begin())];
    if (place != absent) return complain(header_line_, name, "the column stands twice; expected it once");
    place = at;
  }

  /// `# size_um: 930 690`: with one copy the table may be smaller than its room, with several it must fill
  /// it.
  void read_comment(std::string_view line) {
    constexpr std::string_view key = "size_um:";
    std::string_view rest = trimmed(line.substr(1));
    if (rest.substr(0, key.size()) != key) return;
    rest.remove_prefix(key.size());
    std::size_t axis = 0;
    for (rest = trimmed(rest); !rest.empty() && axis < 3; rest = trimmed(rest), ++axis) {
      const std::size_t end = std::min(rest.find_first_of(" \t,"), rest.size());
      double size_um = 0;
      if (!read_finite(rest.substr(0, end), size_um) || size_um <= 0)
        return complain(header_line_, "size_um",
                        "'" + excerpt(rest) + "' is no size; expected 2 or 3 lengths in um");
      check_stated_size(axis, size_um);
      rest.remove_prefix(std::min(rest.size(), end + 1));
    }
    if (axis < 2 || !rest.empty()) complain(header_line_, "size_um", "expected 2 or 3 lengths in um");
  }

  void check_stated_size(std::size_t axis, double size_um) {
    if (axis == 2 && lattice_.nz == 1) return;  // the thickness of a section
    constexpr double rounding = 1e-7;           // of a spacing held in single precision
    const double sites = std::ceil(size_um / spacing_um_ * (1 - rounding));
    const bool is_tiled = tile_[axis] > 1;
    if (is_tiled ? sites == extent_[axis] : sites <= extent_[axis]) return;
    complain(
        header_line_, "size_um",
        fmt::format("{} um along {} take {} sites of {} um; expected {} {} (lattice.size / initial.tile)",
                    number_text(size_um), "xyz"[axis], sites, number_text(spacing_um_),
                    is_tiled ? "exactly" : "at most", extent_[axis]));
  }

  void read_cell(int number) {
    if (!row_.problem.empty()) return complain(number, "", row_.problem);
    if (fields_.size() != columns_)
      return complain(number, "",
                      fmt::format("{} fields; expected {} as in the header", fields_.size(), columns_));
    PlacedCell cell{};
    Axes at{0, 0, 0};
    bool is_good = read_axis(x_um, number, at[0]);
    is_good = read_axis(y_um, number, at[1]) && is_good;
    is_good = read_axis(z_um, number, at[2]) && is_good;
    is_good = read_type(number, cell.type) && is_good;
    is_good = read_level(pdl1, number, most_table_pdl1, cell.pdl1) && is_good;
    is_good = read_level(pd1, number, 1, cell.pd1) && is_good;
    if (!is_good) return;
    cell.site = LocalSite{at[0] + extent_[0] * (at[1] + extent_[1] * at[2])};  // of the table, until copies()
    if (take_site(cell, number)) cells_.push_back(cell);
  }

  bool read_axis(Column column, int line, std::uint32_t& site) {
    if (column_at_[column] == absent) return true;  // z of a section
    const std::string_view text = fields_[column_at_[column]];
    double position_um = 0;
    if (!read_finite(text, position_um)) {
      complain(line, column_names[column], "'" + excerpt(text) + "' is no number; expected a position in um");
      return false;
    }
    const double index = std::floor(position_um / spacing_um_);
    if (index >= 0 && index < extent_[column]) {
      site = static_cast<std::uint32_t>(index);
      return true;
    }
    complain(
        line, column_names[column],
        fmt::format("{} is outside the lattice; expected 0 or more and less than {} um ({} sites of {} um)",
                    number_text(position_um), number_text(extent_[column] * spacing_um_), extent_[column],
                    number_text(spacing_um_)));
    return false;
  }

  bool read_type(int line, CellType& cell_type) {
    const std::string_view text = fields_[column_at_[type]];
    for (std::size_t i = 0; i < type_names.size(); ++i)
      if (text == type_names[i]) {
        cell_type = cell_types[i].type;
        return true;
      }
    complain(line, "type",
             fmt::format("unknown cell type '{}'; expected {}{}", excerpt(text), fmt::join(type_names, ", "),
                         did_you_mean(text, type_names)));
    return false;
  }

  bool read_level(Column column, int line, double most, float& level) {
    level = -1;
    if (column_at_[column] == absent || fields_[column_at_[column]].empty()) return true;
    const std::string_view text = fields_[column_at_[column]];
    double value = 0;
    if (read_finite(text, value) && value >= 0 && value <= most) {
      level = static_cast<float>(value + 0.0);
      return true;
    }
    complain(line, column_names[column],
             fmt::format("'{}' is no level; expected a number, 0 to {}, or nothing", excerpt(text),
                         number_text(most)));
    return false;
  }

  /// False, and a complaint that names both lines, when the site's layer is taken.
  bool take_site(const PlacedCell& cell, int line) {
    std::vector<int>& taken = taken_[is_immune(cell.type)];
    if (taken.empty()) taken.assign(std::size_t{extent_[0]} * extent_[1] * extent_[2], 0);
    int& owner = taken[cell.site.value];
    if (owner == 0) {
      owner = line;
      return true;
    }
    complain(
        line, "x_um",
        fmt::format("the cell shares its site and layer with the one in line {}; expected at most one "
                    "{} per site of {} um",
                    owner, is_immune(cell.type) ? "immune cell" : "tissue cell", number_text(spacing_um_)));
    return false;
  }

  InitialTissue copies() const {
    InitialTissue all;
    all.reserve(cells_.size() * tile_[0] * tile_[1] * tile_[2]);
    for (std::uint32_t z = 0; z < tile_[2]; ++z)
      for (std::uint32_t y = 0; y < tile_[1]; ++y)
        for (std::uint32_t x = 0; x < tile_[0]; ++x)
          for (PlacedCell cell : cells_) {
            cell.site = in_copy(cell.site.value, {x, y, z});
            all.push_back(cell);
          }
    return all;
  }

  LocalSite in_copy(std::uint32_t table_site, Axes copy) const {
    const std::uint32_t x = table_site % extent_[0] + copy[0] * extent_[0];
    const std::uint32_t y = table_site / extent_[0] % extent_[1] + copy[1] * extent_[1];
    const std::uint32_t z = table_site / extent_[0] / extent_[1] + copy[2] * extent_[2];
    return LocalSite{x + lattice_.nx * (y + lattice_.ny * z)};
  }

  const std::string& name_;
  const Lattice& lattice_;
  Axes tile_;
  Axes extent_{};  // sites of the table, each axis
  double spacing_um_;
  std::array<std::size_t, column_count> column_at_{};
  std::size_t columns_ = 0;
  int header_line_ = 0;
  RowCutter cutter_;
  TextRow row_;
  const std::vector<std::string_view>& fields_ = row_.fields;
  std::vector<int> taken_[2];  // by layer: line of the cell at each site of the table, or 0
  InitialTissue cells_;
  std::string report_;
  std::size_t problems_ = 0;
};

}  // namespace

InitialTissue read_initial_tissue_text(const std::string& text, const std::string& name,
                                       const Lattice& lattice, std::array<std::uint32_t, 3> tile) {
  require_text(text, name, expected_file);
  return TissueReader(name, lattice, tile).read(text);
}

std::string read_tissue_text(const std::string& path) {
  return read_text_file(path, expected_file, most_bytes);
}

InitialTissue read_initial_tissue(const std::string& path, const Lattice& lattice,
                                  std::array<std::uint32_t, 3> tile) {
  return read_initial_tissue_text(read_tissue_text(path), path, lattice, tile);
}

}  // namespace tilscape
