// Jobs for the writer's thread. A job is shared because std::function wants to be copyable.
#include "core/io/snapshot_writer.hpp"

#include <exception>
#include <memory>
#include <utility>

namespace tilscape {

void SnapshotWriter::submit(Snapshot&& snapshot, std::size_t folder) {
  auto kept = std::make_shared<const Snapshot>(std::move(snapshot));
  queue_.submit([&to = folders_.at(folder), kept = std::move(kept)] { to.add_snapshot(*kept); },
                BackgroundQueue::Weight::heavy);
}

void SnapshotWriter::submit(std::function<Snapshot()> complete, std::size_t folder) {
  queue_.submit([&to = folders_.at(folder), complete = std::move(complete)] { to.add_snapshot(complete()); },
                BackgroundQueue::Weight::heavy);
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
  std::exception_ptr first_error;
  const auto whatever_happens = [&](const auto& action) {
    try {
      action();
    } catch (...) {
      if (!first_error) first_error = std::current_exception();
    }
  };
  for (RunFolder& folder : folders_)
    whatever_happens([&] { queue_.submit([&folder] { folder.finish(); }, BackgroundQueue::Weight::light); });
  whatever_happens([&] { queue_.drain(); });
  if (first_error) std::rethrow_exception(first_error);
}

}  // namespace tilscape
