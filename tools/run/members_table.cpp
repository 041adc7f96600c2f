#include "tools/run/members_table.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "core/base/text_rows.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/run/run_folder.hpp"
#include "tools/run/prepare_run.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

using Fields = std::vector<std::string>;

/// The last row of a census.csv, by column; `columns` gets those that it does not have yet. Nothing of a
/// census without rows.
std::map<std::string, std::string> last_row(const fs::path& census_csv, Fields& columns) {
  const std::string text = read_text(census_csv);
  std::string_view rest = text;
  RowCutter cutter;
  TextRow row;
  const auto next = [&] { return cutter.cut(rest, false, row) == RowCutter::Found::row; };
  Fields names, values;
  if (next()) names.assign(row.fields.begin(), row.fields.end());
  while (next()) values.assign(row.fields.begin(), row.fields.end());
  std::map<std::string, std::string> last;
  for (std::size_t c = 0; c < std::min(names.size(), values.size()); ++c) {
    last[names[c]] = values[c];
    if (std::find(columns.begin(), columns.end(), names[c]) == columns.end()) columns.push_back(names[c]);
  }
  return last;
}

}  // namespace

std::string members_table(const fs::path& group, const std::vector<std::string>& names) {
  std::vector<std::string> columns;
  std::vector<std::pair<std::string, std::map<std::string, std::string>>> rows;
  for (const std::string& name : names)
    if (const fs::path csv = group / name / run_files::census; fs::exists(csv))
      if (auto row = last_row(csv, columns); !row.empty()) rows.emplace_back(name, std::move(row));
  std::string text = "folder";
  for (const std::string& column : columns) text += "," + column;
  for (const auto& [name, row] : rows) {
    text += "\n" + name;
    for (const std::string& column : columns) {
      const auto value = row.find(column);
      text += "," + (value == row.end() ? "" : value->second);
    }
  }
  return text + "\n";
}

void write_members_table(const PreparedRun& run, const fs::path& out) {
  std::vector<std::string> names;
  for (const Member& member : members_of(run.configuration)) names.push_back(run.folder_name(member));
  write_durably(out / run_files::members, members_table(out, names));
}

}  // namespace tilscape
