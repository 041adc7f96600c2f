// Jobs for the writer's thread. A job is shared because std::function wants to be copyable.
#include "core/io/run/snapshot_writer.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

namespace tilscape {

/// What becomes of one folder is nothing to the others.
template <class Write>
void SnapshotWriter::in_folder(std::size_t folder, const Write& write) {
  if (failed_.at(folder)) return;
  try {
    write(folders_[folder]);
  } catch (...) {
    failed_[folder] = true;
    throw;
  }
}

void SnapshotWriter::submit(std::function<void(RunFolder&)> stage, BackgroundQueue::Job commit,
                            std::size_t folder) {
  BackgroundQueue::Job commit_all = [this, commit = std::move(commit)] {
    try {
      commit();
    } catch (...) {
      std::fill(failed_.begin(), failed_.end(), true);
      throw;
    }
  };
  if (folder + 1 < folders_.size()) commit_all = {};
  const auto stage_all = [this, stage = std::move(stage)](RunFolder& to) {
    stage(to);
    if (folders_.size() == 1) return;  // written while the simulation goes on
    staged_.write_now();               // of several, one file in memory at a time, and each fails alone
    staged_checkpoints_.write_now();
  };
  queue_.submit([this, folder, stage_all] { in_folder(folder, stage_all); }, BackgroundQueue::Weight::heavy,
                std::move(commit_all));
}

void SnapshotWriter::submit(Snapshot&& snapshot, std::size_t folder) {
  const auto kept = std::make_shared<Snapshot>(std::move(snapshot));
  submit([kept] { return std::move(*kept); }, folder);
}

void SnapshotWriter::submit(std::function<Snapshot()> complete, std::size_t folder) {
  submit([this, complete = std::move(complete)](RunFolder& to) { to.stage_snapshot(complete(), staged_); },
         [this] { RunFolder::list_staged(folders_, staged_); }, folder);
}

void SnapshotWriter::submit(Checkpoint&& checkpoint, std::size_t folder) {
  const auto kept = std::make_shared<Checkpoint>(std::move(checkpoint));
  submit([this, kept](RunFolder& to) { to.stage_checkpoint(std::move(*kept), staged_checkpoints_); },
         [this] { RunFolder::commit_checkpoints(folders_, staged_checkpoints_); }, folder);
}

void SnapshotWriter::submit_census(Table&& rows, std::size_t folder) {
  queue_.submit(
      [this, folder, rows = std::move(rows)] {
        in_folder(folder, [&](RunFolder& to) { to.append_census(rows); });
      },
      BackgroundQueue::Weight::light);
}

void SnapshotWriter::submit_clones(Table&& rows, std::size_t folder) {
  queue_.submit(
      [this, folder, rows = std::move(rows)] {
        in_folder(folder, [&](RunFolder& to) { to.append_clones(rows); });
      },
      BackgroundQueue::Weight::light);
}

void SnapshotWriter::submit_summary(std::string&& text, std::size_t folder) {
  queue_.submit([this, folder,
                 text = std::move(text)] { in_folder(folder, [&](RunFolder& to) { to.set_summary(text); }); },
                BackgroundQueue::Weight::light);
}

void SnapshotWriter::finish() {
  queue_.submit([this] { finish_folders(); }, BackgroundQueue::Weight::light);
  queue_.drain();
}

void SnapshotWriter::finish_folders() {
  std::exception_ptr first_error;
  FileGroup files;
  for (std::size_t folder = 0; folder < folders_.size(); ++folder) try {
      in_folder(folder, [&](RunFolder& to) { to.finish(files); });
    } catch (...) {
      if (!first_error) first_error = std::current_exception();
    }
  files.commit();
  for (std::size_t folder = 0; folder < folders_.size(); ++folder)
    if (!failed_[folder]) folders_[folder].remove_spare_checkpoints();
  if (first_error) std::rethrow_exception(first_error);
}

}  // namespace tilscape
