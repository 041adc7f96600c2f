// Chunked, compressed datasets: see core/io/dataset.hpp.
#include "core/io/dataset.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

namespace tilscape::hdf5 {

namespace {

constexpr std::size_t chunk_target_bytes = std::size_t{1} << 20;
constexpr std::size_t chunks_per_thread = 4;  // compressed before they are written: their memory

std::size_t product(const std::vector<hsize_t>& shape) {
  std::size_t total = 1;
  for (const hsize_t n : shape) total *= n;
  return total;
}

int thread_count(int asked) {
  // Asked for once: the answer takes as long as writing a small array.
  static const int usable = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 4);
  return asked > 0 ? asked : usable;
}

/// work(i) for every i in [0, n) on up to `threads` threads; the first exception comes back here.
template <class Work>
void in_parallel(std::size_t n, int threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr error;
  std::mutex error_guard;
  const auto take_work = [&] {
    try {
      for (std::size_t i = next++; i < n; i = next++) work(i);
    } catch (...) {
      const std::lock_guard lock(error_guard);
      error = std::current_exception();
      next = n;
    }
  };
  std::vector<std::thread> helpers;
  try {
    for (std::size_t t = 1; t < std::min<std::size_t>(static_cast<std::size_t>(threads), n); ++t)
      helpers.emplace_back(take_work);
  } catch (const std::system_error&) {  // no memory for one more: those that there are do it all
  }
  take_work();
  for (std::thread& helper : helpers) helper.join();
  if (error) std::rethrow_exception(error);
}

/// Where the chunks of one array lie in memory and in the file.
class Chunks {
 public:
  Chunks(const ArrayView& array, const std::vector<hsize_t>& chunk)
      : array_(array), chunk_(chunk), element_bytes_(H5Tget_size(array.type)) {
    for (std::size_t axis = 0; axis < chunk.size(); ++axis)
      grid_.push_back((array.shape[axis] + chunk[axis] - 1) / chunk[axis]);
  }
  std::size_t count() const { return product(grid_); }

  /// First element of chunk i, per axis.
  std::vector<hsize_t> offset(std::size_t i) const {
    std::vector<hsize_t> offset(chunk_.size());
    for (std::size_t axis = chunk_.size(); axis-- > 0; i /= grid_[axis])
      offset[axis] = (i % grid_[axis]) * chunk_[axis];
    return offset;
  }

  /// Chunk i shuffled and deflated; the part of the last chunk that lies outside the array is zero.
  std::vector<std::byte> compressed(std::size_t i, Deflate method) const {
    const std::vector<hsize_t> first = offset(i);
    std::size_t start = 0, inside = 1;
    for (std::size_t axis = 0; axis < first.size(); ++axis) {
      start = start * array_.shape[axis] + first[axis];
      inside *= std::min(chunk_[axis], array_.shape[axis] - first[axis]);
    }
    std::vector<std::byte> raw(product(chunk_) * element_bytes_), shuffled(raw.size());
    std::memcpy(raw.data(), static_cast<const std::byte*>(array_.data) + start * element_bytes_,
                inside * element_bytes_);
    shuffle_bytes(raw.data(), shuffled.data(), raw.size(), element_bytes_);
    return deflate(shuffled, method);
  }

 private:
  const ArrayView& array_;
  const std::vector<hsize_t>& chunk_;
  std::vector<hsize_t> grid_;
  std::size_t element_bytes_;
};

void write_chunks(hid_t dataset, const Chunks& chunks, const Compression& how, const std::string& name) {
  const int threads = thread_count(how.threads);
  const std::size_t batch = chunks_per_thread * static_cast<std::size_t>(threads);
  std::vector<std::vector<std::byte>> streams(std::min(batch, chunks.count()));
  for (std::size_t first = 0; first < chunks.count(); first += batch) {
    const std::size_t n = std::min(batch, chunks.count() - first);
    in_parallel(n, threads, [&](std::size_t i) { streams[i] = chunks.compressed(first + i, how.deflate); });
    for (std::size_t i = 0; i < n; ++i) {
      const std::vector<hsize_t> offset = chunks.offset(first + i);
      check(H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, offset.data(), streams[i].size(), streams[i].data()),
            name);
    }
  }
}

/// An empty array has no chunks; everything else is compressed, if only for the checksum.
Handle creation_properties(const std::vector<hsize_t>& chunk, const std::string& name) {
  Handle properties = checked(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, name);
  check(H5Pset_obj_track_times(properties, false), name);
  if (product(chunk) == 0) return properties;
  check(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()), name);
  check(H5Pset_shuffle(properties), name);
  check(H5Pset_deflate(properties, 1), name);
  check(H5Pset_fill_time(properties, H5D_FILL_TIME_NEVER), name);
  return properties;
}

}  // namespace

std::vector<hsize_t> chunk_shape(const std::vector<hsize_t>& shape, std::size_t element_bytes) {
  std::vector<hsize_t> chunk = shape;
  std::size_t axis_bytes = product(shape) * element_bytes;  // of everything from this axis on
  for (std::size_t axis = 0; axis < shape.size() && axis_bytes > chunk_target_bytes; ++axis) {
    axis_bytes /= shape[axis];  // of one step along this axis
    chunk[axis] = std::clamp<hsize_t>(chunk_target_bytes / axis_bytes, 1, shape[axis]);
    if (chunk[axis] > 1) break;
  }
  return chunk;
}

Handle write_array(hid_t parent, const std::string& name, const ArrayView& array, const Compression& how) {
  const std::vector<hsize_t> chunk = chunk_shape(array.shape, H5Tget_size(array.type));
  Handle space = checked(H5Screate_simple(static_cast<int>(array.shape.size()), array.shape.data(), nullptr),
                         H5Sclose, name);
  Handle properties = creation_properties(chunk, name);
  Handle dataset =
      checked(H5Dcreate2(parent, name.c_str(), array.type, space, H5P_DEFAULT, properties, H5P_DEFAULT),
              H5Dclose, name);
  if (product(array.shape) == 0) return dataset;
  if (how.hdf5_pipeline)
    check(H5Dwrite(dataset, array.type, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.data), name);
  else
    write_chunks(dataset, Chunks(array, chunk), how, name);
  return dataset;
}

}  // namespace tilscape::hdf5
