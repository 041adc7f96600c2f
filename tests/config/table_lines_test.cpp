// Lines and fields of a CSV.
#include "config/table_lines.hpp"

#include "tests/catch.hpp"

using namespace tilscape;

namespace {

using Fields = std::vector<std::string>;

Fields split(std::string_view line) {
  std::vector<std::string_view> views;
  std::string unquoted;
  if (const auto problem = split_fields(line, views, unquoted)) return {"problem: " + *problem};
  return Fields(views.begin(), views.end());
}

}  // namespace

TEST_CASE("fields are trimmed and unquoted") {
  CHECK(split("a,b,c") == Fields{"a", "b", "c"});
  CHECK(split(" a , b\t") == Fields{"a", "b"});
  CHECK(split("") == Fields{""});
  CHECK(split(",") == Fields{"", ""});
  CHECK(split("a,") == Fields{"a", ""});
  CHECK(split(R"("a,b", "c" ,d)") == Fields{"a,b", "c", "d"});
  CHECK(split(R"("a ""b""","c""",)") == Fields{"a \"b\"", "c\"", ""});
  CHECK(split(R"("")") == Fields{""});
  CHECK(split("\"a").front().rfind("problem: a quote is not closed", 0) == 0);
  CHECK(split("\"a\"b").front().rfind("problem: text follows", 0) == 0);
}

TEST_CASE("lines end with a line feed, a carriage return before it, or the text") {
  LineCursor lines(
      "\xef\xbb\xbf"
      "a\r\n\nb");
  std::string_view line;
  REQUIRE(lines.next(line));
  CHECK(line == "a");
  REQUIRE(lines.next(line));
  CHECK(line.empty());
  REQUIRE(lines.next(line));
  CHECK(line == "b");
  CHECK(lines.number() == 3);
  CHECK_FALSE(lines.next(line));
}
