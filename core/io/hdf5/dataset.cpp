// Chunked, compressed datasets: see core/io/hdf5/dataset.hpp.
#include "core/io/hdf5/dataset.hpp"

#include <algorithm>
#include <cstring>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <thread>

#include "core/base/errors.hpp"
#include "core/io/hdf5/piece_makers.hpp"

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

/// Bytes that are used again and again, and never cleared.
class Scratch {
 public:
  std::span<std::byte> of(std::size_t bytes) {
    if (bytes > capacity_) {
      bytes_ = std::make_unique_for_overwrite<std::byte[]>(bytes);
      capacity_ = bytes;
    }
    return {bytes_.get(), bytes};
  }

 private:
  std::unique_ptr<std::byte[]> bytes_;
  std::size_t capacity_ = 0;
};

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

void write_whole(hid_t dataset, const ArrayView& array, const std::string& name) {
  std::vector<std::byte> made;
  if (!array.data) {
    made.resize(product(array.shape) * H5Tget_size(array.type));
    array.make(0, made);
  }
  check(H5Dwrite(dataset, array.type, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.data ? array.data : made.data()),
        name);
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

/// Where the chunks of one array lie in memory and in the file.
class ArrayWriter::Chunks {
 public:
  explicit Chunks(const ArrayView& array)
      : array_(array),
        element_bytes_(H5Tget_size(array.type)),
        chunk_(chunk_shape(array.shape, element_bytes_)) {
    const bool is_empty = product(array.shape) == 0;
    for (std::size_t axis = 0; axis < chunk_.size(); ++axis)
      grid_.push_back(is_empty ? 0 : (array.shape[axis] + chunk_[axis] - 1) / chunk_[axis]);
  }
  const ArrayView& array() const { return array_; }
  const std::vector<hsize_t>& shape() const { return chunk_; }  // of each
  std::size_t count() const { return product(grid_); }
  std::size_t bytes() const { return product(chunk_) * element_bytes_; }  // of each
  std::size_t element_bytes() const { return element_bytes_; }

  /// First element of chunk i, per axis.
  std::vector<hsize_t> offset(std::size_t i) const {
    std::vector<hsize_t> offset(chunk_.size());
    for (std::size_t axis = chunk_.size(); axis-- > 0; i /= grid_[axis])
      offset[axis] = (i % grid_[axis]) * chunk_[axis];
    return offset;
  }

  /// The part of chunk i that lies in the array, whole rows of it.
  std::span<const std::byte> inside(std::size_t i, Scratch& made) const {
    const std::vector<hsize_t> at = offset(i);
    std::size_t first = 0, count = 1;
    for (std::size_t axis = 0; axis < at.size(); ++axis) {
      first = first * array_.shape[axis] + at[axis];
      count *= std::min(chunk_[axis], array_.shape[axis] - at[axis]);
    }
    if (array_.data)
      return {static_cast<const std::byte*>(array_.data) + first * element_bytes_, count * element_bytes_};
    const auto out = made.of(count * element_bytes_);
    array_.make(first, out);
    return out;
  }

 private:
  ArrayView array_;
  std::size_t element_bytes_;
  std::vector<hsize_t> chunk_, grid_;
};

struct ArrayWriter::Stream {
  Scratch scratch;
  std::span<const std::byte> bytes;
};

struct ArrayWriter::Worker {
  Deflater deflater;
  Scratch made, padded, shuffled;

  /// Chunk i shuffled and deflated; what lies outside the array is zero.
  void compress(const Chunks& chunks, std::size_t i, Stream& stream) {
    std::span<const std::byte> raw = chunks.inside(i, made);
    if (raw.size() < chunks.bytes()) {
      const auto whole = padded.of(chunks.bytes());
      std::fill(std::copy(raw.begin(), raw.end(), whole.begin()), whole.end(), std::byte{0});
      raw = whole;
    }
    if (chunks.element_bytes() > 1) {
      const auto planes = shuffled.of(raw.size());
      shuffle_bytes(raw.data(), planes.data(), raw.size(), chunks.element_bytes());
      raw = planes;
    }
    const auto room = stream.scratch.of(Deflater::bound(raw.size()));
    stream.bytes = room.first(deflater.compress(raw, room));
  }
};

/// The chunks of all announced arrays, one after the other, compressed by a few threads for as long as this
/// lives.
class ArrayWriter::Pipeline {
 public:
  explicit Pipeline(const Compression& how)
      : threads_(static_cast<std::size_t>(thread_count(how.threads))),
        streams_(chunks_per_thread * threads_),
        makers_(streams_.size(), threads_, [this](std::size_t i, std::size_t thread) { make(i, thread); }) {
    for (std::size_t t = 0; t < threads_; ++t) workers_.push_back({Deflater(how.deflate), {}, {}, {}});
  }

  void add(const Chunks& chunks) {
    {
      const std::lock_guard lock(guard_);
      for (std::size_t i = 0; i < chunks.count(); ++i) pieces_.push_back({&chunks, i});
    }
    makers_.add(chunks.count());
  }

  /// Of a chunk that is not among them, by the owner's thread.
  std::span<const std::byte> compressed_aside(const Chunks& chunks, std::size_t i) {
    workers_.front().compress(chunks, i, aside_);
    return aside_.bytes;
  }

  /// take(compressed bytes of the next chunk)
  template <class Take>
  void take_next(const Take& take) {
    makers_.take_next([&](std::size_t i) { take(stream_of(i).bytes); });
  }

 private:
  struct Piece {
    const Chunks* chunks;
    std::size_t number;
  };
  Stream& stream_of(std::size_t i) { return streams_[i % streams_.size()]; }
  void make(std::size_t i, std::size_t thread) {
    const Piece piece = [&] {
      const std::lock_guard lock(guard_);
      return pieces_[i];
    }();
    workers_[thread].compress(*piece.chunks, piece.number, stream_of(i));
  }

  std::size_t threads_;
  std::vector<Worker> workers_;
  std::vector<Stream> streams_;  // compressed, not yet written
  Stream aside_;
  std::vector<Piece> pieces_;
  std::mutex guard_;    // of the pieces
  PieceMakers makers_;  // the last: its threads use the others
};

ArrayWriter::ArrayWriter(const Compression& how) {
  if (!how.hdf5_pipeline) pipeline_ = std::make_unique<Pipeline>(how);
}
ArrayWriter::ArrayWriter(ArrayWriter&&) noexcept = default;
ArrayWriter::~ArrayWriter() = default;

void ArrayWriter::announce(const ArrayView& array) {
  announced_.push_back(std::make_unique<Chunks>(array));
  if (pipeline_) pipeline_->add(*announced_.back());
}

namespace {

Handle create_dataset(hid_t parent, const std::string& name, const ArrayView& array,
                      const std::vector<hsize_t>& chunk) {
  require_memory();
  Handle space = checked(H5Screate_simple(static_cast<int>(array.shape.size()), array.shape.data(), nullptr),
                         H5Sclose, name);
  Handle properties = creation_properties(chunk, name);
  return checked(H5Dcreate2(parent, name.c_str(), array.type, space, H5P_DEFAULT, properties, H5P_DEFAULT),
                 H5Dclose, name);
}

}  // namespace

/// @param next  next(i, take): take(compressed bytes of chunk i)
template <class Next>
Handle ArrayWriter::write_chunks(hid_t parent, const std::string& name, const Chunks& chunks,
                                 const Next& next) {
  Handle dataset = create_dataset(parent, name, chunks.array(), chunks.shape());
  if (!pipeline_ && chunks.count() > 0) write_whole(dataset, chunks.array(), name);
  for (std::size_t i = 0; pipeline_ && i < chunks.count(); ++i)
    next(i, [&](std::span<const std::byte> bytes) {
      require_memory();
      check(H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, chunks.offset(i).data(), bytes.size(), bytes.data()),
            name);
    });
  return dataset;
}

Handle ArrayWriter::write_next(hid_t parent, const std::string& name) {
  const auto next = [this](std::size_t, const auto& take) { pipeline_->take_next(take); };
  Handle dataset = write_chunks(parent, name, *announced_.front(), next);
  announced_.pop_front();  // not before: after an error others may be at it still
  return dataset;
}

Handle ArrayWriter::write(hid_t parent, const std::string& name, const ArrayView& array) {
  if (announced_.empty()) {
    announce(array);
    return write_next(parent, name);
  }
  const Chunks chunks(array);
  return write_chunks(parent, name, chunks,
                      [&](std::size_t i, const auto& take) { take(pipeline_->compressed_aside(chunks, i)); });
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
