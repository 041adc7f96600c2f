// The fixed cases stand on a record of every parameter: whatever becomes of the defaults, they stay as they
// are.
#include "tools/bench/recorded_model.hpp"

#include <fstream>
#include <map>
#include <sstream>

#include "tests/catch.hpp"
#include "tools/bench/cases.hpp"
#include "tools/gpu_check/cases.hpp"

using namespace tilscape;

namespace {

/// What stands alone; words of choices and names of maps are their rows' own.
struct Changed {
  Value operator()(bool b) const { return !b; }
  Value operator()(std::uint64_t n) const { return n + 1; }
  Value operator()(double x) const { return x + 1; }
  Value operator()(const std::string& s) const { return s + "other"; }
  Value operator()(const NumberMap& map) const { return map; }
  Value operator()(const Therapy&) const { return Therapy{TherapyItem{}}; }
  Value operator()(IntegerList list) const {
    for (std::uint64_t& n : list) ++n;
    return list;
  }
};

Value other_default(const Row& row) {
  if (row.kind == Kind::choice)
    return row.default_value == Value(row.words.front()) ? row.words.back() : row.words.front();
  if (row.kind == Kind::number_map) return NumberMap{{row.words.back(), 7}};
  return std::visit(Changed{}, row.default_value);
}

/// While it lives, every row of the schema has another default. The rows themselves are no constants: the
/// schema only hands them out as such.
class OtherDefaults {
 public:
  OtherDefaults() {
    for (const Row& row : schema()) {
      Value& value = const_cast<Row&>(row).default_value;
      before_.push_back(value);
      value = other_default(row);
    }
  }
  ~OtherDefaults() {
    for (std::size_t i = 0; i < before_.size(); ++i) const_cast<Row&>(schema()[i]).default_value = before_[i];
  }
  OtherDefaults(const OtherDefaults&) = delete;
  OtherDefaults& operator=(const OtherDefaults&) = delete;

 private:
  std::vector<Value> before_;
};

/// Every parameter of every fixed case, by the case's name.
std::map<std::string, std::string> parameters_of_cases() {
  std::map<std::string, std::string> all;
  for (const BenchCase& c : bench_cases())
    for (const std::uint64_t cells : {std::uint64_t{10'000}, c.default_cells})
      all[c.name + " " + std::to_string(cells)] = to_yaml(c.parameters(cells));
  for (const DigestCase& c : small_cases()) all[c.name] = to_yaml(c.run);
  all[large_case().name] = to_yaml(large_case().run);
  return all;
}

std::size_t rows_that_differ(const RunParameters& a, const RunParameters& b) {
  std::size_t differ = 0;
  for (const Row& row : schema()) differ += row.get(a) != row.get(b);
  return differ;
}

}  // namespace

TEST_CASE("no case changes when every default does", "[bench]") {
  const RunParameters defaults = default_parameters();
  const auto cases = parameters_of_cases();
  const OtherDefaults all_others;
  CHECK(rows_that_differ(default_parameters(), defaults) + 1 == schema().size());  // a sweep is no parameter
  CHECK(parameters_of_cases() == cases);
}

TEST_CASE("the parameters on record in the tree are what the program writes, one for each row", "[bench]") {
  std::ifstream file(std::string(TILSCAPE_SOURCE_DIR) + "/tools/bench/recorded_defaults.inc");
  std::ostringstream text;
  text << file.rdbuf();
  CHECK(text.str() == render_recorded_values());
}

TEST_CASE("each value on record is one that its row accepts, and the model takes it", "[bench]") {
  const RunParameters run = recorded_parameters();
  for (const RecordedValue& recorded : recorded_values()) {
    INFO(recorded.key);
    const Row* row = find_row(recorded.key);
    REQUIRE(row);
    CHECK_FALSE(check_value(*row, recorded.value).has_value());
    if (row->kind != Kind::number_map) CHECK(row->get(run) == recorded.value);
  }
}
