// Bytes wait until the characters they belong to are whole.
#include "tools/tissue/text_encoding.hpp"

#include <algorithm>
#include <array>

#include "config/read/text_file.hpp"

namespace tilscape {
namespace {

/// What Windows-1252 has at 0x80 to 0x9f; 0 where it has nothing. Source: Unicode, CP1252.TXT.
constexpr std::array<unsigned, 32> windows_1252{
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};
constexpr unsigned replacement = 0xfffd;

void append(std::string& text, unsigned character) {
  const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80 | ((character >> shift) & 0x3f)); };
  if (character < 0x80) {
    text += static_cast<char>(character);
  } else if (character < 0x800) {
    text += static_cast<char>(0xc0 | (character >> 6));
    tail(0);
  } else if (character < 0x10000) {
    text += static_cast<char>(0xe0 | (character >> 12));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xf0 | (character >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

unsigned from_windows_1252(unsigned char byte) {
  if (byte >= 0xa0) return byte;
  const unsigned character = windows_1252[byte - 0x80];
  return character == 0 ? replacement : character;
}

}  // namespace

void TextDecoder::decode(std::string_view bytes, bool is_last, std::string& text) {
  constexpr std::size_t tells_width = 4;
  waiting_ += bytes;
  if (width_ == Width::unknown) {
    if (waiting_.size() < tells_width && !is_last) return;
    look_at_beginning();
  }
  const std::size_t done = width_ == Width::bytes ? decode_bytes(is_last, text) : decode_pairs(is_last, text);
  waiting_.erase(0, done);
}

void TextDecoder::look_at_beginning() {
  const auto begins_with = [&](std::string_view mark) {
    return std::string_view(waiting_).substr(0, mark.size()) == mark;
  };
  const auto has_zeros_at = [&](std::size_t first) {
    return waiting_.size() >= 4 && waiting_[first] == '\0' && waiting_[first + 2] == '\0' &&
           waiting_[1 - first] != '\0' && waiting_[3 - first] != '\0';
  };
  std::size_t mark_bytes = 0;
  if (begins_with("\xff\xfe") || begins_with("\xfe\xff")) {
    width_ = waiting_[0] == '\xff' ? Width::pairs_low_first : Width::pairs_high_first;
    mark_bytes = 2;
  } else if (has_zeros_at(1) || has_zeros_at(0)) {
    width_ = waiting_[1] == '\0' ? Width::pairs_low_first : Width::pairs_high_first;
  } else {
    width_ = Width::bytes;
    if (begins_with("\xef\xbb\xbf")) mark_bytes = 3;
  }
  waiting_.erase(0, mark_bytes);
}

/// @returns how many of the waiting bytes were decoded
std::size_t TextDecoder::decode_bytes(bool is_last, std::string& text) {
  constexpr std::size_t longest = 4;
  text.reserve(text.size() + waiting_.size());
  std::size_t copied = 0, at = 0;
  while (at < waiting_.size()) {
    const auto byte = static_cast<unsigned char>(waiting_[at]);
    if (byte < 0x80) {
      ++at;
    } else if (const std::size_t length = utf8_length(waiting_, at); length > 0) {
      at += length;
    } else if (!is_last && byte >= 0xc2 && at + longest > waiting_.size()) {
      break;  // perhaps the rest of it comes
    } else {
      text.append(waiting_, copied, at - copied);
      append(text, from_windows_1252(byte));
      has_other_bytes_ = true;
      copied = ++at;
    }
  }
  text.append(waiting_, copied, at - copied);
  return at;
}

unsigned TextDecoder::pair_at(std::size_t at) const {
  const auto first = static_cast<unsigned char>(waiting_[at]);
  const auto second = static_cast<unsigned char>(waiting_[at + 1]);
  return width_ == Width::pairs_low_first ? first | (second << 8) : second | (first << 8);
}

std::size_t TextDecoder::decode_pairs(bool is_last, std::string& text) const {
  std::size_t at = 0;
  while (at + 1 < waiting_.size()) {
    const unsigned first = pair_at(at);
    const bool is_high = first >= 0xd800 && first < 0xdc00;
    if (is_high && at + 3 >= waiting_.size() && !is_last) break;
    const unsigned second = is_high && at + 3 < waiting_.size() ? pair_at(at + 2) : 0;
    const bool is_whole = second >= 0xdc00 && second < 0xe000;
    if (is_high && is_whole)
      append(text, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
    else
      append(text, first >= 0xd800 && first < 0xe000 ? replacement : first);
    at += is_high && is_whole ? 4 : 2;
  }
  if (is_last && at < waiting_.size()) {  // half a pair
    append(text, replacement);
    at = waiting_.size();
  }
  return at;
}

const char* TextDecoder::name() const {
  if (width_ == Width::pairs_low_first || width_ == Width::pairs_high_first) return "UTF-16";
  return has_other_bytes_ ? "Windows-1252" : "UTF-8";
}

std::string in_utf8(std::string_view bytes) {
  std::string text;
  TextDecoder().decode(bytes, true, text);
  return text;
}

}  // namespace tilscape
