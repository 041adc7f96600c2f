// What may stand for `drug` or `procedure` in an item of the schedule: from the records of drugs and
// treatments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agents/parameters/therapy.hpp"

namespace tilscape {

struct NamedTreatment {
  std::string name;
  Treatment treatment;
  Drug drug;                    // count: none
  std::vector<DoseUnit> doses;  // one of these, or none at all
};

/// In the order in which users are told of them; they live as long as the program. @param key  "drug" or
/// "procedure"
const std::vector<NamedTreatment>& treatments_under(std::string_view key);

/// The keys of its doses: "dose_mg", …
std::vector<std::string> dose_keys(const NamedTreatment& treatment);

}  // namespace tilscape
