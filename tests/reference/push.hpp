// Placement `push` of the reference stepper: rays as lists of sites, claims as sets.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <vector>

#include "tests/reference/world.hpp"

namespace tilscape::reference {

/// The sites from beside a mother to a free one.
using RayOfSites = std::vector<std::size_t>;

/// The shortest of a cell's rays within reach, in the order of their directions.
std::vector<RayOfSites> shortest_rays(const World& w, std::size_t mother);

class Pushes {
 public:
  /// The cell at `mother` wants to push; the word picks one of her shortest rays, if she has any.
  void enter(const World& w, std::size_t mother, std::uint32_t word);
  /// Nobody may push across this site.
  void keep(std::size_t site) { kept_.insert(site); }
  /// Mothers who come first, in an order of all sites drawn for this step, on each site of their ray and on
  /// their own.
  std::map<std::size_t, RayOfSites> winners(const World& w) const;

 private:
  std::map<std::size_t, RayOfSites> rays_;  // by mother
  std::set<std::size_t> kept_;
};

/// Every cell on the ray moves one site on; the first site is empty then.
void push_outward(World& w, const RayOfSites& ray);

}  // namespace tilscape::reference
