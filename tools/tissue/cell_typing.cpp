// Each label is looked up once; most rows repeat one.
#include "tools/tissue/cell_typing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/read/text_file.hpp"
#include "config/schema/suggest.hpp"
#include "core/base/errors.hpp"
#include "tools/tissue/labels.hpp"
#include "tools/tissue/numbers.hpp"

namespace tilscape {
namespace {

constexpr std::size_t most_problems = 50;
/// More than this are no labels but something else of each cell.
constexpr std::size_t most_labels = 100000;
constexpr const char* no_marker = "no marker";

}  // namespace

CellTyping::CellTyping(const DelimitedTable& table, const TissueMap& map, std::size_t type_column)
    : path_(table.path()), columns_(table.columns()), map_(map), type_column_(type_column) {
  for (const MarkerRule& marker : map.markers) marker_columns_.push_back(columns_.require(marker.column));
  not_measured_.assign(marker_columns_.size(), 0);
}

std::optional<CellType> CellTyping::type_of(const TableRow& row, const std::string* label,
                                            bool decimal_commas) {
  if (label) return by_label(*label, row.line);
  return marker_columns_.empty() ? by_label(row.fields[type_column_], row.line)
                                 : by_marker(row, decimal_commas);
}

std::optional<CellType> CellTyping::by_label(std::string_view text, std::size_t line) {
  if (!last_ || text != last_text_) {
    last_ = &label_named(text, line);
    last_text_ = text;
  }
  ++last_->cells;
  if (last_->ignored) ++*last_->ignored;
  return last_->choice ? last_->choice->type : std::nullopt;
}

CellTyping::Label& CellTyping::label_named(std::string_view text, std::size_t line) {
  const std::string plain = plain_label(text);
  const auto [there, is_new] = labels_.try_emplace(plain);
  Label& label = there->second;
  if (!is_new) return label;
  if (labels_.size() > most_labels)
    throw InputError(
        fmt::format("{}more than {} labels; expected cell types", at_line(path_, line), most_labels));
  label.first_line = line;
  if (const LabelRule* rule = map_.find(plain)) {
    label.choice = rule->choice;
  } else if (const std::optional<CellType> own = cell_type_named(plain)) {
    label.choice = TypeChoice{own};
  } else if (map_.otherwise) {
    label.choice = map_.otherwise;
    label.by_default = true;
  }
  if (label.choice && !label.choice->type) label.ignored = &ignored_[plain];
  return label;
}

std::optional<CellType> CellTyping::by_marker(const TableRow& row, bool decimal_commas) {
  const TypeChoice* choice = map_.unmarked ? &*map_.unmarked : nullptr;
  const std::string* decides = nullptr;
  for (std::size_t i = 0; i < marker_columns_.size(); ++i) {
    if (!is_positive(row, i, decimal_commas) || decides) continue;
    choice = &map_.markers[i].choice;
    decides = &map_.markers[i].column;
  }
  if (!choice) {
    if (++unmarked_.cells == 1) unmarked_.first_line = row.line;
    return std::nullopt;
  }
  if (!choice->type) ++ignored_[decides ? *decides : no_marker];
  return choice->type;
}

bool CellTyping::is_positive(const TableRow& row, std::size_t marker, bool decimal_commas) {
  const std::string_view field = row.fields[marker_columns_[marker]];
  const FieldNumber read = read_field(field, decimal_commas);
  if (read.form == FieldForm::number || read.form == FieldForm::percent)
    return read.value > map_.markers[marker].above;
  if (read.form == FieldForm::missing) {
    ++not_measured_[marker];
    return false;
  }
  const MarkerWord word = read.form == FieldForm::other ? read_marker_word(field) : MarkerWord::none;
  if (word != MarkerWord::none) return word == MarkerWord::positive;
  throw InputError(
      fmt::format("{}{}: '{}' {}{}", at_line(path_, row.line), excerpt(columns_[marker_columns_[marker]]),
                  excerpt(field), expected_instead(read.form),
                  read.form == FieldForm::other ? ", or TRUE, positive, + and their opposites" : ""));
}

/// QuPath derives classes, "Tumor: PD-L1" of "Tumor": a pattern names them all.
std::string CellTyping::hint_for(const std::string& label) const {
  std::vector<std::string> known;
  for (const LabelRule& rule : map_.types) {
    if (!rule.label.empty() && label.rfind(rule.label + ": ", 0) == 0)
      return fmt::format(" (\"{}: *\" stands for all of that kind)", excerpt(rule.label));
    known.push_back(rule.label);
  }
  return did_you_mean(label, known);
}

void CellTyping::require_all_known() const {
  std::vector<std::pair<std::size_t, std::string>> problems;  // by first line
  for (const auto& [label, met] : labels_)
    if (!met.choice)
      problems.emplace_back(
          met.first_line,
          fmt::format("{}'{}': {} cells have this label and the map does not name it; expected it "
                      "under `types`, perhaps as {}, or a `default`{}",
                      at_line(path_, met.first_line), excerpt(label), met.cells,
                      is_missing(label) ? "`\"\": ignore`" : "ignore", hint_for(label)));
  if (unmarked_.cells > 0)
    problems.emplace_back(
        unmarked_.first_line,
        fmt::format(
            "{}'{}': {} cells have this label and the map does not name it; expected it under `unmarked`",
            at_line(path_, unmarked_.first_line), no_marker, unmarked_.cells));
  if (problems.empty()) return;
  std::sort(problems.begin(), problems.end());
  std::string text;
  for (std::size_t i = 0; i < std::min(problems.size(), most_problems); ++i)
    text += (text.empty() ? "" : "\n") + problems[i].second;
  if (problems.size() > most_problems)
    text += fmt::format("\n{}: and {} more labels", path_, problems.size() - most_problems);
  throw InputError(text);
}

void CellTyping::describe(std::vector<std::string>& notes, std::vector<std::string>& warnings) const {
  std::map<std::string, std::size_t> defaulted;  // in the order of their names
  for (const auto& [label, met] : labels_)
    if (met.by_default && met.choice->type) defaulted[label] = met.cells;
  for (const auto& [label, cells] : defaulted)
    notes.push_back(fmt::format("{} cells labelled '{}' are taken for {}, as the map's default says", cells,
                                excerpt(label), record_of(*map_.otherwise->type).name));
  for (std::size_t i = 0; i < not_measured_.size(); ++i)
    if (not_measured_[i] > 0)
      warnings.push_back(fmt::format("{} cells have no value in '{}' and count as negative", not_measured_[i],
                                     excerpt(columns_[marker_columns_[i]])));
}

}  // namespace tilscape
