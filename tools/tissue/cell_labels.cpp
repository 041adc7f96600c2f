// Each label is kept once, and an entry per cell points to it.
#include "tools/tissue/cell_labels.hpp"

#include <fmt/format.h>

#include "config/read/text_file.hpp"
#include "core/base/errors.hpp"
#include "tools/tissue/labels.hpp"
#include "tools/tissue/presets.hpp"

namespace tilscape {
namespace {

std::size_t field_of_view_column(const ColumnNames& columns) {
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (joined_words(columns[c]) == "fov") return c;
  return ColumnNames::npos;
}

std::size_t id_column(const ColumnNames& columns, const TissueMap& map) {
  if (!map.columns.cell_id.empty())
    if (const std::size_t mapped = columns.find(map.columns.cell_id); mapped != ColumnNames::npos)
      return mapped;
  const std::size_t found = cell_id_column(columns);
  if (found != ColumnNames::npos) return found;
  throw InputError(fmt::format("{}no column names the cells; expected cell_id, or columns.cell_id in the map",
                               columns.where()));
}

std::size_t label_column(const ColumnNames& columns, std::size_t id, const TissueMap& map) {
  static const std::vector<std::string_view> names{
      "celltype",       "cluster",    "phenotype",  "label",           "type",  "class",
      "classification", "annotation", "cellclass",  "cellmetacluster", "group", "name",
      "leiden",         "louvain",    "graphclust", "celltypes"};
  if (!map.columns.type.empty())
    if (const std::size_t mapped = columns.find(map.columns.type); mapped != ColumnNames::npos) return mapped;
  if (columns.size() == 2) return 1 - id;
  for (const std::string_view name : names)
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (c != id && joined_words(columns[c]) == name) return c;
  throw InputError(
      fmt::format("{}no column is known to hold labels; expected its name under columns.type in the map",
                  columns.where()));
}

}  // namespace

CellLabels::CellLabels(const std::string& path, const DelimitedTable& table, const TissueMap& map)
    : path_(path), table_path_(table.path()), id_(id_column(table.columns(), map)) {
  DelimitedTable file(path);
  field_of_view_ = field_of_view_column(table.columns());
  has_fields_of_view_ =
      field_of_view_ != ColumnNames::npos && field_of_view_column(file.columns()) != ColumnNames::npos;
  id_name_ = table.columns()[id_];
  read(file, map);
}

void CellLabels::read(DelimitedTable& file, const TissueMap& map) {
  const std::size_t id = id_column(file.columns(), map), label = label_column(file.columns(), id, map);
  const std::size_t field_of_view = field_of_view_column(file.columns());
  label_name_ = file.columns()[label];
  for (TableRow row; file.next(row);) {
    const Entry entry{number_of(row.fields[label]), false};
    const auto [there, is_new] = entries_.emplace(key(row.fields, id, field_of_view), entry);
    if (!is_new && there->second.label != entry.label)
      throw InputError(fmt::format("{}the cell '{}' has the label '{}' here and '{}' before; expected one",
                                   at_line(path_, row.line), excerpt(row.fields[id]),
                                   excerpt(row.fields[label]), excerpt(labels_[there->second.label])));
  }
}

std::uint32_t CellLabels::number_of(std::string_view label) {
  const auto [there, is_new] =
      numbers_.emplace(plain_label(label), static_cast<std::uint32_t>(labels_.size()));
  if (is_new) labels_.push_back(there->first);
  return there->second;
}

std::string CellLabels::key(std::span<const std::string_view> fields, std::size_t id,
                            std::size_t field_of_view) const {
  std::string key = plain_label(fields[id]);
  if (has_fields_of_view_) key += '\t' + plain_label(fields[field_of_view]);
  return key;
}

const std::string* CellLabels::label_of(const TableRow& row) {
  const auto found = entries_.find(key(row.fields, id_, field_of_view_));
  if (found == entries_.end()) {
    if (++unmatched_ == 1) first_unmatched_ = excerpt(row.fields[id_]);
    return nullptr;
  }
  if (found->second.is_used)
    throw InputError(
        fmt::format("{}{}: the cell '{}' stands here again; expected each once, to join labels to it",
                    at_line(table_path_, row.line), excerpt(id_name_), excerpt(row.fields[id_])));
  found->second.is_used = true;
  ++matched_;
  return &labels_[found->second.label];
}

void CellLabels::require_any() const {
  if (matched_ > 0) return;
  const std::string theirs = entries_.empty() ? "" : entries_.begin()->first;
  throw InputError(fmt::format(
      "{}: names no cell of {} (there '{}', here '{}'); expected the ids of its column '{}'", path_,
      table_path_, first_unmatched_, excerpt(theirs.substr(0, theirs.find('\t'))), excerpt(id_name_)));
}

std::string CellLabels::summary() const {
  return fmt::format(
      "labels are '{}' of {}: {} cells have one, {} have none, {} of its cells are not in the table",
      excerpt(label_name_), path_, matched_, unmatched_, entries_.size() - matched_);
}

}  // namespace tilscape
