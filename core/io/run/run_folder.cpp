// Files of a run folder and the order in which they are written: see core/io/run/run_folder.hpp.
#include "core/io/run/run_folder.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <functional>

#include "core/base/errors.hpp"
#include "core/io/files/disk_problem.hpp"
#include "core/io/files/durable_file.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

constexpr std::array subfolders = {"snap", "view", "clones", "checkpoint"};

std::span<const char* const> subfolders_of(FolderForm form) {
  static constexpr std::array brief = {"snap", "checkpoint"};
  static constexpr std::array tables = {"checkpoint"};
  if (form == FolderForm::whole) return subfolders;
  if (form == FolderForm::brief) return brief;
  return tables;
}

[[noreturn]] void fail(const fs::path& path, const std::string& problem) {
  throw OutputError(path.string() + ": " + problem);
}

/// What is not empty stays.
void remove_subfolders(const fs::path& folder) {
  std::error_code not_empty;
  for (const char* subfolder : subfolders) fs::remove(folder / subfolder, not_empty);
  fs::remove(folder / "census", not_empty);  // of an earlier version
  const fs::path bug_report = folder / run_files::bug_report;
  if (!fs::is_directory(bug_report, not_empty)) return;
  for (const auto& member : fs::directory_iterator(bug_report)) fs::remove(member.path(), not_empty);
  fs::remove(bug_report, not_empty);
}

std::vector<fs::path> files_of_the_run(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (!entry.is_directory() && run_files::is_ours(entry.path().lexically_relative(folder).generic_string()))
      files.push_back(entry.path());
  return files;
}

void remove_old_run(const fs::path& folder) {
  if (!run_files::holds_a_run(folder))
    fail(folder, "not empty and not a Tilscape run, so nothing in it is replaced; choose another folder");
  std::vector<fs::path> files = files_of_the_run(folder), members;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_directory() && run_files::is_one_of_several(entry.path().filename().string()))
      (entry.is_symlink() ? files : members).push_back(entry.path());  // of a link only the link itself goes
  // The log marks the folder as a run: it goes last, so that an interrupted removal can be repeated.
  const fs::path log = folder / run_files::log;
  for (const fs::path& file : files)
    if (file != log && file != folder / FolderLock::file_name) fs::remove(file);
  fs::remove(log);
  std::error_code not_empty;
  for (const fs::path& member : members) {
    remove_subfolders(member);
    fs::remove(member, not_empty);
  }
  remove_subfolders(folder);
}

OutputError cannot_make(const fs::path& folder, const std::error_code& error) {
  return OutputError(
      fmt::format("{}: cannot be made: {}", folder.string(), disk_problem(folder, error.value())));
}

bool holds_nothing_but_its_lock(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename() != FolderLock::file_name) return false;
  return true;
}

using Lock = std::shared_ptr<const FolderLock>;

/// @returns the lock: `lock` if there is one
Lock prepare_folder(const fs::path& path, bool force, Lock lock) try {
  const fs::path parent = fs::absolute(path).lexically_normal().parent_path();
  if (!fs::exists(path)) {
    if (!fs::is_directory(parent))
      fail(path, fmt::format("cannot be made: there is no folder {}", parent.string()));
    fs::create_directory(path);
  }
  if (!fs::is_directory(path)) fail(path, "is a file; a run needs a folder");
  if (!force && !holds_nothing_but_its_lock(path) && !FolderLock::is_locked(path))
    fail(path,
         "is not empty; choose another folder, --force to replace the run in it, or `tilscape resume` to go "
         "on "
         "with it");
  if (!lock) lock = std::make_shared<const FolderLock>(path);
  if (!holds_nothing_but_its_lock(path)) remove_old_run(path);
  return lock;
} catch (const fs::filesystem_error& error) {
  throw cannot_make(path, error.code());
}

/// An empty folder with nothing but the mark of a run. Without one it would be nobody's: nothing is left.
Lock make_marked(const fs::path& path, bool force, Lock lock) {
  std::error_code ignored;
  const bool is_new = !fs::exists(path, ignored), was_locked = lock != nullptr;
  const fs::path log = path / run_files::log;
  try {
    lock = prepare_folder(path, force, std::move(lock));
    append_text(log, std::string(run_files::log_mark) + "\n", false);
  } catch (const OutputError&) {
    if (fs::is_empty(log, ignored) && !ignored) fs::remove(log, ignored);
    if (!was_locked) lock.reset();
    if (is_new) fs::remove(path, ignored);
    throw;
  }
  return lock;
}

std::string first_line(const fs::path& file) {
  std::ifstream text(file);
  std::string line;
  std::getline(text, line);
  return line + "\n";
}

std::string series_text(const std::vector<double>& times_h,
                        const std::function<std::string(std::size_t)>& name) {
  std::string text = "{\"file-series-version\":\"1.0\",\"files\":[\n";
  for (std::size_t i = 0; i < times_h.size(); ++i)
    text += fmt::format("  {{\"name\":\"{}\",\"time\":{}}}{}\n", name(i), times_h[i],
                        i + 1 < times_h.size() ? "," : "");
  return text + "]}\n";
}

}  // namespace

RunFolder RunFolder::create(const fs::path& path, bool force, SnapshotOptions options, Lock lock,
                            FolderForm form) {
  lock = make_marked(path, force, std::move(lock));
  try {
    for (const char* subfolder : subfolders_of(form)) fs::create_directory(path / subfolder);
  } catch (const fs::filesystem_error& error) {
    const OutputError problem = cannot_make(path, error.code());
    lock.reset();
    remove(path);
    throw problem;
  }
  return RunFolder(path, options, std::move(lock), form);
}

RunFolder RunFolder::restart(const fs::path& path, Lock lock, SnapshotOptions options, FolderForm form) {
  if (!fs::exists(path)) return create(path, false, options, std::move(lock), form);
  try {
    for (const fs::path& file : files_of_the_run(path))
      if (!run_files::is_of_the_start(file.lexically_relative(path).generic_string())) fs::remove(file);
    remove_subfolders(path);
    for (const char* subfolder : subfolders_of(form)) fs::create_directory(path / subfolder);
  } catch (const fs::filesystem_error& error) {
    throw cannot_make(path, error.code());
  }
  return RunFolder(path, options, std::move(lock), form);
}

void RunFolder::remove(const fs::path& path) noexcept {
  try {
    remove_old_run(path);
    fs::remove(path / FolderLock::file_name);
    fs::remove(path);
  } catch (const std::exception&) {  // it is the end of a run that says why it ends
  }
}

Lock RunFolder::create_group(const fs::path& path, bool force) {
  return make_marked(path, force, nullptr);
}

/// @throws FolderLost
void RunFolder::require_ours() const {
  if (lock_) lock_->require();
}

void RunFolder::require_whole_census() const {
  const fs::path csv = path_ / run_files::census;
  std::error_code error;
  const bool is_there = fs::exists(csv, error);
  const std::uint64_t bytes = is_there ? fs::file_size(csv, error) : 0;
  if (error || bytes != census_csv_bytes_)
    fail(csv, fmt::format(
                  "has {} bytes, but the run has written {}; something else changed it while the run went on",
                  is_there && !error ? std::to_string(bytes) : "no", census_csv_bytes_));
}

void RunFolder::write_config(const std::string& text, FileGroup& files) const {
  files.write(path_ / run_files::config, text);
}

void RunFolder::log(const std::string& line) const {
  try {
    require_ours();
    append_text(path_ / run_files::log, line + "\n", false);
  } catch (const OutputError&) {
  }
}

void RunFolder::append_census(const Table& rows) {
  require_ours();
  require_whole_census();
  const fs::path csv = path_ / run_files::census;
  Table columns = census_columns_;
  append_rows(columns, rows);
  std::string text = csv_header(rows);
  if (census_csv_bytes_ > 0) {
    if (census_columns_.empty() && first_line(csv) != text)
      fail(csv, "its columns are not those that this version of the program writes");
    text.clear();
  }
  for (std::size_t row = 0; row < row_count(rows); ++row) text += csv_row(rows, row);
  append_text(csv, text, false);
  census_csv_bytes_ += text.size();
  clear_rows(columns);
  census_columns_ = std::move(columns);
}

void RunFolder::append_clones(const Table& rows) {
  append_rows(clone_rows_, rows);
}

void RunFolder::stage_snapshot(const Snapshot& snapshot, FileGroup& files) {
  if (!times_h_.empty() && snapshot.time_h <= times_h_.back())
    fail(path_, fmt::format("snapshot at {} h follows one at {} h", snapshot.time_h, times_h_.back()));
  require_ours();
  const std::string file = run_files::snapshot(snapshot_count());
  FileGroup parts;
  write_snapshot(parts, path_ / file, snapshot, options_);
  flush_census(parts);
  if (form_ == FolderForm::whole) {
    for (const std::string part : {"cells", "fields"})
      write_view(parts, path_ / run_files::view(part, snapshot_count()), "../" + file, part);
    write_table(parts, path_ / run_files::segment("clones", snapshot_count()), clone_rows_);
  }
  files.join(std::move(parts));
  staged_time_h_ = snapshot.time_h;
}

void RunFolder::list_staged(std::span<RunFolder> folders, FileGroup& files) {
  try {
    files.commit();
    FileGroup lists;
    for (const RunFolder& folder : folders)
      if (folder.staged_time_h_) {
        std::vector<double> times_h = folder.times_h_;
        times_h.push_back(*folder.staged_time_h_);
        folder.write_series(lists, times_h);
      }
    lists.commit();
  } catch (...) {
    for (RunFolder& folder : folders) folder.staged_time_h_.reset();
    throw;
  }
  for (RunFolder& folder : folders) {
    if (!folder.staged_time_h_) continue;
    folder.times_h_.push_back(*folder.staged_time_h_);
    folder.staged_time_h_.reset();
    if (folder.form_ == FolderForm::whole) clear_rows(folder.clone_rows_);
  }
}

void RunFolder::add_snapshot(const Snapshot& snapshot) {
  FileGroup files;
  stage_snapshot(snapshot, files);
  list_staged({this, 1}, files);
}

void RunFolder::flush_census(FileGroup& files) const {
  const fs::path csv = path_ / run_files::census;
  if (fs::exists(csv)) files.also_flush(csv);
}

void RunFolder::write_series(FileGroup& files, const std::vector<double>& times_h) const {
  const auto view_of = [](const std::string& part) {
    return [part](std::size_t i) { return run_files::view(part, i); };
  };
  if (form_ == FolderForm::whole) {
    files.write(path_ / run_files::cells_series, series_text(times_h, view_of("cells")));
    files.write(path_ / run_files::fields_series, series_text(times_h, view_of("fields")));
  }
  files.write(path_ / run_files::run_series, series_text(times_h, run_files::snapshot));
}

void RunFolder::finish(FileGroup& files) {
  require_ours();
  require_whole_census();
  FileGroup parts;
  flush_census(parts);
  if (form_ == FolderForm::whole && row_count(clone_rows_) > 0)
    write_table(parts, path_ / run_files::segment("clones", snapshot_count()), clone_rows_);
  if (form_ != FolderForm::tables) merge_clones(parts);
  if (!summary_.empty()) parts.write(path_ / run_files::summary, summary_);
  files.join(std::move(parts));
  clear_rows(clone_rows_);
}

void RunFolder::finish() {
  FileGroup files;
  finish(files);
  files.commit();
  remove_spare_checkpoints();
}

void RunFolder::merge_clones(FileGroup& files) const {
  Table all;
  for (std::size_t i = 0; form_ == FolderForm::whole && i < snapshot_count(); ++i)
    append_rows(all, read_table(path_ / run_files::segment("clones", i)));
  append_rows(all, clone_rows_);
  write_table(files, path_ / run_files::clones, all);
}

}  // namespace tilscape
