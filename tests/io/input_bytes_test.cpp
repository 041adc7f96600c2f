// Bytes out of plain and packed files; the packed ones are made here with zlib.
#include "core/io/files/input_bytes.hpp"

#include <zlib.h>

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

std::string gzip(const std::string& text) {
  std::string packed(compressBound(static_cast<uLong>(text.size())) + 64, '\0');
  z_stream stream{};
  constexpr int gzip_window = 15 + 16;
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

/// What a file of these bytes reads as, in pieces of 1000.
std::string read_back(const Scratch& scratch, const std::string& bytes, bool* is_gzip = nullptr) {
  const std::string path = scratch.write("f", bytes);
  std::FILE* file = std::fopen(path.c_str(), "rb");
  InputBytes input(file, path);
  std::fclose(file);
  std::string text, piece(1000, '\0');
  while (const std::size_t got = input.read(piece)) text.append(piece, 0, got);
  if (is_gzip) *is_gzip = input.is_gzip();
  return text;
}

}  // namespace

TEST_CASE("plain bytes come as they are, gzip unpacked") {
  const Scratch scratch;
  std::string text;
  for (int i = 0; i < 20000; ++i) text += std::to_string(i) + ",";
  bool is_gzip = true;
  CHECK(read_back(scratch, text, &is_gzip) == text);
  CHECK_FALSE(is_gzip);
  CHECK(read_back(scratch, gzip(text), &is_gzip) == text);
  CHECK(is_gzip);
  CHECK(read_back(scratch, gzip("a,b\n") + gzip("1,2\n")) == "a,b\n1,2\n");  // as bgzip writes
  CHECK(read_back(scratch, "").empty());
  CHECK(read_back(scratch, "\x1f") == "\x1f");
}

TEST_CASE("a gzip stream that is cut or damaged is refused") {
  const Scratch scratch;
  std::string packed = gzip(std::string(100000, 'a') + "b");
  CHECK_THAT(input_error([&] { read_back(scratch, packed.substr(0, packed.size() - 20)); }),
             contains("f: its gzip stream is cut short; expected a whole file"));
  packed[packed.size() - 6] ^= 1;  // of the checksum
  CHECK_THAT(input_error([&] { read_back(scratch, packed); }), contains("f: its gzip stream is damaged ("));
}
