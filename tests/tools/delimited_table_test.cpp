// Delimited text as programs write it, and as they break it.
#include "tools/tissue/delimited_table.hpp"

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

using Rows = std::vector<std::vector<std::string>>;

struct WholeTable {
  std::vector<std::string> names;
  Rows rows;
  std::vector<std::size_t> lines;
  std::string dialect;
};

WholeTable table_of(const Scratch& scratch, const std::string& text) {
  DelimitedTable table(scratch.write("t.csv", text));
  WholeTable whole{table.columns().all(), {}, {}, {}};
  for (TableRow row; table.next(row);) {
    whole.rows.emplace_back(row.fields.begin(), row.fields.end());
    whole.lines.push_back(row.line);
  }
  whole.dialect = table.dialect();
  return whole;
}

std::string problem_of(const Scratch& scratch, const std::string& text) {
  return input_error([&] { table_of(scratch, text); });
}

}  // namespace

TEST_CASE("a table keeps fields, order and line numbers") {
  const Scratch scratch;
  const WholeTable table = table_of(scratch, "# a comment\nx,y\n\n1, 2 \n3,4\n");
  CHECK(table.names == std::vector<std::string>{"x", "y"});
  CHECK(table.rows == Rows{{"1", "2"}, {"3", "4"}});
  CHECK(table.lines == std::vector<std::size_t>{4, 5});
  CHECK(table.dialect.empty());
  DelimitedTable again(scratch.path("t.csv"));
  CHECK(again.header_line() == 2);
  CHECK(again.columns().find("y") == 1);
  CHECK(again.columns().find("z") == ColumnNames::npos);
}

TEST_CASE("tabs, quotes, Windows line ends and a byte-order mark are understood") {
  const Scratch scratch;
  const WholeTable tabs = table_of(scratch, "\xEF\xBB\xBFx\tlabel\r\n1\tCD8, bright\r\n2\t\r\n");
  CHECK(tabs.names[0] == "x");
  CHECK(tabs.rows == Rows{{"1", "CD8, bright"}, {"2", ""}});
  CHECK(tabs.dialect == "tab-separated");
  CHECK(table_of(scratch, "x,label\n1,\"a,b \"\"c\"\"\"").rows[0][1] == "a,b \"c\"");
}

TEST_CASE("the separator is the one that rows and header agree on") {
  const Scratch scratch;
  CHECK(table_of(scratch, "x;y;label\n1,5;2,5;a,b,c\n").rows == Rows{{"1,5", "2,5", "a,b,c"}});
  CHECK(table_of(scratch, "x|y\n1|2\n").dialect == "bar-separated");
  // two semicolons against three commas in the names, which the rows do not have
  CHECK(table_of(scratch, "x;PD-L1 (a, b, c, d);y\n1;2;3\n").rows == Rows{{"1", "2", "3"}});
  CHECK(table_of(scratch, "sep=;\nx;y\n1;2\n").rows == Rows{{"1", "2"}});
  CHECK_THAT(problem_of(scratch, "x_um y_um\n1 2\n"),
             contains("t.csv:1: there is one column, 'x_um y_um', with blanks in it; expected several"));
}

TEST_CASE("old line ends and UTF-16 are understood") {
  const Scratch scratch;
  CHECK(table_of(scratch, "x,y\r1,2\r3,4\r").rows == Rows{{"1", "2"}, {"3", "4"}});
  std::string pairs = "\xff\xfe";
  for (const char c : std::string("x,y\r\n1,2\r\n")) pairs += {c, '\0'};
  const WholeTable table = table_of(scratch, pairs);
  CHECK(table.names == std::vector<std::string>{"x", "y"});
  CHECK(table.rows == Rows{{"1", "2"}});
  CHECK(table.dialect == "UTF-16");
}

TEST_CASE("what R and spreadsheets add is no data") {
  const Scratch scratch;
  const WholeTable named_rows = table_of(scratch, "\"x\",\"y\"\n\"1\",5,6\n\"2\",7,8\n");  // write.table
  CHECK(named_rows.names == std::vector<std::string>{"", "x", "y"});
  CHECK(named_rows.rows == Rows{{"1", "5", "6"}, {"2", "7", "8"}});
  CHECK(table_of(scratch, "x,y,,\n1,2,,\n,,,\n3,4\n\"\",,,\n").rows ==
        Rows{{"1", "2", "", ""}, {"3", "4", "", ""}});
  CHECK(table_of(scratch, "x,y\n1,2,\n3,4,,\n").rows == Rows{{"1", "2"}, {"3", "4"}});
}

TEST_CASE("a quoted field may hold a line end") {
  const Scratch scratch;
  const WholeTable table = table_of(scratch, "x,note\n1,\"two\nlines\"\n2,ok\n");
  CHECK(table.rows == Rows{{"1", "two\nlines"}, {"2", "ok"}});
  CHECK(table.lines == std::vector<std::size_t>{2, 4});
}

TEST_CASE("a table larger than a block has every row") {
  const Scratch scratch;
  std::string text = "id,words\n";
  constexpr int rows = 60000;  // of some 40 bytes: two blocks and a half
  for (int i = 0; i < rows; ++i) text += std::to_string(i) + ",\"a long, quoted\r\nfield \"\"here\"\"\"\r\n";
  DelimitedTable table(scratch.write("t.csv", text));
  int read = 0;
  bool all_right = true;
  for (TableRow row; table.next(row); ++read)
    all_right = all_right && row.fields[0] == std::to_string(read) &&
                row.fields[1] == "a long, quoted\r\nfield \"here\"" &&
                row.line == static_cast<std::size_t>(2 + 2 * read);
  CHECK(read == rows);
  CHECK(all_right);
}

TEST_CASE("a broken table is refused with its line") {
  const Scratch scratch;
  CHECK(problem_of(scratch, "") == scratch.path("t.csv") + ": is empty; expected a header line and cells");
  CHECK_THAT(problem_of(scratch, "# only\n\n"), contains("is empty"));
  CHECK_THAT(problem_of(scratch, "x,y\n"), contains("no rows"));
  CHECK(problem_of(scratch, "x,y\n1,2\n1,2,3\n") ==
        scratch.path("t.csv") +
            ":3: 3 fields; expected 2, as in the header (a decimal comma between commas?)");
  CHECK_THAT(problem_of(scratch, "x,y\n1\n"), contains("t.csv:2: 1 fields; expected 2"));
  CHECK_THAT(problem_of(scratch, "x,y\n1,\"2\n"), contains("t.csv:2: a quote is not closed"));
  CHECK_THAT(problem_of(scratch, std::string("x,y\n1,\0002\n", 9)), contains("t.csv:2: holds binary data"));
  CHECK_THAT(input_error([&] { DelimitedTable(scratch.write("t.csv", "x,x\n1,2\n")).columns().find("x"); }),
             contains("t.csv:1: two columns are named 'x'"));
  CHECK_THAT(problem_of(scratch, "5.5,6.5,tumour\n1,2,stroma\n"),
             contains("t.csv:1: the first line holds numbers"));
}

TEST_CASE("files of other kinds are told apart") {
  const Scratch scratch;
  CHECK_THAT(problem_of(scratch, "PK\x03\x04 and so on"),
             contains("an Excel workbook; expected a table of text"));
  CHECK_THAT(problem_of(scratch, "\x89HDF\r\n"), contains("is an HDF5 file"));
  CHECK_THAT(problem_of(scratch, "PAR1"), contains("is a Parquet file"));
  CHECK_THAT(problem_of(scratch, " {\"type\":\"FeatureCollection\"}"), contains("is JSON"));
}

TEST_CASE("a missing file and a folder are refused") {
  const Scratch scratch;
  CHECK_THAT(input_error([&] { DelimitedTable(scratch.path("none")); }), contains("cannot be opened"));
  CHECK_THAT(input_error([&] { DelimitedTable(scratch.path("")); }), contains("is a directory"));
}
