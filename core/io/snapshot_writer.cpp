// Jobs for the writer's thread. A job is shared because std::function wants to be copyable.
#include "core/io/snapshot_writer.hpp"

#include <memory>
#include <utility>

namespace tilscape {

void SnapshotWriter::submit(Snapshot&& snapshot) {
  auto kept = std::make_shared<const Snapshot>(std::move(snapshot));
  queue_.submit([this, kept = std::move(kept)] { folder_.add_snapshot(*kept); },
                BackgroundQueue::Weight::heavy);
}

void SnapshotWriter::submit(std::function<Snapshot()> complete) {
  queue_.submit([this, complete = std::move(complete)] { folder_.add_snapshot(complete()); },
                BackgroundQueue::Weight::heavy);
}

void SnapshotWriter::submit_census(Table&& rows) {
  queue_.submit([this, rows = std::move(rows)] { folder_.append_census(rows); },
                BackgroundQueue::Weight::light);
}

void SnapshotWriter::submit_clones(Table&& rows) {
  queue_.submit([this, rows = std::move(rows)] { folder_.append_clones(rows); },
                BackgroundQueue::Weight::light);
}

void SnapshotWriter::finish() {
  queue_.submit([this] { folder_.finish(); }, BackgroundQueue::Weight::light);
  queue_.drain();
}

}  // namespace tilscape
