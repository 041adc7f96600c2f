// Values are counted as they come: exports list one image after the other, so most rows repeat the last
// value.
#include "tools/tissue/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/read/text_file.hpp"
#include "core/base/errors.hpp"
#include "tools/tissue/labels.hpp"
#include "tools/tissue/numbers.hpp"
#include "tools/tissue/presets.hpp"

namespace tilscape {
namespace {

constexpr std::size_t most_values = 1000;
constexpr std::size_t most_shown = 12;

/// QuPath's column ROI says what shape an object has.
bool is_shape(const std::string& value) {
  constexpr std::array<std::string_view, 8> shapes{"Polygon", "Geometry", "Rectangle", "Ellipse",
                                                   "Point",   "Points",   "Line",      "Polyline"};
  return std::find(shapes.begin(), shapes.end(), value) != shapes.end();
}

}  // namespace

SampleChoice::SampleChoice(const DelimitedTable& table, const std::vector<std::string>& only,
                           const std::string& x)
    : path_(table.path()), columns_(table.columns()) {
  for (const std::string& choice : only) add_choice(choice);
  for (const std::size_t column : sample_columns(columns_, x)) {
    const bool is_chosen =
        std::any_of(chosen_.begin(), chosen_.end(), [&](const Column& c) { return c.column == column; });
    if (!is_chosen) possible_.push_back({column, {}, {}, {}, nullptr, false});
  }
}

void SampleChoice::add_choice(const std::string& only) {
  std::size_t sign = only.find('='), column = ColumnNames::npos;
  if (sign == std::string::npos || sign == 0)
    throw InputError(fmt::format("--only: '{}'; expected COLUMN=VALUE", excerpt(only)));
  while (sign != std::string::npos &&
         (column = columns_.find(trimmed(only.substr(0, sign)))) == ColumnNames::npos)
    sign = only.find('=', sign + 1);  // a name may hold one
  if (column == ColumnNames::npos)
    throw InputError(fmt::format("--only: {} has no column '{}'; expected one of its header", path_,
                                 excerpt(only.substr(0, only.find('=')))));
  const auto known =
      std::find_if(chosen_.begin(), chosen_.end(), [&](const Column& c) { return c.column == column; });
  Column& chosen =
      known == chosen_.end() ? chosen_.emplace_back(Column{column, {}, {}, {}, nullptr, false}) : *known;
  chosen.wanted.push_back(plain_label(only.substr(sign + 1)));
}

void SampleChoice::note(Column& column, std::string_view value) {
  if (column.last_count && value == column.last) {
    ++*column.last_count;
    return;
  }
  auto found = column.values.find(value);
  if (found == column.values.end()) {
    column.is_full = column.is_full || column.values.size() >= most_values;
    if (column.is_full) return;
    found = column.values.emplace(std::string(value), 0).first;
  }
  column.last = value;
  column.last_count = &found->second;
  ++found->second;
}

bool SampleChoice::wants(const TableRow& row) {
  bool wanted = true;
  for (Column& column : chosen_) {
    const std::string value = plain_label(row.fields[column.column]);
    note(column, value);
    wanted = wanted && std::any_of(column.wanted.begin(), column.wanted.end(), [&](const std::string& w) {
               return w == value || fits_pattern(w, value);
             });
  }
  return wanted;
}

void SampleChoice::count(const TableRow& row) {
  ++cells_;
  for (Column& column : possible_)
    if (!is_missing(row.fields[column.column])) note(column, row.fields[column.column]);
}

/// A name of its own for each of many cells is no sample.
bool SampleChoice::holds_several(const Column& column) const {
  constexpr std::size_t few_cells = 8;
  if (column.values.size() < 2) return false;
  std::size_t counted = 0;
  for (const auto& [value, cells] : column.values) counted += cells;
  if (counted == column.values.size() && cells_ > few_cells) return false;
  return !std::all_of(column.values.begin(), column.values.end(),
                      [](const auto& v) { return is_shape(v.first); });
}

std::string SampleChoice::choices_in(const Column& column) const {
  std::string text;
  std::size_t shown = 0;
  for (const auto& [value, cells] : column.values) {
    if (++shown > most_shown) break;
    text += fmt::format("{}'{}' ({}{})", text.empty() ? "" : ", ", excerpt(value), cells,
                        shown == 1 ? " cells" : "");
  }
  if (shown <= most_shown) return text;
  return text + (column.is_full ? ", ..." : fmt::format(" and {} more", column.values.size() - most_shown));
}

void SampleChoice::require_one() const {
  for (const Column& column : chosen_)
    for (const std::string& wanted : column.wanted) {
      const bool is_there =
          column.is_full || std::any_of(column.values.begin(), column.values.end(), [&](const auto& v) {
            return v.first == wanted || fits_pattern(wanted, v.first);
          });
      if (!is_there)
        throw InputError(fmt::format("--only: {} has no '{}' in the column '{}'; expected one of {}", path_,
                                     excerpt(wanted), excerpt(columns_[column.column]), choices_in(column)));
    }
  for (const Column& column : possible_) {
    if (!holds_several(column)) continue;
    const std::string name = excerpt(columns_[column.column]);
    throw InputError(fmt::format(
        "{}'{}': the table holds {}{} samples: {}; expected one: --only '{}={}' (or '{}=*' if all of them "
        "have one coordinate system)",
        columns_.where(), name, column.is_full ? "more than " : "", column.values.size(), choices_in(column),
        name, excerpt(column.values.begin()->first), name));
  }
}

}  // namespace tilscape
