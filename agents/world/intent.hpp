// What the cell at a site wants while its layer's phase runs, in one byte per site: whoever else wants the
// same reads it there. Every meaning of the byte is here.
#pragma once

#include <cstdint>

#include "core/base/host_device.hpp"

namespace tilscape {

/// What an immune cell can reach, as one number: nobody, what stands at its own site, or 2 + d for the
/// neighbour in direction d.
using Target = std::uint8_t;
inline constexpr Target nobody = 0, own_site = 1;
TILSCAPE_HD constexpr Target neighbour_in(std::uint32_t direction) {
  return static_cast<Target>(2 + direction);
}
/// Of a target that is a neighbour.
TILSCAPE_HD constexpr std::uint32_t direction_of(Target neighbour) {
  return neighbour - 2u;
}

/// Nothing outside a phase. A phase uses one kind of them: a direction or a target, and beside directions
/// those of tumour turnover. Test: tests/agents/packed_words_test.cpp
struct Intent {
  std::uint8_t code = 0;

  TILSCAPE_HD static constexpr Intent none() { return {}; }
  /// To go, or to put a daughter, to the neighbour in direction d.
  TILSCAPE_HD static constexpr Intent toward(std::uint32_t d) { return {static_cast<std::uint8_t>(1 + d)}; }
  /// To do something to the cell there.
  TILSCAPE_HD static constexpr Intent at(Target target) { return {target}; }

  // Tumour turnover.
  TILSCAPE_HD static constexpr Intent to_divide() { return {254}; }  // until it is known where to
  TILSCAPE_HD static constexpr Intent far() { return {255}; }        // a daughter at a far site
  TILSCAPE_HD static constexpr Intent bonds() { return {several}; }  // several daughters, as bond_intent says
  TILSCAPE_HD static constexpr Intent to_vanish() { return {253}; }  // a corpse that is cleared
  /// A corpse wants the cells on its ray in direction d to draw in …
  TILSCAPE_HD static constexpr Intent to_draw_in(std::uint32_t d) {
    return {static_cast<std::uint8_t>(wanting + d)};
  }
  /// … and they will.
  TILSCAPE_HD static constexpr Intent drawing_in(std::uint32_t d) {
    return {static_cast<std::uint8_t>(drawing + d)};
  }

  TILSCAPE_HD constexpr bool wants_to_draw_in() const { return code >= wanting && code < drawing; }
  TILSCAPE_HD constexpr bool draws_in() const { return code >= drawing && code < several; }
  /// Of one made by toward().
  TILSCAPE_HD constexpr std::uint32_t direction() const { return code - 1u; }
  /// Of one that wants to draw in, or does.
  TILSCAPE_HD constexpr std::uint32_t inward() const { return code & (wanting - 1u); }
  /// Of one made by at().
  TILSCAPE_HD constexpr Target target() const { return code; }

  /// That of a neighbour in direction d which wants to go where it is seen from, and of one that aims there:
  /// in bytes alone, so that a loop over all neighbours stays one of bytes.
  /// @param count  of neighbours that a site has, of which d's opposite is number count - 1 - d
  TILSCAPE_HD static constexpr Intent toward_me(std::uint8_t d, std::uint8_t count) {
    return {static_cast<std::uint8_t>(count - d)};
  }
  TILSCAPE_HD static constexpr Intent at_me(std::uint8_t d, std::uint8_t count) {
    return {static_cast<std::uint8_t>(count + 1 - d)};
  }

  TILSCAPE_HD explicit constexpr operator std::uint8_t() const { return code; }
  TILSCAPE_HD friend constexpr bool operator==(Intent a, Intent b) { return a.code == b.code; }

 private:
  static constexpr std::uint8_t wanting = 32, drawing = 64, several = 252;  // directions are below 26
};
static_assert(sizeof(Intent) == 1);

}  // namespace tilscape
