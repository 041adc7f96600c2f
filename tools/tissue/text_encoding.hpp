// Text as programs of the last forty years encode it, to UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tilscape {

/// Decodes a text that comes in pieces. UTF-16 is told by its byte-order mark, or by the zeros in its first
/// characters; everything else is UTF-8, and bytes that are not are taken for Windows-1252 (Latin-1 with a
/// few letters more; µ is the same byte in Mac Roman). Test: tests/tools/text_encoding_test.cpp
class TextDecoder {
 public:
  /// Appends `bytes` to `text` in UTF-8, without a byte-order mark. A character that is cut waits for its
  /// rest.
  void decode(std::string_view bytes, bool is_last, std::string& text);

  /// "UTF-8", "UTF-16" or "Windows-1252", by what was decoded so far.
  const char* name() const;

 private:
  enum class Width { unknown, bytes, pairs_low_first, pairs_high_first };

  void look_at_beginning();
  std::size_t decode_bytes(bool is_last, std::string& text);
  std::size_t decode_pairs(bool is_last, std::string& text) const;
  unsigned pair_at(std::size_t at) const;

  std::string waiting_;
  Width width_ = Width::unknown;
  bool has_other_bytes_ = false;
};

/// A whole text.
std::string in_utf8(std::string_view bytes);

}  // namespace tilscape
