#include "agents/readouts/fate.hpp"

namespace tilscape {

namespace {

constexpr double half = 0.5;

bool is_attacked(const Balance& b) {
  return b.immune_kills + b.treated > 0 && b.immune_kills + b.treated >= half * b.losses();
}

bool is_held_by_immunity(const Balance& b, double change) {
  const double net_growth = b.now - b.before;
  return b.immune_kills > 0 && b.immune_kills >= half * b.losses() &&
         net_growth + b.treated <= change * b.immune_kills;
}

Fate if_attacked(const Balance& b) {
  return is_attacked(b) ? Fate::elimination : Fate::no_immune_fate;
}

}  // namespace

Fate fate_of(const FateEntry& entry, const ReadoutParameters& parameters) {
  const Balance &all = entry.since_start, &window = entry.window;
  const double change = parameters.fate_change;
  const auto grew = [change](const Balance& b) { return b.now > (1 + change) * b.before; };
  if (all.before == 0) return Fate::no_immune_fate;
  if (all.now == 0) return if_attacked(all);
  if (!entry.has_window) return Fate::none;
  if (grew(window)) return Fate::escape;
  if (window.now * (1 + change) < window.before) return if_attacked(window);
  const bool is_full = entry.full_share >= parameters.fate_full_share;
  if (!is_full && is_held_by_immunity(window, change)) return Fate::equilibrium;
  return grew(all) ? Fate::escape : Fate::no_immune_fate;
}

}  // namespace tilscape
