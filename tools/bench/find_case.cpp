// A case by its name, or what was meant.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "config/schema/suggest.hpp"
#include "core/base/errors.hpp"
#include "tools/bench/cases.hpp"

namespace tilscape {

const BenchCase& find_bench_case(std::string_view name) {
  std::vector<std::string> names;
  for (const BenchCase& c : bench_cases()) {
    if (c.name == name) return c;
    names.push_back(c.name);
  }
  throw InputError(fmt::format("--case {}: there is no such case; expected all, {}{}", name,
                               fmt::join(names, ", "), did_you_mean(std::string(name), names)));
}

}  // namespace tilscape
