// Chunks compressed here against HDF5's own pipeline: the same values, and with zlib the same stored bytes.
#include "core/io/hdf5/dataset.hpp"

#include <numeric>

#include "tests/catch.hpp"

using namespace tilscape;
using hdf5::Handle;

namespace {

using Shape = std::vector<hsize_t>;

std::vector<std::uint8_t> stored_chunk(hid_t dataset, const Shape& offset) {
  hsize_t size = 0;
  REQUIRE(H5Dget_chunk_storage_size(dataset, offset.data(), &size) >= 0);
  std::vector<std::uint8_t> bytes(size);
  std::uint32_t skipped_filters = 1;
  REQUIRE(H5Dread_chunk(dataset, H5P_DEFAULT, offset.data(), &skipped_filters, bytes.data()) >= 0);
  REQUIRE(skipped_filters == 0);
  return bytes;
}

std::vector<float> read_back(hid_t dataset, std::size_t count) {
  std::vector<float> values(count);
  REQUIRE(H5Dread(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
  return values;
}

std::vector<float> wave(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>((i * 37) % 1009) * 0.25f;
  return values;
}

}  // namespace

TEST_CASE("Chunks are contiguous pieces of at most 1 MiB", "[dataset]") {
  REQUIRE(hdf5::chunk_shape({10}, 8) == Shape{10});
  REQUIRE(hdf5::chunk_shape({0}, 8) == Shape{0});
  REQUIRE(hdf5::chunk_shape({1000000}, 8) == Shape{131072});
  REQUIRE(hdf5::chunk_shape({1000000, 3}, 4) == Shape{87381, 3});
  REQUIRE(hdf5::chunk_shape({100, 100, 100}, 4) == Shape{26, 100, 100});
  REQUIRE(hdf5::chunk_shape({2, 1000, 1000}, 4) == Shape{1, 262, 1000});
  REQUIRE(hdf5::chunk_shape({2, 2, 1000000}, 4) == Shape{1, 1, 262144});
}

TEST_CASE("Chunk-written arrays equal those of HDF5's pipeline", "[dataset]") {
  const std::vector<Shape> shapes = {{1},      {1000},     {262144},     {262145},
                                     {700001}, {90000, 3}, {61, 70, 80}, {3, 601, 500}};
  for (const Shape& shape : shapes) {
    std::size_t count = 1;
    for (const hsize_t n : shape) count *= n;
    const std::vector<float> values = wave(count);
    const hdf5::ArrayView array{hdf5::type_of<float>(), values.data(), shape};
    Handle file = hdf5::create_in_memory();
    Handle reference = hdf5::ArrayWriter({Deflate::zlib, 1, true}).write(file, "reference", array);
    for (const int threads : {1, 3}) {
      CAPTURE(shape, threads);
      Handle by_zlib = hdf5::ArrayWriter({Deflate::zlib, threads, false})
                           .write(file, "zlib" + std::to_string(threads), array);
      Handle by_best = hdf5::ArrayWriter({Deflate::best_available, threads, false})
                           .write(file, "best" + std::to_string(threads), array);
      REQUIRE(read_back(reference, count) == values);
      REQUIRE(read_back(by_zlib, count) == values);
      REQUIRE(read_back(by_best, count) == values);
      const Shape first(shape.size(), 0);
      REQUIRE(stored_chunk(by_zlib, first) == stored_chunk(reference, first));
    }
  }
}

TEST_CASE("An empty array is there, and empty", "[dataset]") {
  Handle file = hdf5::create_in_memory();
  hdf5::ArrayWriter().write(file, "none", hdf5::view_of(std::vector<double>{}));
  REQUIRE(hdf5::read_array<double>(file, "none").empty());
}
