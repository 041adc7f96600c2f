// Rows and fields of delimited text, whole and in pieces.
#include "core/base/text_rows.hpp"

#include "tests/catch.hpp"

using namespace tilscape;

namespace {

using Fields = std::vector<std::string>;
using Rows = std::vector<Fields>;

/// A row with a problem becomes one field that says it.
Fields fields_of(const TextRow& row) {
  if (!row.problem.empty()) return {"problem: " + row.problem};
  return Fields(row.fields.begin(), row.fields.end());
}

Rows rows_of(std::string_view text, char separator = ',') {
  RowCutter cutter(separator);
  TextRow row;
  Rows rows;
  while (cutter.cut(text, false, row) == RowCutter::Found::row) rows.push_back(fields_of(row));
  return rows;
}

Fields split(std::string_view line) {
  const Rows rows = rows_of(line);
  return rows.empty() ? Fields{} : rows.front();
}

/// The rows of a text that arrives in pieces of `piece` bytes.
Rows rows_in_pieces(const std::string& text, std::size_t piece) {
  RowCutter cutter;
  TextRow row;
  Rows rows;
  std::string here;
  for (std::size_t read = 0;;) {
    const bool more = read < text.size();
    std::string_view rest = here;
    const RowCutter::Found found = cutter.cut(rest, more, row);
    if (found == RowCutter::Found::end) return rows;
    if (found == RowCutter::Found::row) {
      rows.push_back(fields_of(row));
      here.erase(0, here.size() - rest.size());
    } else {
      here += text.substr(read, piece);
      read += std::min(piece, text.size() - read);
    }
  }
}

}  // namespace

TEST_CASE("fields are trimmed and unquoted") {
  CHECK(split("a,b,c") == Fields{"a", "b", "c"});
  CHECK(split(" a , b\t") == Fields{"a", "b"});
  CHECK(split("\n") == Fields{""});
  CHECK(split(",") == Fields{"", ""});
  CHECK(split("a,") == Fields{"a", ""});
  CHECK(split(R"("a,b", "c" ,d)") == Fields{"a,b", "c", "d"});
  CHECK(split(R"("a ""b""","c""",)") == Fields{"a \"b\"", "c\"", ""});
  CHECK(split(R"("")") == Fields{""});
  CHECK(split("5\" needle,b") == Fields{"5\" needle", "b"});
  CHECK(split("a\xc2\xa0,\xc2\xa0 b") == Fields{"a", "b"});  // no-break spaces
  CHECK(split("\"a").front().rfind("problem: a quote is not closed", 0) == 0);
  CHECK(split("\"a\"b").front().rfind("problem: text follows", 0) == 0);
}

TEST_CASE("any separator, and tabs that are none") {
  CHECK(rows_of("a;b,c;\"d;e\"", ';') == Rows{{"a", "b,c", "d;e"}});
  CHECK(rows_of("a\t\t b \t\n\tc", '\t') == Rows{{"a", "", "b", ""}, {"", "c"}});
}

TEST_CASE("rows end with a line feed, a carriage return, both, or the text") {
  CHECK(rows_of("a\r\n\nb\rc") == Rows{{"a"}, {""}, {"b"}, {"c"}});
  CHECK(rows_of("a\r\r\nb\n") == Rows{{"a"}, {""}, {"b"}});
  CHECK(rows_of("").empty());
  CHECK(without_byte_order_mark("\xef\xbb\xbf"
                                "a") == "a");
}

TEST_CASE("a quoted field may span lines, and the next row knows its own") {
  RowCutter cutter;
  TextRow row;
  std::string_view text = "1,\"two\r\nlines\"\n2,x\n";
  REQUIRE(cutter.cut(text, false, row) == RowCutter::Found::row);
  CHECK(row.fields[1] == "two\r\nlines");
  CHECK(row.line == 1);
  REQUIRE(cutter.cut(text, false, row) == RowCutter::Found::row);
  CHECK(row.line == 3);
  CHECK(row.text == "2,x");
  REQUIRE(cutter.cut(text, false, row) == RowCutter::Found::end);
}

TEST_CASE("a quote that nothing closes costs its own line alone") {
  CHECK(rows_of("1,\"a\n2,b\n") == Rows{{"problem: a quote is not closed; expected its end"}, {"2", "b"}});
  std::string long_quote = "\"";
  for (int i = 0; i < 101; ++i) long_quote += "\n";
  CHECK(rows_of(long_quote + "\"").front().front().rfind("problem: a quote", 0) == 0);
  CHECK(rows_of("\"" + long_quote.substr(2) + "\"").front().front().size() == 100);
}

TEST_CASE("a row of separators is blank, a quoted blank too") {
  RowCutter cutter;
  TextRow row;
  std::string_view text = ", ,\t,\"\"\n,a\n\"\n";
  cutter.cut(text, false, row);
  CHECK(row.is_blank());
  cutter.cut(text, false, row);
  CHECK_FALSE(row.is_blank());
  cutter.cut(text, false, row);
  CHECK_FALSE(row.is_blank());  // an open quote is a problem, not nothing
}

TEST_CASE("a text in pieces has the rows of the whole") {
  const std::string text = "a,b\r\n\"c\r\nd\",\"e\"\"f\"\r\r\n\n g ,\"h\" \n\"i";
  const Rows whole = rows_of(text);
  REQUIRE(whole.size() == 6);
  for (std::size_t piece = 1; piece <= text.size() + 1; ++piece) {
    CAPTURE(piece);
    CHECK(rows_in_pieces(text, piece) == whole);
  }
}

TEST_CASE("a line can be taken as it stands") {
  RowCutter cutter;
  TextRow row;
  std::string_view text = "# \"size\r\nx";
  REQUIRE(cutter.cut_line(text, false, row) == RowCutter::Found::row);
  CHECK(row.text == "# \"size");
  CHECK(row.fields.empty());
  CHECK(cutter.line() == 2);
  CHECK(text == "x");
}

TEST_CASE("a number is read whole or not at all") {
  double value = 0;
  CHECK(read_finite("-1.5e2", value));
  CHECK(value == -150);
  CHECK(read_finite("+6.5", value));
  CHECK(value == 6.5);
  for (const char* text :
       {"", "NaN", "inf", "1,5", "1 um", " 1", "#N/A", "0x10", "1e999", "+", "+-1", "--1"}) {
    CAPTURE(text);
    CHECK_FALSE(read_finite(text, value));
  }
}
