// A guess is written so that it can be seen for one: with the cells it is about, and a question where it is
// open.
#include "tools/tissue/suggest_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "config/read/text_file.hpp"
#include "core/base/errors.hpp"
#include "tools/tissue/cell_labels.hpp"
#include "tools/tissue/delimited_table.hpp"
#include "tools/tissue/depth.hpp"
#include "tools/tissue/labels.hpp"
#include "tools/tissue/numbers.hpp"
#include "tools/tissue/presets.hpp"
#include "tools/tissue/samples.hpp"

namespace tilscape {
namespace {

constexpr std::size_t no_column = ColumnNames::npos;

using Words = std::vector<std::string_view>;

const std::vector<std::pair<CellType, Words>>& telling_words() {
  static const std::vector<std::pair<CellType, Words>> words{
      {CellType::tumour,
       {"tumor", "tumour", "tumors", "tumours", "cancer", "carcinoma", "malignant", "neoplastic", "melanoma",
        "ck", "panck", "pancytokeratin", "cytokeratin", "keratin", "ecad", "sox10", "epcam"}},
      {CellType::stroma,
       {"stroma", "stromal", "fibroblast", "fibroblasts", "caf", "cafs", "myofibroblast", "mesenchymal",
        "connective", "sma", "other", "others", "adipocyte", "adipocytes"}},
      {CellType::vessel, {"vessel", "vessels", "endothelial", "endothelium", "vascular", "cd31", "pecam1"}},
      {CellType::cd8_t_cell, {"cd8", "cd8a", "cd8t", "cytotoxic", "ctl", "ctls"}},
      {CellType::cd4_helper, {"cd4", "cd4t", "helper", "th", "th1", "th2"}},
      {CellType::treg, {"treg", "tregs", "foxp3", "regulatory"}},
      {CellType::nk, {"nk", "cd56", "ncam1", "nkp46"}},
      {CellType::macrophage,
       {"macrophage", "macrophages", "mac", "macs", "cd68", "cd163", "cd206", "tam", "tams", "kupffer"}},
  };
  return words;
}

/// Words of a label in lower case, those before a minus that ends them left out.
std::vector<std::string> affirmed_words(std::string_view label) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t i = 0; i <= label.size(); ++i) {
    const char c = i < label.size() ? label[i] : ' ';
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      word += static_cast<char>(std::tolower(byte));
      continue;
    }
    const bool is_negated =
        c == '-' && (i + 1 >= label.size() || std::isalnum(static_cast<unsigned char>(label[i + 1])) == 0);
    if (!word.empty() && !is_negated) words.push_back(word);
    word.clear();
  }
  return words;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + '"';
}

/// A column whose name fits one of these, as one word in lower case.
std::size_t column_called(const ColumnNames& columns, const Words& names) {
  for (const std::string_view name : names)
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (joined_words(columns[c]) == name) return c;
  return no_column;
}

/// The columns of x and y where no preset knows them; their names differ in that letter alone.
std::optional<std::pair<std::size_t, std::size_t>> guessed_positions(const ColumnNames& columns) {
  static const std::set<std::string> beside{"x",    "centroid", "center",  "centre",     "position",
                                            "pos",  "location", "coord",   "coordinate", "global",
                                            "cell", "nucleus",  "spatial", "coords"};
  for (std::size_t x = 0; x < columns.size(); ++x) {
    std::vector<std::string> words = words_of(columns[x]);
    const bool has_x = std::find(words.begin(), words.end(), "x") != words.end();
    const bool is_position = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      return beside.count(word) > 0 || unit_named(word) != LengthUnit::none;
    });
    if (!has_x || !is_position) continue;
    std::replace(words.begin(), words.end(), std::string("x"), std::string("y"));
    for (std::size_t y = 0; y < columns.size(); ++y)
      if (words_of(columns[y]) == words) return {{x, y}};
  }
  return std::nullopt;
}

class Suggestion {
 public:
  explicit Suggestion(const ImportOptions& options)
      : options_(options),
        table_(options.table),
        columns_(table_.columns()),
        preset_(&preset_named(options.preset)),
        depth_(table_, map_) {}

  SuggestedMap make() {
    find_preset();
    find_type();
    add("# A map for {}: read each line, then", options_.table);
    add("#   tilscape import-tissue {} --preset {}{} --map THIS --out tissue.csv", options_.table,
        preset_->name, options_.choice.labels.empty() ? "" : " --labels " + options_.choice.labels);
    add("# What is not certain is commented out.");
    add_columns();
    count_rows();
    add_unit();
    add_samples();
    if (type_ != no_column || labels_)
      add_types();
    else
      add_markers();
    result_.preset = preset_->name;
    return std::move(result_);
  }

 private:
  template <class... Parts>
  void add(fmt::format_string<Parts...> form, Parts&&... parts) {
    fmt::format_to(std::back_inserter(result_.text), form, std::forward<Parts>(parts)...);
    result_.text += '\n';
  }

  void find_preset() {
    const Preset* fitting = preset_of(columns_);
    if (preset_->name == "native" && fitting) preset_ = fitting;
    if (fitting) return;
    if (const auto guessed = guessed_positions(columns_)) {
      map_.columns.x_um = columns_[guessed->first];
      map_.columns.y_um = columns_[guessed->second];
    }
  }

  void find_type() {
    static const Words names{"celltype",  "cellmetacluster", "phenotype",   "classification", "class",
                             "type",      "cluster",         "clustername", "annotation",     "graphclust",
                             "leiden",    "louvain",         "label",       "celllabel",      "group",
                             "population"};
    if (!options_.choice.labels.empty()) {
      labels_ = std::make_unique<CellLabels>(options_.choice.labels, table_, map_);
      return;
    }
    type_ = find_type_column(columns_, *preset_, map_, true);
    if (type_ != no_column) return;
    type_ = column_called(columns_, names);
    if (type_ != no_column) map_.columns.type = columns_[type_];
  }

  void add_columns() {
    std::vector<std::string> entries;
    for (const auto& [key, name] : {std::pair<const char*, const std::string&>{"x_um", map_.columns.x_um},
                                    {"y_um", map_.columns.y_um},
                                    {"type", map_.columns.type}})
      if (!name.empty()) entries.push_back(fmt::format("{}: {}", key, in_quotes(name)));
    const bool has_positions = preset_of(columns_) || !map_.columns.x_um.empty();
    if (!entries.empty()) add("columns: {{{}}}", fmt::join(entries, ", "));
    if (!has_positions) add("# columns: {{x_um: ..., y_um: ...}}   # which columns hold the positions?");
    for (const char* marker : {"pdl1", "pd1"})
      for (const std::string& name : columns_.all()) {
        const std::string joined = joined_words(name);
        const bool is_it = joined.find(marker) != std::string::npos &&
                           (std::string_view(marker) == "pdl1" || joined.find("pd1") != std::string::npos);
        if (is_it && joined != marker) {
          add("# columns.{}: {}   # under `columns`, if it is an intensity", marker, in_quotes(name));
          break;
        }
      }
  }

  void count_rows() {
    const std::string x = map_.columns.x_um.empty() ? "" : map_.columns.x_um;
    SampleChoice samples(table_, options_.choice.only, x.empty() ? name_of_x() : x);
    for (TableRow row; table_.next(row);) {
      if (!samples.wants(row)) continue;
      samples.count(row);
      depth_.note(row, false);
      if (labels_) {
        const std::string* label = labels_->label_of(row);
        ++counts_[label && !is_missing(*label) ? *label : ""];
      } else if (type_ != no_column && counts_.size() <= most_labels) {
        const std::string label = plain_label(row.fields[type_]);
        ++counts_[is_missing(label) ? "" : label];
      }
      if (first_rows_.size() < looked_at) first_rows_.emplace_back(row.fields.begin(), row.fields.end());
    }
    try {
      samples.require_one();
    } catch (const InputError& problem) {
      sample_problem_ = problem.what();
    }
  }

  std::string name_of_x() const {
    for (const std::string_view name : preset_->x_low)
      for (const std::size_t column : columns_.with_base(name)) return columns_[column];
    return "";
  }

  void add_unit() {
    try {
      add("# Positions are {}.", find_positions(columns_, *preset_, map_).unit);
    } catch (const InputError& problem) {
      const std::string text = problem.what();
      if (text.find("um_per_unit") == std::string::npos) return;
      add("# um_per_unit: 0.5   # um per pixel: which is it?{}",
          name_of_x().rfind("CenterX", 0) == 0 ? " CosMx: 0.12028" : "");
    }
  }

  void add_samples() {
    if (!sample_problem_.empty()) add("# {}", sample_problem_);
    try {
      std::vector<std::string> flat;
      depth_.require_flat(flat);
    } catch (const InputError& problem) {
      add("# flatten: true   # {}", problem.what());
    }
  }

  void add_types() {
    add("types:   # label in the table: {}or ignore", every_type_name());
    std::vector<std::pair<std::size_t, std::string>> by_cells;
    for (const auto& [label, cells] : counts_) by_cells.emplace_back(cells, label);
    std::sort(by_cells.begin(), by_cells.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    for (std::size_t i = 0; i < std::min(by_cells.size(), most_labels); ++i)
      add_label(by_cells[i].second, by_cells[i].first);
    if (by_cells.size() > most_labels) add("  # ... and more labels: is this the column of cell types?");
    if (result_.labels == result_.open_labels) add("  {{}}");
    add("# default: ignore   # or a type, for the labels that are not named above");
  }

  void add_label(const std::string& label, std::size_t cells) {
    ++result_.labels;
    if (is_missing(label)) {
      ++result_.open_labels;
      add("  # \"\": ignore   # {} cells without a label", cells);
      return;
    }
    const std::optional<CellType> own = cell_type_named(label);
    const std::optional<CellType> type = own ? own : type_suggested_by(label);
    if (type) return add("  {}: {}   # {} cells", in_quotes(label), record_of(*type).name, cells);
    ++result_.open_labels;
    add("  # {}: ignore   # {} cells: which type?", in_quotes(label), cells);
  }

  /// Columns that are called by a word we know and say yes or no; intensities need a threshold. Tregs carry
  /// CD4, and immune cells in a nest touch tumour: what says more about a cell goes first.
  void add_markers() {
    constexpr std::array<CellType, 8> first_to_last{
        CellType::treg,       CellType::cd8_t_cell, CellType::cd4_helper, CellType::nk,
        CellType::macrophage, CellType::vessel,     CellType::tumour,     CellType::stroma};
    std::string certain, open;
    for (const CellType type : first_to_last)
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        if (type_suggested_by(columns_[c]) != type) continue;
        if (says_yes_or_no(c))
          certain +=
              fmt::format("  - {{column: {}, type: {}}}\n", in_quotes(columns_[c]), record_of(type).name);
        else
          open += fmt::format("#   - {{column: {}, above: 1000, type: {}}}   # above which value?\n",
                              in_quotes(columns_[c]), record_of(type).name);
      }
    add("# No column of cell types was found: the first positive marker decides.");
    result_.text += (certain.empty() ? "# markers:\n" : "markers:\n") + certain + open;
    add("{}unmarked: stroma   # cells without a positive marker", certain.empty() ? "# " : "");
  }

  bool says_yes_or_no(std::size_t column) const {
    return std::all_of(first_rows_.begin(), first_rows_.end(), [&](const std::vector<std::string>& row) {
      const std::string& field = row[column];
      return field == "0" || field == "1" || is_missing(field) || read_marker_word(field) != MarkerWord::none;
    });
  }

  static constexpr std::size_t most_labels = 200, looked_at = 200;

  const ImportOptions& options_;
  DelimitedTable table_;
  const ColumnNames& columns_;
  const Preset* preset_;
  TissueMap map_;
  DepthCheck depth_;
  std::size_t type_ = no_column;
  std::unique_ptr<CellLabels> labels_;
  std::map<std::string, std::size_t> counts_;
  std::vector<std::vector<std::string>> first_rows_;
  std::string sample_problem_;
  SuggestedMap result_;
};

}  // namespace

std::optional<CellType> type_suggested_by(std::string_view label) {
  std::set<CellType> types;
  for (const std::string& word : affirmed_words(label))
    for (const auto& [type, words] : telling_words())
      if (std::find(words.begin(), words.end(), word) != words.end()) types.insert(type);
  if (types.count(CellType::treg) > 0) types.erase(CellType::cd4_helper);  // Tregs carry CD4
  if (types.size() != 1) return std::nullopt;
  return *types.begin();
}

SuggestedMap suggest_map(const ImportOptions& options) {
  return Suggestion(options).make();
}

std::string write_suggested_map(const ImportOptions& options, const std::string& path) {
  const SuggestedMap map = suggest_map(options);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wx"), std::fclose);
  if (!file && errno == EEXIST)
    throw InputError("--suggest-map: " + path + " is there already; expected the name of a new file");
  if (!file || std::fwrite(map.text.data(), 1, map.text.size(), file.get()) != map.text.size() ||
      std::fflush(file.get()) != 0)
    throw OutputError(path + ": cannot be written (" + std::strerror(errno) +
                      "); expected a place for a map");
  return fmt::format(
      "wrote         {}: {} labels, {} of them left to you; edit it, then\n"
      "  tilscape import-tissue {} --preset {} --map {} --out tissue.csv\n",
      path, map.labels, map.open_labels, options.table, map.preset, path);
}

}  // namespace tilscape
