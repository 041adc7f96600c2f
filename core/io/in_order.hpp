// Pieces made by several threads and taken by the caller's in their order, while later ones are being made.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace tilscape {

/// Who makes which piece, and whose turn it is to be taken. Piece i lies in slot i % slots until it is taken.
class PieceQueue {
 public:
  PieceQueue(std::size_t pieces, std::size_t slots) : pieces_(pieces), made_(slots, false) {}

  /// Makes pieces until there are no more, or another thread failed.
  template <class Make>
  void help(const Make& make) {
    std::unique_lock lock(guard_);
    for (;;) {
      changed_.wait(lock, [this] { return is_over() || may_make(); });
      if (is_over()) return;
      make_next(make, lock);
    }
  }

  /// Takes every piece, and makes some while there is none to take. @throws what make or take threw
  template <class Make, class Take>
  void take_all(const Make& make, const Take& take) {
    std::unique_lock lock(guard_);
    while (taken_ < pieces_ && !error_) {
      if (made_[taken_ % made_.size()])
        take_next(take, lock);
      else if (may_make())
        make_next(make, lock);
      else
        changed_.wait(lock, [this] { return error_ || may_make() || made_[taken_ % made_.size()]; });
    }
  }
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  bool is_over() const { return next_ == pieces_ || error_; }
  bool may_make() const { return next_ < pieces_ && next_ < taken_ + made_.size(); }

  template <class Make>
  void make_next(const Make& make, std::unique_lock<std::mutex>& lock) {
    const std::size_t i = next_++;
    unlocked(lock, [&] { make(i); });
    made_[i % made_.size()] = true;
    changed_.notify_all();
  }
  template <class Take>
  void take_next(const Take& take, std::unique_lock<std::mutex>& lock) {
    unlocked(lock, [&] { take(taken_); });  // only this thread changes it
    made_[taken_++ % made_.size()] = false;
    changed_.notify_all();
  }
  template <class Work>
  void unlocked(std::unique_lock<std::mutex>& lock, const Work& work) {
    lock.unlock();
    try {
      work();
      lock.lock();
    } catch (...) {
      lock.lock();
      if (!error_) error_ = std::current_exception();
    }
  }

  const std::size_t pieces_;
  std::vector<bool> made_;  // per slot
  std::size_t next_ = 0, taken_ = 0;
  std::exception_ptr error_;
  std::mutex guard_;
  std::condition_variable changed_;
};

/// make(i, t) for every i in [0, n), t the thread that does it, on up to `threads` of them; take(i) in
/// ascending order on this thread, before piece i + slots is begun. The first exception comes back here.
/// Test: tests/io/in_order_test.cpp
template <class Make, class Take>
void in_order(std::size_t n, std::size_t slots, std::size_t threads, const Make& make, const Take& take) {
  PieceQueue queue(n, slots);
  std::vector<std::thread> helpers;
  try {
    for (std::size_t t = 1; t < std::min(threads, n); ++t)
      helpers.emplace_back([&queue, &make, t] { queue.help([&](std::size_t i) { make(i, t); }); });
  } catch (const std::system_error&) {  // no memory for one more: those that there are do it all
  }
  queue.take_all([&](std::size_t i) { make(i, 0); }, take);
  for (std::thread& helper : helpers) helper.join();
  queue.rethrow();
}

}  // namespace tilscape
