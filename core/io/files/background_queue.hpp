// Jobs done one after another by one thread, with back-pressure: whoever hands over a heavy job waits while
// the buffers are in use.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace tilscape {

class BackgroundQueue {
 public:
  using Job = std::function<void()>;
  enum class Weight { light, heavy };

  /// @param buffers  heavy jobs that may be waiting or running at a time
  explicit BackgroundQueue(int buffers = 2);
  BackgroundQueue(const BackgroundQueue&) = delete;
  BackgroundQueue& operator=(const BackgroundQueue&) = delete;
  /// Does what is still queued; errors that nobody asked for are lost.
  ~BackgroundQueue();

  /// Queues a job; a heavy one waits for a free buffer. A job that throws does not keep the next from being
  /// done.
  /// @param then  a light job that is done next, whatever becomes of the first; empty: none
  /// @throws the first error of a job since the last call; the new ones are queued all the same
  /// Test: tests/io/background_test.cpp
  void submit(Job job, Weight weight, Job then = {});
  /// Waits until a heavy job would be taken at once, so that its memory need not exist before.
  void wait_for_buffer();
  /// Waits until no heavy job is left; light ones may be.
  void wait_for_heavy();
  /// Waits until everything is done. @throws like submit
  void drain();

 private:
  struct Entry {
    Job job;
    Weight weight;
  };
  void work();
  void run(Entry entry);
  void rethrow(std::unique_lock<std::mutex>& lock);

  std::mutex guard_;
  std::condition_variable changed_;
  std::deque<Entry> entries_;
  std::exception_ptr error_;
  const int buffers_;
  int free_buffers_;
  bool busy_ = false;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the members above
};

}  // namespace tilscape
