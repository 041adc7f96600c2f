// The tables of codes that a snapshot carries, against what readers rely on.
#include "tools/run/code_tables.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "tests/catch.hpp"

using namespace tilscape;

namespace {

using Numbers = std::vector<std::uint8_t>;
using Texts = std::vector<std::string>;

template <class Values>
const Values& column(const CodeTable& table, std::string_view name) {
  for (const CodeColumn& c : table.columns)
    if (c.name == name) return std::get<Values>(c.values);
  throw std::out_of_range(table.name + " has no column " + std::string(name));
}

const CodeTable types = code_tables().at(0), states = code_tables().at(1);

/// The row of a state, by the two codes that a snapshot has of each cell.
std::size_t row_of(std::uint8_t type, std::uint8_t code) {
  for (std::size_t k = 0; k < column<Numbers>(states, "code").size(); ++k)
    if (column<Numbers>(states, "cell_type")[k] == type && column<Numbers>(states, "code")[k] == code)
      return k;
  throw std::out_of_range("no such state");
}

bool is_colour(const std::string& text) {
  const auto is_digit = [](unsigned char c) { return std::isxdigit(c) != 0; };
  return text.size() == 7 && text[0] == '#' && std::all_of(text.begin() + 1, text.end(), is_digit);
}

}  // namespace

TEST_CASE("cell types are named by code", "[codes]") {
  CHECK(types.name == "cell_types");
  CHECK(column<Numbers>(types, "code")[6] == 7);
  CHECK(column<Texts>(types, "name")[6] == "nk");
  CHECK(column<Texts>(types, "label")[6] == "NK cell");
  CHECK(column<Texts>(types, "layer")[2] == "tissue");
  CHECK(column<Texts>(types, "layer")[3] == "immune");
}

TEST_CASE("states are named by cell type and code, and have a column, a colour and a size", "[codes]") {
  CHECK(states.name == "states");
  const std::size_t vessel = row_of(3, 7), searching = row_of(7, 9), m2 = row_of(8, 12);
  CHECK(column<Texts>(states, "name")[searching] == "searching");
  CHECK(column<Texts>(states, "label")[searching] == "NK cell, searching");
  CHECK(column<Texts>(states, "column")[searching] == "nk");
  CHECK(column<Texts>(states, "column")[vessel] == "vessels");
  CHECK(column<Texts>(states, "colour")[m2] == "#AA4499");
  CHECK(column<std::vector<double>>(states, "radius_sites")[searching] == 0.35);
  CHECK(column<std::vector<double>>(states, "radius_sites")[m2] == 0.45);
}

TEST_CASE("no two states are taken for each other, and each has colours", "[codes]") {
  const auto& code = column<Numbers>(states, "code");
  std::set<std::pair<std::string, int>> seen;
  std::set<std::string> labels;
  for (std::size_t k = 0; k < code.size(); ++k) {
    const std::size_t type = column<Numbers>(states, "cell_type")[k] - 1u;
    CHECK(seen.emplace(column<Texts>(types, "layer").at(type), code[k]).second);
    CHECK(labels.insert(column<Texts>(states, "label")[k]).second);
    CHECK(is_colour(column<Texts>(states, "colour")[k]));
    CHECK(is_colour(column<Texts>(states, "colour_on_dark")[k]));
  }
}
