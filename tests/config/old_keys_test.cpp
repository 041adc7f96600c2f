// A key that was renamed stays accepted by its old name wherever a key is, and is said to be old.
#include <set>

#include "config/read/read_config.hpp"
#include "config/schema/render.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// The one that every case below is about; what holds of it holds of all.
const std::string old_key = "time.t_cell_turnover_min", key = "time.immune_turnover_min";

SweptRun read(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return read_swept_config_text(text, "c.yaml", overrides);
}

double period(const SweptRun& run, std::size_t set = 0) {
  return run.parameters(set).model.time.immune_turnover_min;
}

/// Does the run say in this line alone that the name is old?
void check_said_in(const SweptRun& run, int line) {
  REQUIRE(run.remarks.size() == 1);
  CHECK(run.remarks[0].line == line);
  CHECK(run.remarks[0].key == old_key);
  CHECK(run.remarks[0].what == "is the old name of " + key);
}

}  // namespace

TEST_CASE("an old name finds the row of today, and is no name of another", "[config][old_keys]") {
  CHECK(find_row(old_key) == find_row(key));
  CHECK(find_row("") == nullptr);
  std::set<std::string> names;
  for (const Row& row : schema()) {
    INFO(row.key);
    CHECK(names.insert(row.key).second);
    if (row.old_key.empty()) continue;
    CHECK(names.insert(row.old_key).second);
    CHECK_FALSE(is_section(row.old_key));
  }
}

TEST_CASE("a file, --set and a sweep may use an old name, and where is known", "[config][old_keys]") {
  const SweptRun plain = read("time: {immune_turnover_min: 30}");
  CHECK(period(plain) == 30);
  CHECK(plain.remarks.empty());

  const SweptRun in_file = read("seed: 1\ntime:\n  t_cell_turnover_min: 30\n");
  CHECK(period(in_file) == 30);
  check_said_in(in_file, 3);
  CHECK(in_file.places.line_of_key.at(key) == 3);

  const SweptRun by_set = read("seed: 1", {old_key + "=30"});
  CHECK(period(by_set) == 30);
  check_said_in(by_set, Places::from_override);

  for (const char* sweep : {"sweep:\n  time.t_cell_turnover_min: [30, 20]\n",
                            "sweep:\n- {time.t_cell_turnover_min: 30}\n- {time.t_cell_turnover_min: 20}\n"}) {
    INFO(sweep);
    const SweptRun swept = read(sweep);
    CHECK(period(swept, 0) == 30);
    CHECK(period(swept, 1) == 20);
    check_said_in(swept, 2);
    CHECK(text_of(swept.sets[0]) == key + " = 30");
  }
  const SweptRun swept_by_set = read("seed: 1", {"sweep={" + old_key + ": [30]}"});
  check_said_in(swept_by_set, Places::from_override);
}

TEST_CASE("an override holds, by whichever name", "[config][old_keys]") {
  CHECK(period(read("time: {t_cell_turnover_min: 30}", {key + "=20"})) == 20);
  CHECK(period(read("time: {immune_turnover_min: 30}", {old_key + "=20"})) == 20);
  CHECK(period(read("seed: 1", {key + "=30", old_key + "=20"})) == 20);
}

TEST_CASE("both names at once are refused, with both lines", "[config][old_keys]") {
  CHECK_THROWS_WITH(read("time:\n  t_cell_turnover_min: 30\n  immune_turnover_min: 30\n"),
                    "c.yaml:3: time.immune_turnover_min: stands twice, first in line 2 as "
                    "time.t_cell_turnover_min; expected its new name alone, time.immune_turnover_min");
  CHECK_THROWS_WITH(read("time:\n  immune_turnover_min: 30\n  t_cell_turnover_min: 30\n"),
                    "c.yaml:3: time.t_cell_turnover_min: stands twice, first in line 2 as "
                    "time.immune_turnover_min; expected its new name alone, time.immune_turnover_min");
  CHECK_THROWS_WITH(
      read("sweep:\n  time.t_cell_turnover_min: [30]\n  time.immune_turnover_min: [30]\n"),
      contains("c.yaml:3: sweep.time.immune_turnover_min: stands twice, first in line 2 as " + old_key));
  CHECK_THROWS_WITH(read("sweep: {time.t_cell_turnover_min: [30]}", {key + "=20"}),
                    contains("the sweep gives this key its values"));
}

TEST_CASE("the echo and the documents have the name of today", "[config][old_keys]") {
  const std::string echo = to_yaml(read("time: {t_cell_turnover_min: 30}").base);
  CHECK(echo.find("  immune_turnover_min: 30  # min\n") != std::string::npos);
  CHECK(echo.find("t_cell_turnover_min") == std::string::npos);
  const std::vector<Row> rows = rows_asked_for({old_key});
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].key == key);
  CHECK_THAT(params_text(rows),
             contains("\n" + key + " = 60 min") && contains("\n  Old name: " + old_key + ".\n"));
  CHECK_THAT(params_json_schema(rows),
             contains("\"t_cell_turnover_min\": {\"type\": \"number\", \"exclusiveMinimum\": 0") &&
                 contains("\"The old name of time.immune_turnover_min.\", \"deprecated\": true}"));
}
