// Ids that need no counter: birth step (27 bits), local birth site (32), birth kind (4). Below 2⁶³, so that
// signed readers keep them; unique because a layer holds at most one cell per site and a phase gives a site
// at most one birth.
#pragma once

#include <cstdint>

#include "core/base/types.hpp"

namespace tilscape {

TILSCAPE_HD constexpr std::uint64_t make_id(Step birth, LocalSite site, std::uint32_t kind) {
  return (std::uint64_t{birth.value} << 36) | (std::uint64_t{site.value} << 4) | kind;
}
TILSCAPE_HD constexpr Step birth_step(std::uint64_t id) {
  return Step{static_cast<std::uint32_t>(id >> 36)};
}
TILSCAPE_HD constexpr LocalSite birth_site(std::uint64_t id) {
  return LocalSite{static_cast<std::uint32_t>(id >> 4)};
}
TILSCAPE_HD constexpr std::uint32_t birth_kind(std::uint64_t id) {
  return static_cast<std::uint32_t>(id & 15);
}

}  // namespace tilscape
