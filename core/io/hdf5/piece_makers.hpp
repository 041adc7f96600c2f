// Pieces made by several threads and taken by the owner's in their order, while later ones are being made.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace tilscape {

/// The threads, who makes which piece, and whose turn it is to be taken. Piece i lies in slot i % slots until
/// it is taken. Test: tests/io/piece_makers_test.cpp
class PieceMakers {
 public:
  /// @param threads  the owner's, number 0, is one of them
  /// @param make     make(i, t) for every piece, t the thread that does it, from several threads at a time
  PieceMakers(std::size_t slots, std::size_t threads, std::function<void(std::size_t, std::size_t)> make)
      : make_(std::move(make)), threads_(threads), made_(slots, false) {}
  PieceMakers(const PieceMakers&) = delete;
  PieceMakers& operator=(const PieceMakers&) = delete;
  /// What is not taken by then is not wanted.
  ~PieceMakers() {
    {
      const std::lock_guard lock(guard_);
      is_over_ = true;
    }
    changed_.notify_all();
    for (std::thread& helper : helpers_) helper.join();
  }

  /// So many more, which are begun as slots become free.
  void add(std::size_t pieces) {
    {
      const std::lock_guard lock(guard_);
      pieces_ += pieces;
    }
    if (helpers_.empty() && pieces > 1) start_helpers();
    changed_.notify_all();
  }

  /// take(i) for the next piece, on this thread, which makes some while there is none to take.
  /// @throws what make or take threw
  template <class Take>
  void take_next(const Take& take) {
    std::unique_lock lock(guard_);
    const std::size_t slot = taken_ % made_.size();
    while (!made_[slot] && !error_) {
      if (may_make())
        make_next(0, lock);
      else
        changed_.wait(lock, [&] { return made_[slot] || error_ || may_make(); });
    }
    if (error_) std::rethrow_exception(error_);
    lock.unlock();
    take(taken_);  // only this thread changes it
    lock.lock();
    made_[slot] = false;
    ++taken_;
    changed_.notify_all();
  }

 private:
  bool may_make() const { return next_ < pieces_ && next_ < taken_ + made_.size(); }

  void start_helpers() try {
    for (std::size_t t = 1; t < threads_; ++t) helpers_.emplace_back([this, t] { help(t); });
  } catch (const std::system_error&) {  // no memory for one more: those that there are do it all
  }

  void help(std::size_t thread) {
    std::unique_lock lock(guard_);
    for (;;) {
      changed_.wait(lock, [this] { return is_over_ || error_ || may_make(); });
      if (is_over_ || error_) return;
      make_next(thread, lock);
    }
  }

  void make_next(std::size_t thread, std::unique_lock<std::mutex>& lock) {
    const std::size_t i = next_++;
    lock.unlock();
    std::exception_ptr error;
    try {
      make_(i, thread);
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    if (error && !error_) error_ = error;
    made_[i % made_.size()] = true;
    changed_.notify_all();
  }

  const std::function<void(std::size_t, std::size_t)> make_;
  const std::size_t threads_;
  std::vector<bool> made_;  // per slot
  std::size_t pieces_ = 0, next_ = 0, taken_ = 0;
  bool is_over_ = false;
  std::exception_ptr error_;
  std::mutex guard_;
  std::condition_variable changed_;
  std::vector<std::thread> helpers_;
};

}  // namespace tilscape
