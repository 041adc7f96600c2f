// A byte for each of sixteen codes, held in two words.
#pragma once

#include <cstdint>

#include "core/base/host_device.hpp"

namespace tilscape {

/// What a table of records says of each code, for kernels: they cannot read a table in the host's memory, but
/// a constant of this kind is part of their instructions. Test: tests/agents/frozen_names_test.cpp
class CodeBytes {
 public:
  static constexpr std::uint32_t codes = 16;

  template <class Code, class Value>
  constexpr void set(Code code, Value value) {
    const auto k = static_cast<std::uint32_t>(code), shift = 8 * (k % 8);
    std::uint64_t& word = k < 8 ? low_ : high_;
    word =
        (word & ~(std::uint64_t{0xff} << shift)) | (std::uint64_t{static_cast<std::uint8_t>(value)} << shift);
  }

  /// @returns what was set, or 0
  template <class Value, class Code>
  TILSCAPE_HD constexpr Value at(Code code) const {
    const auto k = static_cast<std::uint32_t>(code);
    return static_cast<Value>((k < 8 ? low_ : high_) >> (8 * (k % 8)) & 0xff);
  }

 private:
  std::uint64_t low_ = 0, high_ = 0;
};

}  // namespace tilscape
