// The one loop that reads cells, whatever program they are from.
#include "tools/tissue/tissue_formats.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <memory>
#include <optional>

#include "config/read/text_file.hpp"
#include "core/base/errors.hpp"
#include "tools/tissue/cell_labels.hpp"
#include "tools/tissue/cell_typing.hpp"
#include "tools/tissue/delimited_table.hpp"
#include "tools/tissue/depth.hpp"
#include "tools/tissue/numbers.hpp"
#include "tools/tissue/presets.hpp"
#include "tools/tissue/samples.hpp"

namespace tilscape {
namespace {

/// A kilometre: whatever lies beyond has another unit, and would not be held to a fraction of a site.
constexpr double farthest_um = 1e9;
constexpr std::size_t no_column = ColumnNames::npos;

std::size_t intensity_column(const ColumnNames& columns, const std::string& mapped, const char* native_name,
                             const Preset& preset) {
  if (!mapped.empty()) return columns.require(mapped);
  return preset.name == "native" ? columns.find(native_name) : no_column;
}

/// QuPath exports annotations and cores among the cells.
std::size_t object_type_column(const ColumnNames& columns) {
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (joined_words(columns[c]) == "objecttype") return c;
  return no_column;
}

bool is_cell(std::string_view object_type) {
  return object_type.empty() || object_type == "Cell" || object_type == "Detection" ||
         object_type == "PathCellObject" || object_type == "PathDetectionObject";
}

/// A cell is where it is: rows without a position are gathered, and refused or left out at the end.
struct Unplaced {
  std::size_t cells = 0;
  std::vector<std::size_t> lines;  // of the first few
  std::string first;               // how a message about the first one begins
};

/// Reads cells row by row.
class CellReader {
 public:
  CellReader(const std::string& path, const Preset& preset, const TissueMap& map, const TableChoice& choice)
      : table_(path),
        columns_(table_.columns()),
        map_(map),
        at_(find_positions(columns_, preset, map)),
        depth_(table_, map),
        samples_(table_, choice.only, columns_[at_.x_low]),
        object_type_(object_type_column(columns_)),
        pdl1_(intensity_column(columns_, map.columns.pdl1, "pdl1", preset)),
        pd1_(intensity_column(columns_, map.columns.pd1, "pd1", preset)),
        names_cells_without_label_(map.find("") || map.otherwise) {
    depth_.refuse_volume(preset);
    if (!choice.labels.empty()) labels_ = std::make_unique<CellLabels>(choice.labels, table_, map);
    typing_ = std::make_unique<CellTyping>(
        table_, map, labels_ ? no_column : find_type_column(columns_, preset, map, false));
    decimal_commas_ = map.decimal_commas.value_or(false);
    if (!map.decimal_commas) sniff_decimal_mark();
  }

  TissueTable read() {
    result_.path = table_.path();
    for (TableRow row; table_.next(row);)
      if (samples_.wants(row)) read_row(row);
    finish();
    return std::move(result_);
  }

 private:
  void sniff_decimal_mark() {
    constexpr std::size_t looked_at = 200;
    std::vector<std::size_t> read{at_.x_low, at_.x_high, at_.y_low, at_.y_high};
    for (const std::size_t column : {pdl1_, pd1_})
      if (column != no_column) read.push_back(column);
    for (const std::size_t column : typing_->marker_columns()) read.push_back(column);
    const DecimalMark mark = decimal_mark_of(table_.rows_ahead(looked_at), read);
    if (mark == DecimalMark::unclear)
      throw InputError(
          at_line(table_.path(), table_.header_line()) +
          "numbers like 1,234 have a decimal comma or thousands set apart; expected decimal_commas: "
          "true in the map, or numbers without commas");
    decimal_commas_ = mark == DecimalMark::comma;
    if (decimal_commas_) result_.notes.push_back("its numbers have decimal commas");
  }

  void read_row(const TableRow& row) {
    if (object_type_ != no_column && !is_cell(row.fields[object_type_])) {
      ++other_objects_[std::string(row.fields[object_type_])];
      return;
    }
    samples_.count(row);
    depth_.note(row, decimal_commas_);
    const std::optional<double> x_um = position(row, at_.x_low, at_.x_high);
    const std::optional<double> y_um = position(row, at_.y_low, at_.y_high);
    if (!x_um || !y_um) return note_unplaced(row, x_um ? at_.y_low : at_.x_low);
    const std::string* label = labels_ ? labels_->label_of(row) : nullptr;
    result_.box.include(*x_um, *y_um);
    result_.places.push_back({*x_um, *y_um, row.line});
    if (labels_ && !label && !names_cells_without_label_) return;
    const std::optional<CellType> type =
        typing_->type_of(row, labels_ && !label ? &no_label_ : label, decimal_commas_);
    if (!type) return;
    result_.cells.push_back({*x_um, *y_um, *type, intensity(row, pdl1_), intensity(row, pd1_), row.line});
  }

  /// Nothing where the field says that nothing is known.
  std::optional<double> position(const TableRow& row, std::size_t low, std::size_t high) const {
    const std::optional<double> from = number(row, low), to = low == high ? from : number(row, high);
    if (!from || !to) return std::nullopt;
    const double position_um = (*from / 2 + *to / 2) * at_.um_per_unit;
    if (std::abs(position_um) <= farthest_um) return position_um;
    throw InputError(fmt::format("{}{}: {:g} um is out of range; expected -{:g} to {:g} um",
                                 at_line(table_.path(), row.line), excerpt(columns_[low]), position_um,
                                 farthest_um, farthest_um));
  }

  std::optional<double> number(const TableRow& row, std::size_t column) const {
    const FieldNumber read = read_field(row.fields[column], decimal_commas_);
    if (read.form == FieldForm::number) return read.value;
    if (read.form == FieldForm::missing) return std::nullopt;
    throw InputError(begin_of_problem(row, column) + expected_instead(read.form));
  }

  std::string begin_of_problem(const TableRow& row, std::size_t column) const {
    return fmt::format("{}{}: '{}' ", at_line(table_.path(), row.line), excerpt(columns_[column]),
                       excerpt(row.fields[column]));
  }

  void note_unplaced(const TableRow& row, std::size_t column) {
    constexpr std::size_t most_lines = 8;
    if (++unplaced_.cells == 1) unplaced_.first = begin_of_problem(row, column);
    if (unplaced_.lines.size() < most_lines) unplaced_.lines.push_back(row.line);
  }

  /// NaN where the cell was not measured. Intensities are relative, so a percentage is as good as a number.
  double intensity(const TableRow& row, std::size_t column) const {
    if (column == no_column) return std::numeric_limits<double>::quiet_NaN();
    const FieldNumber read = read_field(row.fields[column], decimal_commas_);
    if (read.form == FieldForm::number) return read.value;
    if (read.form == FieldForm::percent && map_.normalise_intensities) return read.value;
    if (read.form == FieldForm::missing) return std::numeric_limits<double>::quiet_NaN();
    throw InputError(begin_of_problem(row, column) + expected_instead(read.form));
  }

  void finish() {
    samples_.require_one();
    depth_.require_flat(result_.notes);
    settle_unplaced();
    if (labels_ && !result_.places.empty()) labels_->require_any();
    typing_->require_all_known();
    if (result_.cells.empty())
      throw InputError(table_.path() + ": every cell is ignored; expected at least one to keep");
    describe();
  }

  void settle_unplaced() {
    if (unplaced_.cells == 0) return;
    const std::string count = fmt::format(
        "{} cell{} no position ({} {}{})", unplaced_.cells, unplaced_.cells == 1 ? " has" : "s have",
        unplaced_.cells == 1 ? "line" : "lines", fmt::join(unplaced_.lines, ", "),
        unplaced_.cells > unplaced_.lines.size() ? ", ..." : "");
    if (!map_.ignore_unplaced)
      throw InputError(fmt::format("{}is not a number: {}; expected one, or unplaced: ignore in the map",
                                   unplaced_.first, count));
    result_.warnings.push_back(count + " and were left out, as the map says");
  }

  void describe() {
    std::vector<std::string>& notes = result_.notes;
    notes.insert(notes.begin(), fmt::format("positions {}", at_.unit));
    if (const std::string dialect = table_.dialect(); !dialect.empty()) notes.insert(notes.begin(), dialect);
    for (const auto& [type, count] : other_objects_)
      result_.notes.push_back(
          fmt::format("{} objects of the type '{}' are no cells and were left out", count, excerpt(type)));
    if (labels_) result_.notes.push_back(labels_->summary());
    typing_->describe(result_.notes, result_.warnings);
    for (const auto& [label, cells] : typing_->ignored()) result_.ignored[label] += cells;
  }

  DelimitedTable table_;
  const ColumnNames& columns_;
  const TissueMap& map_;
  PositionColumns at_;
  DepthCheck depth_;
  SampleChoice samples_;
  std::size_t object_type_, pdl1_, pd1_;
  std::unique_ptr<CellLabels> labels_;
  std::unique_ptr<CellTyping> typing_;
  const std::string no_label_;
  bool names_cells_without_label_, decimal_commas_ = false;
  TissueTable result_;
  std::map<std::string, std::size_t> other_objects_;
  Unplaced unplaced_;
};

}  // namespace

TissueTable read_tissue_table(const std::string& path, std::string_view preset_name, const TissueMap* map,
                              const TableChoice& choice) {
  const Preset& preset = preset_named(preset_name);
  const TissueMap no_map;
  return CellReader(path, preset, map ? *map : no_map, choice).read();
}

}  // namespace tilscape
