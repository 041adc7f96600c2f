// What a fuzzer's bytes do to a well-formed checkpoint: a program of small edits, each of one to a few bytes,
// to its values and then to its HDF5 file. So the fuzzer reaches what lies behind checksums and headers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/io/run/checkpoint.hpp"

namespace tilscape::fuzz {

/// Takes a program apart; behind its end there are only zeros.
class Program {
 public:
  explicit Program(std::string_view bytes) : rest_(bytes) {}
  bool is_done() const { return rest_.empty(); }
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  /// Below n, which is at least 1.
  std::size_t below(std::size_t n) {
    return n <= 256 ? byte() % n : (byte() * std::size_t{256} + byte()) % n;
  }
  /// 64 bits of any kind: small, at a border of some type, the bits of an odd float, or as they stand.
  std::uint64_t number();
  std::string text() {
    const std::size_t length = byte() % 64;
    std::string taken(rest_.substr(0, length));
    rest_.remove_prefix(taken.size());
    return taken;
  }

 private:
  std::string_view rest_;
};

/// The first byte says how many edits of values there are.
void edit_values(Program& program, Checkpoint& checkpoint);

/// The rest of the program: types, shapes, storage, links and attributes of the HDF5 file.
void edit_file(Program& program, const std::filesystem::path& file);

}  // namespace tilscape::fuzz
