// Arrays into HDF5: chunks of about 1 MiB, shuffled and deflated by a few threads, handed over with
// H5Dwrite_chunk. The result is what HDF5's own filter pipeline would write, many times faster.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/io/hdf5/dataset_options.hpp"
#include "core/io/hdf5/hdf5.hpp"

namespace tilscape {

namespace hdf5 {

/// Values as they lie in memory, slowest axis first; or made piece by piece.
struct ArrayView {
  hid_t type;
  const void* data;  // null: made
  std::vector<hsize_t> shape;
  /// Writes the values from `first` on, from several threads at a time.
  std::function<void(std::size_t first, std::span<std::byte> out)> make = {};
};

template <class T>
ArrayView view_of(const std::vector<T>& values) {
  return {type_of<T>(), values.data(), {values.size()}, {}};
}

/// Chunks that are contiguous pieces of the array: whole trailing axes, a part of one, single steps of those
/// before.
std::vector<hsize_t> chunk_shape(const std::vector<hsize_t>& shape, std::size_t element_bytes);

/// Writes arrays one after another and keeps the memory and the threads that this takes: one per file.
class ArrayWriter {
 public:
  /// @throws OutputError when ISA-L is asked for and absent
  explicit ArrayWriter(const Compression& how = {});
  ArrayWriter(ArrayWriter&&) noexcept;
  ~ArrayWriter();

  /// Arrays that are known early are compressed while those before them are written. They must hold until
  /// they are written, in the order of their announcement.
  void announce(const ArrayView& array);
  /// The first of those that were announced and not written yet. Test: tests/io/dataset_test.cpp (equal to
  /// HDF5's own pipeline, with either compressor and any thread count)
  Handle write_next(hid_t parent, const std::string& name);
  /// One that was not announced; while others wait, by this thread alone.
  Handle write(hid_t parent, const std::string& name, const ArrayView& array);

 private:
  class Chunks;
  class Pipeline;
  struct Worker;
  struct Stream;
  template <class Next>
  Handle write_chunks(hid_t parent, const std::string& name, const Chunks& chunks, const Next& next);

  std::deque<std::unique_ptr<Chunks>> announced_;  // not yet written
  std::unique_ptr<Pipeline> pipeline_;             // null: HDF5 compresses. Ends before what it reads
};

/// Refuses a dataset that claims more bytes than its part of the file can have been compressed from, before
/// any memory is taken for them. @throws OutputError
void require_stored(hid_t dataset, std::uint64_t bytes, const std::string& name);

/// The number of values of a one-dimensional array that is as write_array() writes it: type, chunks, filters,
/// in the file itself. @throws OutputError
std::size_t count_as_written(hid_t dataset, hid_t type, const std::string& name);

/// A one-dimensional array of exactly this type.
/// @throws OutputError when it is missing, damaged or not as write_array() writes it
template <class T>
std::vector<T> read_array(hid_t parent, const std::string& name) {
  Handle dataset = open_dataset(parent, name);
  std::vector<T> values(count_as_written(dataset, type_of<T>(), name));
  if (!values.empty())
    check(H5Dread(dataset, type_of<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), name + " is damaged");
  return values;
}

}  // namespace hdf5
}  // namespace tilscape
