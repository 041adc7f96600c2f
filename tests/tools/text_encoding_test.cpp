// The same text in each encoding, whole and a byte at a time.
#include "tools/tissue/text_encoding.hpp"

#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// A line with characters of one to four bytes.
const std::string line = "x \xc2\xb5m,\xce\xbc,\xe2\x82\xac,\xf0\x9f\x94\xac\r\n";
const std::u16string pairs = u"x \u00b5m,\u03bc,\u20ac,\U0001f52c\r\n";

std::string utf16(bool low_first, bool marked) {
  std::string bytes;
  for (const char16_t pair : (marked ? u"\ufeff" : u"") + pairs) {
    const char low = static_cast<char>(pair & 0xff), high = static_cast<char>(pair >> 8);
    bytes += low_first ? low : high;
    bytes += low_first ? high : low;
  }
  return bytes;
}

std::string decoded_bytewise(const std::string& bytes) {
  TextDecoder decoder;
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    decoder.decode(bytes.substr(i, 1), i + 1 == bytes.size(), text);
  return text;
}

}  // namespace

TEST_CASE("UTF-8 and UTF-16 of both orders give the same text") {
  for (const std::string& bytes : {line, "\xef\xbb\xbf" + line, utf16(true, true), utf16(false, true),
                                   utf16(true, false), utf16(false, false)}) {
    CHECK(in_utf8(bytes) == line);
    CHECK(decoded_bytewise(bytes) == line);
  }
}

TEST_CASE("bytes that are no UTF-8 are Windows-1252") {
  CHECK(in_utf8("Centroid X \xb5m") == "Centroid X \xc2\xb5m");
  CHECK(in_utf8("M\xfcller \x80") == "M\xc3\xbcller \xe2\x82\xac");
  CHECK(in_utf8("\xb5\x81") == "\xc2\xb5\xef\xbf\xbd");             // 0x81 is nothing
  CHECK(decoded_bytewise("a\xe2\x82") == "a\xc3\xa2\xe2\x80\x9a");  // a euro sign that is cut
}

TEST_CASE("the encoding has a name") {
  const auto name_of_text = [](const std::string& bytes) {
    TextDecoder decoder;
    std::string text;
    decoder.decode(bytes, true, text);
    return std::string(decoder.name());
  };
  CHECK(name_of_text("abc") == "UTF-8");
  CHECK(name_of_text(line) == "UTF-8");
  CHECK(name_of_text("\xb5m") == "Windows-1252");
  CHECK(name_of_text(utf16(false, true)) == "UTF-16");
}

TEST_CASE("broken UTF-16 is decoded to the mark for that") {
  CHECK(in_utf8(std::string("\xff\xfe"
                            "a\0b",
                            5)) == "a\xef\xbf\xbd");  // half a pair
  CHECK(in_utf8(std::string("\xff\xfe\x00\xd8"
                            "a\0",
                            6)) ==
        "\xef\xbf\xbd"
        "a");  // half a surrogate
  CHECK(in_utf8("") == "");
}
