// A study that was begun with the defaults of an earlier model keeps them.
#include "config/schema/earlier_defaults.hpp"

#include "config/read/read_config.hpp"
#include "core/base/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("Every version of the defaults is a valid run that names itself", "[config][defaults]") {
  REQUIRE(default_versions().front() == default_parameters().defaults);
  for (const std::string& version : default_versions()) {
    const RunParameters run = default_parameters_of(version);
    INFO(version);
    CHECK(run.defaults == version);
    for (const Row& row : schema()) CHECK_FALSE(check_value(row, row.get(run)).has_value());
  }
}

TEST_CASE("A file's defaults stand where its keys do not, wherever it names them", "[config][defaults]") {
  for (const char* text : {"defaults: \"0.1\"\nseed: 7\n", "seed: 7\ndefaults: 0.1\n"}) {
    RunParameters expected = default_parameters_of("0.1");
    expected.seed = 7;
    CHECK(to_yaml(read_config_text(text, "a.yaml")) == to_yaml(expected));
  }
}

TEST_CASE("Defaults of no known version, or on the command line, are refused", "[config][defaults]") {
  CHECK_THROWS_WITH(read_config_text("defaults: 0.0\n", "a.yaml"),
                    contains("a.yaml:1: defaults: '0.0' is not known"));
  CHECK_THROWS_WITH(read_config_text("seed: 1\n", "a.yaml", {"defaults=0.1"}),
                    contains("at the top of the file"));
}
