// How a world fills and grows its buffers. Included by the sources of World only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <vector>

#include "core/base/errors.hpp"
#include "core/execution/memory.hpp"

namespace tilscape {

template <class T>
Buffer<T> copied(Memory& memory, const std::vector<T>& values) {
  Buffer<T> buffer(memory, values.size());
  buffer.from_host(values.data(), values.size());
  return buffer;
}

/// Those that have less. One that memory does not suffice for leaves it and the rest as they were, and all of
/// them usable. @throws OutOfMemory
template <class Columns>
void grow_columns(Memory& memory, Columns& columns, std::size_t capacity, std::size_t keep) {
  const auto grow = [&](auto& column) {
    if (!column.memory()) column = typename std::remove_reference_t<decltype(column)>(memory, 0);
    if (column.size() < capacity) column.grow(capacity, std::min(keep, column.size()));
  };
  std::apply([&](auto&... column) { (grow(column), ...); }, columns.columns());
}

template <class Columns>
std::size_t column_bytes(const Columns& columns) {
  return std::apply([](auto&... column) { return (column.bytes() + ...); }, columns.columns());
}

/// Slots that every one of the columns has.
template <class Columns>
std::size_t capacity_of(const Columns& columns) {
  return std::apply([](auto&... column) { return std::min({column.size()...}); }, columns.columns());
}

inline std::size_t with_room(std::size_t needed) {
  return needed + needed / 4 + 1024;
}

/// Clones that a new world has room for before any is founded.
inline constexpr std::size_t first_clones = 1024;

/// Sites that the list of vessels has room for.
inline std::size_t vessel_capacity(std::size_t vessels, bool come_and_go) {
  return come_and_go ? with_room(vessels) : vessels;
}

/// grow(capacity) with room to spare, or where memory is too short for that, with none. @throws OutOfMemory
template <class Grow>
void grow_with_room(std::size_t needed, const Grow& grow) {
  try {
    grow(with_room(needed));
  } catch (const OutOfMemory&) {
    grow(needed);
  }
}

}  // namespace tilscape
