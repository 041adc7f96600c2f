// Delimited text as programs write it, and as they break it.
#include "tools/delimited_table.hpp"

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

DelimitedTable table_of(const Scratch& scratch, const std::string& text) {
  return read_delimited_table(scratch.write("t.csv", text));
}

std::string problem_of(const Scratch& scratch, const std::string& text) {
  return input_error([&] { table_of(scratch, text); });
}

}  // namespace

TEST_CASE("a table keeps fields, order and line numbers") {
  const Scratch scratch;
  const DelimitedTable table = table_of(scratch, "# a comment\nx,y\n\n1, 2 \n3,4\n");
  CHECK(table.header.fields == std::vector<std::string>{"x", "y"});
  CHECK(table.header.line == 2);
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].line == 4);
  CHECK(table.rows[0].fields == std::vector<std::string>{"1", "2"});
  CHECK(table.column("y") == 1);
  CHECK(table.column("z") == DelimitedTable::npos);
}

TEST_CASE("tabs, quotes, Windows line ends and a byte-order mark are understood") {
  const Scratch scratch;
  const DelimitedTable tabs = table_of(scratch, "\xEF\xBB\xBFx\tlabel\r\n1\tCD8, bright\r\n2\t\r\n");
  CHECK(tabs.column("x") == 0);
  CHECK(tabs.rows[0].fields[1] == "CD8, bright");
  CHECK(tabs.rows[1].fields[1].empty());
  const DelimitedTable quoted = table_of(scratch, "x,label\n1,\"a,b \"\"c\"\"\"");
  CHECK(quoted.rows[0].fields[1] == "a,b \"c\"");
}

TEST_CASE("a broken table is refused with its line") {
  const Scratch scratch;
  CHECK(problem_of(scratch, "") == scratch.path("t.csv") + ": is empty; expected a header line and cells");
  CHECK_THAT(problem_of(scratch, "# only\n\n"), contains("is empty"));
  CHECK_THAT(problem_of(scratch, "x,y\n"), contains("no rows"));
  CHECK(problem_of(scratch, "x,y\n1,2\n1,2,3\n") ==
        scratch.path("t.csv") + ":3: 3 fields; expected 2, as in the header");
  CHECK_THAT(problem_of(scratch, "x,y\n1\n"), contains("t.csv:2: 1 fields; expected 2"));
  CHECK_THAT(problem_of(scratch, "x,y\n1,\"2\n"), contains("t.csv:2: a quote is not closed"));
  CHECK_THAT(problem_of(scratch, std::string("x,y\n1,\0002\n", 9)), contains("t.csv:2: holds binary data"));
  CHECK_THAT(input_error([&] { table_of(scratch, "x,x\n1,2\n").column("x"); }),
             contains("t.csv:1: two columns are named 'x'"));
}

TEST_CASE("a missing file and a folder are refused") {
  const Scratch scratch;
  CHECK_THAT(input_error([&] { read_delimited_table(scratch.path("none")); }), contains("cannot be opened"));
  CHECK_THAT(input_error([&] { read_delimited_table(scratch.path("")); }), contains("is a directory"));
}

TEST_CASE("a number is read whole or not at all") {
  double value = 0;
  CHECK(read_finite("-1.5e2", value));
  CHECK(value == -150);
  for (const char* text : {"", "NaN", "inf", "1,5", "1 um", " 1", "#N/A", "0x10", "1e999"}) {
    CAPTURE(text);
    CHECK_FALSE(read_finite(text, value));
  }
}
