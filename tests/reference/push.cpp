// Rays neighbour by neighbour; a contest as the set of all that claim a site.
#include "tests/reference/push.hpp"

#include <algorithm>
#include <utility>

#include "agents/rules.hpp"
#include "core/permutation.hpp"

namespace tilscape::reference {

namespace {

/// Empty where no free site is in reach or something holds.
RayOfSites ray_to_free_site(const World& w, std::size_t from, std::size_t d, std::uint32_t reach) {
  const auto axes = static_cast<std::uint32_t>(w.grid.axes(d));
  RayOfSites ray;
  for (auto s = w.grid.neighbour(from, d); s && *s != from; s = w.grid.neighbour(*s, d)) {
    ray.push_back(*s);
    if (!push_reaches(reach, static_cast<std::uint32_t>(ray.size()), axes)) return {};
    if (w.tumour_may_enter(*s)) return ray;
    if (!w.tumour[*s]) return {};
  }
  return {};
}

struct WayOut {
  std::size_t length;  // squared
  RayOfSites ray;
};

/// Rays from a corpse that end where at most a third of the neighbours, and themselves, are tumour.
std::vector<WayOut> ways_out(const World& w, std::size_t corpse) {
  std::vector<WayOut> ways;
  for (std::size_t d = 0; d < w.grid.directions(); ++d) {
    const RayOfSites ray = ray_to_free_site(w, corpse, d, 20000);
    if (ray.empty()) continue;
    std::size_t tumour = 0;
    for (std::size_t beside = 0; beside < w.grid.directions(); ++beside)
      if (const auto s = w.grid.neighbour(ray.back(), beside); s && w.tumour[*s]) ++tumour;
    if (tumour <= (w.grid.directions() + 1) / 3)
      ways.push_back({ray.size() * ray.size() * static_cast<std::size_t>(w.grid.axes(d)), ray});
  }
  return ways;
}

}  // namespace

std::vector<RayOfSites> shortest_rays(const World& w, std::size_t mother) {
  std::map<std::size_t, std::vector<RayOfSites>> by_length;  // squared
  for (std::size_t d = 0; d < w.grid.directions(); ++d) {
    const RayOfSites ray = ray_to_free_site(w, mother, d, w.rules.turnover.push_reach);
    if (!ray.empty())
      by_length[ray.size() * ray.size() * static_cast<std::size_t>(w.grid.axes(d))].push_back(ray);
  }
  return by_length.empty() ? std::vector<RayOfSites>{} : by_length.begin()->second;
}

void Pushes::enter(const World& w, std::size_t mother, std::uint32_t word) {
  const auto rays = shortest_rays(w, mother);
  if (!rays.empty()) rays_[mother] = rays[one_of(static_cast<std::uint32_t>(rays.size()), word)];
}

std::map<std::size_t, RayOfSites> Pushes::winners(const World& w) const {
  const RandomWords k = w.draw(Purpose::push_key, Layer::tissue, 0);
  const Permutation order(static_cast<std::uint32_t>(w.grid.sites()), (std::uint64_t{k[0]} << 32) | k[1]);
  const auto place_of = [&](std::size_t mother) { return order(static_cast<std::uint32_t>(mother)); };
  std::map<std::size_t, std::set<std::uint32_t>> claims;  // by site: places of those that want it
  for (const auto& [mother, ray] : rays_) {
    claims[mother].insert(place_of(mother));
    for (std::size_t s : ray) claims[s].insert(place_of(mother));
  }
  std::map<std::size_t, RayOfSites> won;
  for (const auto& [mother, ray] : rays_) {
    const auto is_mine = [&, first = place_of(mother)](std::size_t s) {
      return !kept_.count(s) && *claims[s].begin() == first;
    };
    if (is_mine(mother) && std::all_of(ray.begin(), ray.end(), is_mine)) won[mother] = ray;
  }
  return won;
}

std::map<std::size_t, RayOfSites> DrawIns::settle(const World& w, Pushes& mothers) {
  std::map<std::size_t, RayOfSites> won;
  for (std::uint32_t round = 0; round < 4; ++round) {
    Pushes contest;
    contest.kept_ = mothers.kept_;
    for (const std::size_t corpse : std::set(corpses_)) {
      const std::vector<WayOut> ways = ways_out(w, corpse);
      if (ways.empty()) {
        corpses_.erase(corpse);
        contest.kept_.insert(corpse);
      } else {
        const RandomWords words = w.draw(Purpose::draw_in, Layer::tissue, corpse, round);
        const auto pick = [&](std::uint32_t word) {
          return ways[one_of(static_cast<std::uint32_t>(ways.size()), word)];
        };
        const WayOut first = pick(words[0]), second = pick(words[1]);
        contest.rays_[corpse] = (second.length > first.length ? second : first).ray;
      }
    }
    mothers.kept_ = contest.kept_;
    for (const auto& [corpse, ray] : contest.winners(w)) {
      won[corpse] = ray;
      corpses_.erase(corpse);
      mothers.kept_.insert(corpse);
      mothers.kept_.insert(ray.begin(), ray.end());
    }
  }
  return won;
}

void push_outward(World& w, const RayOfSites& ray) {
  for (std::size_t k = ray.size(); k-- > 1;) std::swap(w.tumour[ray[k]], w.tumour[ray[k - 1]]);
}

void draw_in(World& w, std::size_t corpse, const RayOfSites& ray) {
  std::size_t to = corpse;
  for (const std::size_t from : ray) {
    std::swap(w.tumour[from], w.tumour[to]);
    to = from;
  }
}

}  // namespace tilscape::reference
