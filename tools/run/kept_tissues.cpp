// A copy has the same name and line in every run of a configuration, wherever its table lay: run.yaml is part
// of snapshots and checkpoints.
#include "tools/run/kept_tissues.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "core/base/errors.hpp"
#include "core/io/run/run_folder.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

constexpr const char* tissue_key = "initial.tissue";

/// The tables that parameter sets start from, each once, in the order of the sets.
std::vector<std::string> tables_of(const SweptRun& run) {
  std::vector<std::string> tables;
  for (const ParameterSet& set : run.sets) {
    std::string table = run.base.model.initial.tissue;
    for (const SweptValue& v : set)
      if (v.row->key == tissue_key) table = std::get<std::string>(v.value);
    if (!table.empty() && std::find(tables.begin(), tables.end(), table) == tables.end())
      tables.push_back(std::move(table));
  }
  return tables;
}

void rename_tables(SweptRun& run, const std::function<std::string(const std::string&)>& name_of) {
  run.base.model.initial.tissue = name_of(run.base.model.initial.tissue);
  for (ParameterSet& set : run.sets)
    for (SweptValue& v : set)
      if (v.row->key == tissue_key) v.value = name_of(std::get<std::string>(v.value));
}

std::string line_start(const std::string& name) {
  return fmt::format("# tissue {}: ", value_text(name));
}

std::string line_about(const std::string& name, const TissueFile& file) {
  return fmt::format("{}{} bytes, SHA-256 {}\n", line_start(name), file.bytes, file.digest);
}

/// The line about a table, of those that begin a run.yaml; empty: there is none.
std::string line_in(const std::string& run_yaml, const std::string& name) {
  const std::size_t begin = run_yaml.find("\n" + line_start(name));
  if (begin == std::string::npos) return {};
  const std::size_t end = run_yaml.find('\n', begin + 1);
  return run_yaml.substr(begin + 1, end - begin);
}

fs::path absolute_folder(const fs::path& run_folder) {
  return fs::absolute(run_folder / "").lexically_normal().parent_path();
}

/// What the run.yaml in a folder calls a table: a copy lies beside it or, of a member, in the folder above.
std::string name_in(const fs::path& run_folder, const std::string& run_yaml, const std::string& path) {
  const fs::path folder = absolute_folder(run_folder), place = fs::path(path).parent_path();
  const std::string copy = fs::path(path).filename().string();
  const bool is_copy = (place == folder || place == folder.parent_path()) && !line_in(run_yaml, copy).empty();
  return is_copy ? copy : path;
}

}  // namespace

void KeptTissues::keep(const std::map<std::string, TissueFile>& files, SweptRun& configuration) {
  std::map<std::string, std::string> names;
  const std::vector<std::string> tables = tables_of(configuration);
  for (std::size_t k = 0; k < tables.size(); ++k) {
    const auto file = files.find(tables[k]);
    if (file == files.end()) continue;
    const bool is_copied = !file->second.text.empty();
    const std::string name = is_copied ? run_files::tissue(k, tables.size()) : tables[k];
    names[tables[k]] = name;
    lines_[name] = line_about(name, file->second);
    if (!is_copied) continue;
    texts_[name] = file->second.text;
    origins_[name] = tables[k];
  }
  rename_tables(configuration, [&](const std::string& path) {
    const auto found = names.find(path);
    return found == names.end() ? path : found->second;
  });
}

void KeptTissues::take_up(const std::map<std::string, TissueFile>& files, const fs::path& run_folder,
                          const std::string& run_yaml, SweptRun& configuration) {
  require_same_tissues(files, run_folder, run_yaml);
  rename_tables(configuration, [&](const std::string& path) {
    const std::string name = name_in(run_folder, run_yaml, path);
    if (std::string line = line_in(run_yaml, name); !line.empty()) lines_[name] = std::move(line);
    return name;
  });
}

std::string KeptTissues::line_of(const std::string& name) const {
  const auto found = lines_.find(name);
  return found == lines_.end() ? std::string() : found->second;
}

std::string KeptTissues::lines() const {
  std::string text;
  for (const auto& [name, line] : lines_) text += line;
  return text;
}

std::string KeptTissues::origins() const {
  std::string text;
  for (const auto& [name, path] : origins_) text += fmt::format("{} is a copy of {}\n", name, path);
  return text;
}

void KeptTissues::write(const fs::path& run_folder, FileGroup& files) const {
  for (const auto& [name, text] : texts_) files.write(run_folder / name, text);
}

double KeptTissues::bytes() const {
  double sum = 0;
  for (const auto& [name, text] : texts_) sum += static_cast<double>(text.size());
  return sum;
}

void require_outside(const fs::path& run_folder, const std::map<std::string, TissueFile>& files) {
  for (const auto& [path, file] : files)
    if (file.text.empty() && fs::path(path).parent_path() == absolute_folder(run_folder))
      throw InputError(path + ": lies in the run folder that --force replaces; expected it elsewhere");
}

void require_same_tissues(const std::map<std::string, TissueFile>& files, const fs::path& run_folder,
                          const std::string& run_yaml) {
  for (const auto& [path, file] : files) {
    const std::string name = name_in(run_folder, run_yaml, path), line = line_in(run_yaml, name);
    if (line.empty() || line == line_about(name, file)) continue;
    const std::string began_with = line.substr(line_start(name).size());
    throw InputError(fmt::format("{}: is not the table that the run began with; expected {}", path,
                                 began_with.substr(0, began_with.size() - 1)));
  }
}

}  // namespace tilscape
