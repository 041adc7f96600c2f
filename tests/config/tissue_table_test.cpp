// Good tables land on the right sites; malformed ones are refused with their line and column.
#include "config/read/tissue_table.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "core/base/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;
using namespace std::string_literals;

namespace {

/// 10 × 8 sites of 10 µm, and 4 × 3 × 2 of the same.
Lattice flat() {
  return make_lattice({10, 8, 1}, 10, Boundary::closed, Neighbourhood::moore);
}
Lattice solid() {
  return make_lattice({4, 3, 2}, 10, Boundary::closed, Neighbourhood::moore);
}

InitialTissue read(const std::string& text, std::array<std::uint32_t, 3> tile = {1, 1, 1}) {
  return read_initial_tissue_text(text, "t.csv", flat(), tile);
}

std::vector<std::uint32_t> sites(const InitialTissue& cells) {
  std::vector<std::uint32_t> result;
  for (const PlacedCell& cell : cells) result.push_back(cell.site.value);
  return result;
}

using Sites = std::vector<std::uint32_t>;

struct BadTable {
  const char* name;
  std::string text;
  int line;
  const char* key;
  const char* words;
};

const std::string header = "x_um,y_um,type,pdl1,pd1\n";

const std::vector<BadTable>& bad_tables() {
  static const std::vector<BadTable> table{
      {"0 bytes", "", 1, "", "0 bytes"},
      {"only blank lines", "\n\n", 2, "", "no header"},
      {"only a comment", "# nothing", 1, "", "no header"},
      {"header only", header, 1, "", "no cells"},
      {"no type column", "x_um,y_um\n1,1\n", 1, "type", "missing"},
      {"no y column", "\nx_um,type\n1,tumour\n", 2, "y_um", "missing"},
      {"unknown column", "x_um,y_um,type,pdll\n1,1,tumour,1\n", 1, "pdll", "did you mean 'pdl1'?"},
      {"column without a name", "x_um,y_um,type,\n1,1,tumour,\n", 1, "", "unknown column"},
      {"column twice", "x_um,y_um,x_um,type\n1,1,1,tumour\n", 1, "x_um", "stands twice"},
      {"semicolons", "x_um;y_um;type\n1;1;tumour\n", 1, "", "not separated by commas"},
      {"unknown type", header + "1,1,tumour,,\n12,1,granulocyte,,\n", 3, "type", "'granulocyte'"},
      {"mistyped type", header + "1,1,tumor,,\n", 2, "type", "did you mean 'tumour'?"},
      {"empty type", header + "1,1,,,\n", 2, "type", "unknown cell type ''"},
      {"NaN", header + "nan,1,tumour,,\n", 2, "x_um", "'nan'"},
      {"infinity", header + "1,inf,tumour,,\n", 2, "y_um", "'inf'"},
      {"empty position", header + "1,,tumour,,\n", 2, "y_um", "no number"},
      {"text for a position", header + "1,1um,tumour,,\n", 2, "y_um", "'1um'"},
      {"hexadecimal position", header + "0x1,1,tumour,,\n", 2, "x_um", "'0x1'"},
      {"beyond a double", header + "1e999,1,tumour,,\n", 2, "x_um", "'1e999'"},
      {"left of the lattice", header + "-0.1,1,tumour,,\n", 2, "x_um", "outside the lattice"},
      {"right of the lattice", header + "100,1,tumour,,\n", 2, "x_um", "less than 100 um"},
      {"above the lattice", header + "1,80,tumour,,\n", 2, "y_um", "outside the lattice"},
      {"far away", header + "1,1e300,tumour,,\n", 2, "y_um", "outside the lattice"},
      {"too few fields", header + "1,1,tumour,\n", 2, "", "4 fields; expected 5"},
      {"too many fields", header + "1,1,tumour,,,\n", 2, "", "6 fields; expected 5"},
      {"cut row", header + "1,1,tumour,,\n25,2", 3, "", "2 fields; expected 5"},
      {"comment among the cells", header + "# 1,1,tumour,,\n", 2, "x_um", "'# 1'"},
      {"tissue cells in one site", header + "1,1,tumour,,\n30,1,vessel,,\n9.9,9,stroma,,\n", 4, "x_um",
       "line 2"},
      {"T cells in one site", header + "1,1,cd8_t_cell,,\n\n2,2,cd8_t_cell,,\n", 4, "x_um", "line 2"},
      {"negative PD-L1", header + "1,1,tumour,-1,\n", 2, "pdl1", "'-1'"},
      {"PD-1 above 1", header + "1,1,cd8_t_cell,,1.01\n", 2, "pd1", "0 to 1"},
      {"text for PD-1", header + "1,1,cd8_t_cell,,high\n", 2, "pd1", "'high'"},
      {"open quote", header + "1,1,\"tumour,,\n", 2, "", "quote is not closed"},
      {"text after a quote", header + "1,1,\"tumour\"x,,\n", 2, "", "closing quote"},
      {"size too large", "# size_um: 101 80\n" + header + "1,1,tumour,,\n", 1, "size_um", "at most 10"},
      {"size of text", "# size_um: wide\n" + header + "1,1,tumour,,\n", 1, "size_um", "'wide'"},
      {"size of one axis", "# size_um: 100\n" + header + "1,1,tumour,,\n", 1, "size_um", "2 or 3"},
      {"zero byte", header + "1,1,tumour,,\n1\0,1,tumour,,\n"s, 3, "", "0x00"},
      {"not UTF-8", "x_um,y_um,type\n1,1,t\xfcmour\n", 2, "", "0xfc"},
      {"a zip file", "PK\x03\x04", 1, "", "0x03"},
  };
  return table;
}

template <class F>
std::string message_of(F f) {
  try {
    f();
  } catch (const InputError& error) {
    CHECK(error.exit_code() == 2);
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("cells stand at floor(position / spacing), whatever the order of the columns") {
  const InitialTissue cells = read(
      "# a section\ntype,pd1,y_um,x_um,pdl1\ntumour,,0,0,2.5\n"
      "stroma,,9.99,99.9,\r\n\"cd8_t_cell\",0.25,10,10,\nvessel,,79.9,+1e1,\n");
  CHECK(sites(cells) == Sites{0, 9, 11, 71});
  CHECK(cells[0].type == CellType::tumour);
  CHECK(cells[0].pdl1 == 2.5f);
  CHECK(cells[0].pd1 < 0);
  CHECK(cells[1].type == CellType::stroma);
  CHECK(cells[2].type == CellType::cd8_t_cell);
  CHECK(cells[2].pd1 == 0.25f);
  CHECK(cells[3].type == CellType::vessel);
}

TEST_CASE("a T cell may share the site of a tissue cell") {
  CHECK(sites(read(header + "1,1,tumour,,\n1,1,cd8_t_cell,,\n")) == Sites{0, 0});
}

TEST_CASE("copies fill the lattice along x, then y") {
  const std::string text = "# size_um: 50 40\n" + header + "41,32,tumour,,\n";  // site (4, 3) of 5 × 4
  CHECK(sites(read(text, {2, 2, 1})) == Sites{34, 39, 74, 79});
  CHECK_THAT(message_of([] {
               read("# size_um: 40 40\n" + header + "1,1,tumour,,\n", {2, 2, 1});
             }),
             contains("t.csv:1: size_um: 40 um along x take 4 sites of 10 um; expected exactly 5"));
  CHECK_THAT(message_of([] { read(header + "1,1,tumour,,\n", {3, 1, 1}); }), contains("10 sites along x"));
  CHECK_THAT(message_of([] { read(header + "51,1,tumour,,\n", {2, 1, 1}); }), contains("less than 50 um"));
}

TEST_CASE("a solid table needs z") {
  const InitialTissue cells =
      read_initial_tissue_text("x_um,y_um,z_um,type\n35,25,15,tumour\n", "t.csv", solid(), {1, 1, 1});
  CHECK(sites(cells) == Sites{23});
  const InitialTissue two =
      read_initial_tissue_text("x_um,y_um,z_um,type\n35,25,5,tumour\n", "t.csv", solid(), {1, 1, 2});
  CHECK(sites(two) == Sites{11, 23});
  CHECK_THAT(message_of([] { read_initial_tissue_text("x_um,y_um,type\n1,1,tumour\n", "t.csv", solid()); }),
             contains("t.csv:1: z_um: the column is missing"));
  CHECK_THAT(message_of([] { read("x_um,y_um,z_um,type\n1,1,10,tumour\n"); }),
             contains("t.csv:2: z_um: 10 is outside"));
}

TEST_CASE("each malformed table is refused with its line, its column and its problem") {
  for (const BadTable& bad : bad_tables()) {
    INFO(bad.name);
    const std::string message = message_of([&] { read(bad.text); });
    INFO(message);
    const std::string place = "t.csv:" + std::to_string(bad.line) + ": " + (*bad.key ? bad.key + ": "s : ""s);
    CHECK(message.rfind(place, 0) == 0);
    CHECK_THAT(message, contains(bad.words) && contains("expected"));
    CHECK(message.find('\n') == std::string::npos);
  }
}

TEST_CASE("all problems of a table are reported, up to 50") {
  std::string text = header;
  for (int i = 0; i < 60; ++i) text += "1,1,?,,\n";
  const std::string message = message_of([&] { read(text); });
  CHECK(std::count(message.begin(), message.end(), '\n') == 50);
  CHECK_THAT(message, contains("t.csv:51: type") && ends_with("t.csv: and more problems below"));
}

TEST_CASE("a missing table and a directory are named") {
  CHECK_THAT(message_of([] { read_initial_tissue("/no/such/t.csv", flat()); }),
             contains("/no/such/t.csv: cannot be opened (No such file or directory)"));
  CHECK_THAT(message_of([] { read_initial_tissue("/", flat()); }), contains("/: is a directory"));
}

TEST_CASE("every site of a large table is filled once") {
  constexpr std::uint32_t side = 640;  // 409,600 cells
  std::string text = "x_um,y_um,type\n";
  for (std::uint32_t y = 0; y < side; ++y)
    for (std::uint32_t x = 0; x < side; ++x)
      text += std::to_string(x * 10) + ".5," + std::to_string(y * 10) + ".25,tumour\n";
  const Lattice lattice = make_lattice({side, side, 1}, 10, Boundary::closed, Neighbourhood::moore);
  const auto begin = std::chrono::steady_clock::now();
  const InitialTissue cells = read_initial_tissue_text(text, "t.csv", lattice);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  WARN(cells.size() << " cells in " << seconds.count() << " s");
  REQUIRE(cells.size() == side * side);
  for (std::uint32_t i = 0; i < side * side; ++i) REQUIRE(cells[i].site.value == i);
}
