// Jobs for the writer's thread. A job is shared because std::function wants to be copyable.
#include "core/io/snapshot_writer.hpp"

#include <exception>
#include <memory>
#include <utility>

namespace tilscape {

void SnapshotWriter::submit(Snapshot&& snapshot, std::size_t folder) {
  const auto kept = std::make_shared<Snapshot>(std::move(snapshot));
  submit([kept] { return std::move(*kept); }, folder);
}

void SnapshotWriter::submit(std::function<Snapshot()> complete, std::size_t folder) {
  queue_.submit([this, folder, complete = std::move(complete)] { write(complete, folder); },
                BackgroundQueue::Weight::heavy);
}

/// What becomes of one member's snapshot is nothing to the others'.
void SnapshotWriter::write(const std::function<Snapshot()>& complete, std::size_t folder) {
  try {
    folders_.at(folder).stage_snapshot(complete(), staged_);
  } catch (...) {
    list_with_last(folder);
    throw;
  }
  list_with_last(folder);
}

void SnapshotWriter::list_with_last(std::size_t folder) {
  if (folder + 1 == folders_.size()) RunFolder::list_staged(folders_, staged_);
}

void SnapshotWriter::submit(Checkpoint&& checkpoint, std::size_t folder) {
  const auto kept = std::make_shared<Checkpoint>(std::move(checkpoint));
  queue_.submit([this, folder, kept] { write_checkpoint(std::move(*kept), folder); },
                BackgroundQueue::Weight::heavy);
}

void SnapshotWriter::write_checkpoint(Checkpoint&& checkpoint, std::size_t folder) {
  const auto commit_with_last = [&] {
    if (folder + 1 == folders_.size()) RunFolder::commit_checkpoints(folders_, staged_checkpoints_);
  };
  try {
    folders_.at(folder).stage_checkpoint(std::move(checkpoint), staged_checkpoints_);
  } catch (...) {
    commit_with_last();
    throw;
  }
  commit_with_last();
}

void SnapshotWriter::submit_census(Table&& rows, std::size_t folder) {
  queue_.submit([&to = folders_.at(folder), rows = std::move(rows)] { to.append_census(rows); },
                BackgroundQueue::Weight::light);
}

void SnapshotWriter::submit_clones(Table&& rows, std::size_t folder) {
  queue_.submit([&to = folders_.at(folder), rows = std::move(rows)] { to.append_clones(rows); },
                BackgroundQueue::Weight::light);
}

void SnapshotWriter::finish() {
  queue_.submit([this] { finish_folders(); }, BackgroundQueue::Weight::light);
  queue_.drain();
}

void SnapshotWriter::finish_folders() {
  std::exception_ptr first_error;
  FileGroup files;
  for (RunFolder& folder : folders_) try {
      folder.finish(files);
    } catch (...) {
      if (!first_error) first_error = std::current_exception();
    }
  files.commit();
  if (first_error) std::rethrow_exception(first_error);
}

}  // namespace tilscape
