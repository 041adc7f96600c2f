// The checkpoints of a run folder, and putting the folder back to one: see core/io/run/run_folder.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "core/base/errors.hpp"
#include "core/io/files/disk_problem.hpp"
#include "core/io/run/run_folder.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

/// The number in the name of a file of the run; none in other names.
std::optional<std::uint64_t> number_in(const fs::path& file) {
  static const std::regex form(R"([a-z]+_(\d{8,18})\.(vtkhdf|hdf|h5))");
  const std::string name = file.filename().string();
  std::smatch match;
  if (!std::regex_match(name, match, form)) return {};
  return std::stoull(match[1]);
}

/// Files of `folder` whose number is `first` or more, and what was never finished.
void remove_from(const fs::path& folder, std::uint64_t first) {
  if (!fs::is_directory(folder)) return;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::optional<std::uint64_t> number = number_in(entry.path());
    if ((number && *number >= first) || entry.path().extension() == ".tmp") files.push_back(entry.path());
  }
  for (const fs::path& file : files) fs::remove(file);
}

/// A folder that someone else packed may hold links to where this program would write, cut or remove.
void refuse_links(const fs::path& folder) {
  for (const char* name : {run_files::config, run_files::log, run_files::census, "snap", "view", "census",
                           "clones", "checkpoint"})
    if (fs::is_symlink(folder / name))
      throw OutputError((folder / name).string() +
                        ": is a symbolic link; expected what the run itself wrote there");
}

/// Earlier versions kept the census as HDF5 too.
void remove_second_census(const fs::path& folder) {
  fs::remove(folder / "census.h5");
  remove_from(folder / "census", 0);
  std::error_code not_empty;
  fs::remove(folder / "census", not_empty);
}

void cut_back(const fs::path& file, std::uint64_t bytes) {
  if (!fs::exists(file)) return;
  if (bytes == 0)
    fs::remove(file);  // its first line comes with its first row
  else
    fs::resize_file(file, bytes);
}

}  // namespace

std::vector<fs::path> checkpoints_of(const fs::path& run_folder) {
  std::vector<std::pair<std::uint64_t, fs::path>> found;
  const fs::path folder = run_folder / "checkpoint";
  if (fs::is_directory(folder))
    for (const auto& entry : fs::directory_iterator(folder))
      if (const auto step = number_in(entry.path())) found.emplace_back(*step, entry.path());
  std::sort(found.rbegin(), found.rend());
  std::vector<fs::path> files;
  for (const auto& [step, file] : found) files.push_back(file);
  return files;
}

std::string RunFolder::missing_for(const fs::path& path, const Checkpoint& from) {
  std::error_code error;
  const bool has_segments = fs::is_directory(path / "clones", error);
  for (std::size_t i = 0; i < from.folder.times_h.size(); ++i)
    for (const std::string& name : {run_files::snapshot(i), run_files::segment("clones", i)})
      if ((has_segments || name == run_files::snapshot(i)) && !fs::exists(path / name, error))
        return fmt::format("{}: is missing; the checkpoint {} goes on from it", (path / name).string(),
                           run_files::checkpoint(from.step));
  const fs::path csv = path / run_files::census;
  const bool is_there = fs::exists(csv, error);
  const std::uint64_t bytes = is_there ? fs::file_size(csv, error) : 0;
  if (!error && bytes >= from.folder.census_csv_bytes) return {};
  return fmt::format("{}: has {} bytes, but had {} at the checkpoint {}; it was changed or is damaged",
                     csv.string(), bytes, from.folder.census_csv_bytes, run_files::checkpoint(from.step));
}

RunFolder RunFolder::resume(const fs::path& path, const Checkpoint& from,
                            std::shared_ptr<const FolderLock> lock, SnapshotOptions options,
                            FolderForm form) {
  refuse_links(path);
  RunFolder folder(path, options, std::move(lock), form);
  folder.times_h_ = from.folder.times_h;
  folder.census_csv_bytes_ = from.folder.census_csv_bytes;
  folder.clone_rows_ = from.folder.clone_rows;
  const std::size_t count = folder.snapshot_count();
  if (const std::string problem = missing_for(path, from); !problem.empty()) throw OutputError(problem);
  const bool has_series = form == FolderForm::whole || count > 0;
  FileGroup series;
  if (has_series) folder.write_series(series, folder.times_h_);
  series.commit();
  try {
    if (!has_series) fs::remove(path / run_files::run_series);
    for (const char* last : {run_files::clones, run_files::summary}) fs::remove(path / last);
    for (const char* numbered : {"snap", "view", "clones"}) remove_from(path / numbered, count);
    remove_second_census(path);
    remove_from(path / "checkpoint", from.step + 1);
    cut_back(path / run_files::census, from.folder.census_csv_bytes);
  } catch (const fs::filesystem_error& error) {
    throw OutputError(
        fmt::format("{}: cannot be put back: {}", path.string(), disk_problem(path, error.code().value())));
  }
  return folder;
}

void RunFolder::stage_checkpoint(Checkpoint checkpoint, FileGroup& files) const {
  require_ours();
  require_whole_census();
  checkpoint.folder = {times_h_, census_csv_bytes_, clone_rows_};
  flush_census(files);
  write_checkpoint(files, path_ / run_files::checkpoint(checkpoint.step), checkpoint, options_);
}

void RunFolder::remove_spare_checkpoints() const {
  if (form_ == FolderForm::whole) return;
  std::error_code ignored;
  const std::vector<fs::path> checkpoints = checkpoints_of(path_);
  for (std::size_t k = 1; k < checkpoints.size(); ++k) fs::remove(checkpoints[k], ignored);
}

void RunFolder::commit_checkpoints(std::span<const RunFolder> folders, FileGroup& files) {
  files.commit();
  std::error_code ignored;
  for (const RunFolder& folder : folders) {
    const std::vector<fs::path> checkpoints = checkpoints_of(folder.path());
    for (std::size_t k = checkpoints_kept; k < checkpoints.size(); ++k) fs::remove(checkpoints[k], ignored);
  }
}

}  // namespace tilscape
