// Arrays into HDF5: chunks of about 1 MiB, shuffled and deflated by a few threads, handed over with
// H5Dwrite_chunk. The result is what HDF5's own filter pipeline would write, several times faster.
#pragma once

#include <string>
#include <vector>

#include "core/io/dataset_options.hpp"
#include "core/io/hdf5.hpp"

namespace tilscape {

namespace hdf5 {

/// Values as they lie in memory, slowest axis first.
struct ArrayView {
  hid_t type;
  const void* data;
  std::vector<hsize_t> shape;
};

template <class T>
ArrayView view_of(const std::vector<T>& values) {
  return {type_of<T>(), values.data(), {values.size()}};
}

/// Chunks that are contiguous pieces of the array: whole trailing axes, a part of one, single steps of those
/// before.
std::vector<hsize_t> chunk_shape(const std::vector<hsize_t>& shape, std::size_t element_bytes);

/// Test: tests/io/dataset_test.cpp (equal to HDF5's own pipeline, with either compressor and any thread
/// count)
Handle write_array(hid_t parent, const std::string& name, const ArrayView& array, const Compression& how);

/// A one-dimensional array, converted to T.
/// @throws OutputError when it is missing or damaged
template <class T>
std::vector<T> read_array(hid_t parent, const std::string& name) {
  const std::string what = "dataset " + name + " is missing or damaged";
  Handle dataset = checked(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose, what);
  Handle space = checked(H5Dget_space(dataset), H5Sclose, what);
  std::vector<T> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  if (!values.empty())
    check(H5Dread(dataset, type_of<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), what);
  return values;
}

}  // namespace hdf5
}  // namespace tilscape
