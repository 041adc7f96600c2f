// Who owns memory: Buffer<T>, in the memory of whichever backend runs. Everything else holds views.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/types.hpp"

namespace tilscape {

class HostTeam;

/// Where buffers live: host memory or a GPU's. Implemented by HostMemory here and DeviceMemory in cuda/.
class Memory {
 public:
  virtual ~Memory() = default;
  /// May the host read and write it in place?
  virtual bool is_hosts() const { return false; }
  /// @throws OutOfMemory (core/base/errors.hpp) naming the bytes asked for
  virtual void* allocate(std::size_t bytes) = 0;
  /// From now on allocate() refuses what would leave less than this for what is not in buffers: the copy of a
  /// world that is written out. A memory that nothing else uses has no need of it.
  virtual void keep_free(std::size_t) {}
  virtual void release(void* data, std::size_t bytes) noexcept = 0;
  virtual void zero(void* data, std::size_t bytes) = 0;
  virtual void copy(void* to, const void* from, std::size_t bytes) = 0;  // both inside this memory
  virtual void copy_to_host(void* to, const void* from, std::size_t bytes) = 0;
  virtual void copy_from_host(void* to, const void* from, std::size_t bytes) = 0;
};

/// Page-aligned host memory, in huge pages from 2 MiB on (they double random access). A system that promises
/// more than it has kills whoever asks for it: what is large is refused here first.
class HostMemory final : public Memory {
 public:
  HostMemory() = default;
  /// Cleared and copied by a team, so that pages lie near who works on them.
  explicit HostMemory(std::shared_ptr<HostTeam> team) : team_(std::move(team)) {}
  bool is_hosts() const override { return true; }
  void* allocate(std::size_t bytes) override;
  void keep_free(std::size_t bytes) override { kept_free_ = bytes; }
  void release(void* data, std::size_t bytes) noexcept override;
  void zero(void* data, std::size_t bytes) override;
  void copy(void* to, const void* from, std::size_t bytes) override;
  void copy_to_host(void* to, const void* from, std::size_t bytes) override;
  void copy_from_host(void* to, const void* from, std::size_t bytes) override;

  /// What a buffer of so many bytes takes, in whole pages.
  static std::size_t mapped_bytes(std::size_t bytes);
  /// Of the parts in which a team of so many clears and copies a buffer, all but the last: one per thread,
  /// and no smaller than a huge page, which lies as a whole near whoever touches it first.
  static std::size_t part_bytes(std::size_t bytes, int threads);
  /// What all buffers take now.
  std::size_t held_bytes() const { return held_bytes_; }

 private:
  /// part(first, bytes) for each part of a buffer.
  template <class Part>
  void in_parts(std::size_t bytes, const Part& part) const;

  std::shared_ptr<HostTeam> team_;
  std::size_t held_bytes_ = 0, kept_free_ = 0;
};

/// Values of a buffer that the host may read: in place where it can, otherwise a copy.
template <class T>
class HostValues {
 public:
  HostValues() = default;
  explicit HostValues(std::span<const T> in_place) : values_(in_place) {}
  explicit HostValues(std::vector<T>&& copy) : copy_(std::move(copy)), values_(copy_) {}
  HostValues(HostValues&&) noexcept = default;
  HostValues& operator=(HostValues&&) noexcept = default;
  const T& operator[](std::size_t i) const { return values_[i]; }
  bool empty() const { return values_.empty(); }
  std::span<const T> values() const { return values_; }

 private:
  std::vector<T> copy_;
  std::span<const T> values_;
};

/// An array of trivially copyable values in some Memory. Move-only; zeroed when made.
template <class T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  using value_type = T;
  Buffer() = default;
  Buffer(Memory& memory, std::size_t size) : memory_(&memory), size_(size) {
    if (size == 0) return;
    data_ = static_cast<T*>(memory.allocate(bytes()));
    memory.zero(data_, bytes());
  }
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    Buffer gone(std::move(other));
    swap(gone);
    return *this;
  }
  ~Buffer() {
    if (data_) memory_->release(data_, bytes());
  }

  T* data() const { return data_; }
  std::size_t size() const { return size_; }
  std::size_t bytes() const { return size_ * sizeof(T); }
  Memory* memory() const { return memory_; }

  void clear_values() {
    if (data_) memory_->zero(data_, bytes());
  }
  /// Grows to `size`, keeping the first `keep` values.
  void grow(std::size_t size, std::size_t keep) {
    Buffer larger(*memory_, size);
    if (keep) memory_->copy(larger.data_, data_, keep * sizeof(T));
    swap(larger);
  }
  std::vector<T> to_host(std::size_t first, std::size_t count) const {
    if (memory_ && memory_->is_hosts()) return {data_ + first, data_ + first + count};
    std::vector<T> values(count);
    if (count) memory_->copy_to_host(values.data(), data_ + first, count * sizeof(T));
    return values;
  }
  std::vector<T> to_host() const { return to_host(0, size_); }
  /// For as long as nothing writes to the buffer.
  HostValues<T> read(std::size_t first, std::size_t count) const {
    if (memory_ && memory_->is_hosts()) return HostValues<T>(std::span<const T>(data_ + first, count));
    return HostValues<T>(to_host(first, count));
  }
  void from_host(const T* values, std::size_t count, std::size_t first = 0) {
    if (count) memory_->copy_from_host(data_ + first, values, count * sizeof(T));
  }

 private:
  void swap(Buffer& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }
  Memory* memory_ = nullptr;
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace tilscape
