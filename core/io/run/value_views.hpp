// Values of a snapshot or checkpoint, whether they are there or made, as what core/io/hdf5/dataset.hpp
// writes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/io/hdf5/dataset.hpp"
#include "core/io/run/snapshot.hpp"

namespace tilscape {

template <class T>
std::uint64_t bytes_of(const std::vector<T>& values) {
  return values.size() * sizeof(T);
}
template <class T>
std::uint64_t bytes_of(const MadeValues<T>& values) {
  return values.count * sizeof(T);
}

template <class T>
hdf5::ArrayView view_of(const MadeValues<T>& values) {
  return {
      hdf5::type_of<T>(), nullptr, {values.count}, [&values](std::size_t first, std::span<std::byte> out) {
        values.make(first, {reinterpret_cast<T*>(out.data()), out.size() / sizeof(T)});
      }};
}
template <class T>
hdf5::ArrayView view_of(const std::vector<T>& values) {
  return hdf5::view_of(values);
}

}  // namespace tilscape
