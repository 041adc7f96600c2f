// One table: what a key was by default until it was changed.
#include "config/schema/earlier_defaults.hpp"

#include "agents/parameters/model_version.hpp"
#include "core/base/errors.hpp"

namespace tilscape {
namespace {

struct EarlierDefault {
  const char* key;
  Value value;
};

/// Of version 0.1.
const std::vector<EarlierDefault>& of_0_1() {
  static const std::vector<EarlierDefault> table{
      {"defaults", std::string(first_model_version)},
  };
  return table;
}

}  // namespace

const std::vector<std::string>& default_versions() {
  static const std::vector<std::string> versions{std::string(model_version),
                                                 std::string(first_model_version)};
  return versions;
}

RunParameters default_parameters_of(std::string_view version) {
  RunParameters run = default_parameters();
  if (version == model_version) return run;
  for (const EarlierDefault& earlier : of_0_1()) find_row(earlier.key)->set(run, earlier.value);
  return run;
}

}  // namespace tilscape
