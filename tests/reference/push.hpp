// Placement `push` of the reference stepper: rays as lists of sites, claims as sets.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <vector>

#include "tests/reference/world.hpp"

namespace tilscape::reference {

/// The sites from beside a mother, or a corpse, to a free one.
using RayOfSites = std::vector<std::size_t>;

/// The shortest of a cell's rays within reach, in the order of their directions.
std::vector<RayOfSites> shortest_rays(const World& w, std::size_t mother);

class Pushes {
 public:
  /// The cell at `mother` wants to push; the word picks one of her shortest rays, if she has any.
  void enter(const World& w, std::size_t mother, std::uint32_t word);
  /// Nobody may push across this site.
  void keep(std::size_t site) { kept_.insert(site); }
  /// Who comes first, in an order of all sites drawn for this step, on each site of the ray and on the own.
  std::map<std::size_t, RayOfSites> winners(const World& w) const;

 private:
  friend class DrawIns;
  std::map<std::size_t, RayOfSites> rays_;  // by mother
  std::set<std::size_t> kept_;
};

/// Necrotic corpses that are cleared where cores shrink.
class DrawIns {
 public:
  void enter(std::size_t corpse) { corpses_.insert(corpse); }
  /// By corpse the ray along which cells draw in: in each of four rounds those that are left pick the longer
  /// of two rays that lead out, and contend. Those without any are cleared where they are; the sites of these
  /// and of the winners are kept from the mothers, and everyone else waits.
  std::map<std::size_t, RayOfSites> settle(const World& w, Pushes& mothers);
  bool waits(std::size_t corpse) const { return corpses_.count(corpse); }

 private:
  std::set<std::size_t> corpses_;  // after settle() those that wait
};

/// Every cell on the ray moves one site on; the first site is empty then.
void push_outward(World& w, const RayOfSites& ray);
/// Every cell on the ray moves one site towards the corpse, whose site is empty; the last one is empty then.
void draw_in(World& w, std::size_t corpse, const RayOfSites& ray);

}  // namespace tilscape::reference
