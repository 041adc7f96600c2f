// Chunked, compressed datasets: see core/io/dataset.hpp.
#include "core/io/dataset.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <limits>
#include <mutex>
#include <system_error>
#include <thread>

#include "core/errors.hpp"

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

namespace {

[[noreturn]] void refuse(const std::string& name, const char* what) {
  throw OutputError("dataset " + name + " " + what + " than was written");
}

/// The chunks and filters of creation_properties(), and no file beside this one.
bool is_stored_as_written(hid_t dataset, hsize_t count, std::size_t element_bytes) {
  Handle properties = checked(H5Dget_create_plist(dataset), H5Pclose, "storage of a dataset");
  hsize_t chunk = 0;
  if (H5Pget_layout(properties) != H5D_CHUNKED || H5Pget_chunk(properties, 1, &chunk) != 1) return false;
  if (chunk != chunk_shape({count}, element_bytes)[0] || H5Pget_external_count(properties) != 0) return false;
  const auto filter = [&](unsigned k) {
    unsigned flags = 0, settings = 0;
    std::size_t none = 0;
    return H5Pget_filter2(properties, k, &flags, &none, nullptr, 0, nullptr, &settings);
  };
  return H5Pget_nfilters(properties) == 2 && filter(0) == H5Z_FILTER_SHUFFLE &&
         filter(1) == H5Z_FILTER_DEFLATE;
}

}  // namespace

void require_stored(hid_t dataset, std::uint64_t bytes, const std::string& name) {
  constexpr std::uint64_t most_deflated =
      1032;  // bytes from one: the limit of the format (zlib's technical notes)
  Handle file = checked(H5Iget_file_id(dataset), H5Fclose, name);
  hsize_t file_bytes = 0;
  check(H5Fget_filesize(file, &file_bytes), name);
  const std::uint64_t stored = std::min(file_bytes, H5Dget_storage_size(dataset));
  if (bytes / most_deflated > stored) refuse(name, "claims to hold more");
}

std::size_t count_as_written(hid_t dataset, hid_t type, const std::string& name) {
  Handle own_type = checked(H5Dget_type(dataset), H5Tclose, name);
  if (H5Tequal(own_type, type) <= 0) refuse(name, "has another type");
  Handle space = checked(H5Dget_space(dataset), H5Sclose, name);
  hsize_t count = 0;
  if (H5Sget_simple_extent_ndims(space) != 1 || H5Sget_simple_extent_dims(space, &count, nullptr) != 1)
    refuse(name, "has another shape");
  if (count == 0) return 0;
  const std::size_t element_bytes = H5Tget_size(type);
  if (count > std::numeric_limits<hsize_t>::max() / element_bytes) refuse(name, "claims to hold more");
  if (!is_stored_as_written(dataset, count, element_bytes)) refuse(name, "is stored in another way");
  require_stored(dataset, count * element_bytes, name);
  return static_cast<std::size_t>(count);
}

}  // namespace tilscape::hdf5
