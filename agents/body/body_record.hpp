// The state of a body as it is kept: by name, not by place. A new drug, kind of cell or compartment makes no
// old state unreadable.
#pragma once

#include <cstdint>
#include <vector>

#include "agents/body/body_state.hpp"
#include "agents/body/level_places.hpp"

namespace tilscape {

/// Each list with the parts that it consists of, in its own order. States from before the names have none:
/// their lists are as the parts of today that did not come later.
struct BodyRecord {
  BodyParts level_parts, row_parts, count_parts;
  std::vector<double> levels;
  std::vector<std::uint64_t> fraction, table;  // by row
  std::vector<std::uint64_t> told,
      counts;  // in the last update, and since; empty where the body does not listen
  bool operator==(const BodyRecord&) const = default;

  bool has_names() const { return !row_parts.empty(); }
};

/// The values of a record, each at its place: what it has of a name goes into `now`, which keeps its own
/// where the record lacks a part that came later. What `parts` do not have must be neutral in the record: 0,
/// or −1 for a time that has not come.
/// @param parts  of `now`   @param kept_parts  of `kept`; @throws OutputError "… <name> …"
/// Test: tests/agents/body_record_test.cpp
template <class T>
void take_by_name(const BodyParts& parts, std::vector<T>& now, const BodyParts& kept_parts,
                  const std::vector<T>& kept);

extern template void take_by_name(const BodyParts&, std::vector<double>&, const BodyParts&,
                                  const std::vector<double>&);
extern template void take_by_name(const BodyParts&, std::vector<std::uint64_t>&, const BodyParts&,
                                  const std::vector<std::uint64_t>&);

}  // namespace tilscape
