// The thread behind core/io/files/background_queue.hpp.
#include "core/io/files/background_queue.hpp"

#include <utility>

#include "core/execution/thread_places.hpp"

namespace tilscape {

BackgroundQueue::BackgroundQueue(int buffers)
    : buffers_(buffers), free_buffers_(buffers), thread_([this] { work(); }) {}

BackgroundQueue::~BackgroundQueue() {
  {
    const std::lock_guard lock(guard_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void BackgroundQueue::submit(Job job, Weight weight, Job then) {
  std::unique_lock lock(guard_);
  if (weight == Weight::heavy) {
    changed_.wait(lock, [this] { return free_buffers_ > 0; });
    --free_buffers_;
  }
  entries_.push_back({std::move(job), weight});
  if (then) entries_.push_back({std::move(then), Weight::light});
  changed_.notify_all();
  rethrow(lock);
}

void BackgroundQueue::wait_for_buffer() {
  std::unique_lock lock(guard_);
  changed_.wait(lock, [this] { return free_buffers_ > 0; });
}

void BackgroundQueue::wait_for_heavy() {
  std::unique_lock lock(guard_);
  changed_.wait(lock, [this] { return free_buffers_ == buffers_; });
}

void BackgroundQueue::drain() {
  std::unique_lock lock(guard_);
  changed_.wait(lock, [this] { return entries_.empty() && !busy_; });
  rethrow(lock);
}

void BackgroundQueue::rethrow(std::unique_lock<std::mutex>& lock) {
  const std::exception_ptr error = std::exchange(error_, nullptr);
  lock.unlock();
  if (error) std::rethrow_exception(error);
}

void BackgroundQueue::work() {
  run_at_any_place();
  std::unique_lock lock(guard_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !entries_.empty(); });
    if (entries_.empty()) return;
    Entry entry = std::move(entries_.front());
    entries_.pop_front();
    const bool heavy = entry.weight == Weight::heavy;
    busy_ = true;
    lock.unlock();
    run(std::move(entry));
    lock.lock();
    busy_ = false;
    free_buffers_ += heavy;
    changed_.notify_all();
  }
}

/// The job, and with it the memory it holds, is gone when this returns: only then is its buffer free.
void BackgroundQueue::run(Entry entry) {
  try {
    entry.job();
  } catch (...) {
    const std::lock_guard lock(guard_);
    if (!error_) error_ = std::current_exception();
  }
}

}  // namespace tilscape
