// Rays neighbour by neighbour; a contest as the set of all that claim a site.
#include "tests/reference/push.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "agents/rules/push.hpp"
#include "core/random/permutation.hpp"

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

/// Directions in which there is a cell.
std::vector<std::size_t> cells_around(const World& w, std::size_t site) {
  std::vector<std::size_t> found;
  for (std::size_t d = 0; d < w.grid.directions(); ++d)
    if (const auto s = w.grid.neighbour(site, d); s && w.tumour[*s]) found.push_back(d);
  return found;
}

/// Are these cells one piece?
bool touch_each_other(const World& w, std::vector<std::size_t> cells) {
  if (cells.empty()) return true;
  std::vector<std::size_t> piece{cells.back()};
  cells.pop_back();
  for (std::size_t k = 0; k < piece.size(); ++k) {
    const auto touches = [&](std::size_t d) { return w.grid.touch(piece[k], d); };
    std::copy_if(cells.begin(), cells.end(), std::back_inserter(piece), touches);
    std::erase_if(cells, touches);
  }
  return cells.empty();
}

/// Rays from a corpse to a free site: those that end where at most a third of the neighbours, and themselves,
/// are tumour, and whose last cell does not hold together what is around it; where there is none, those that
/// at least end so; else all.
std::vector<WayOut> ways_out(const World& w, std::size_t corpse) {
  std::vector<WayOut> whole, cutting, others;
  for (std::size_t d = 0; d < w.grid.directions(); ++d) {
    const RayOfSites ray = ray_to_free_site(w, corpse, d, 20000);
    if (ray.empty()) continue;
    const std::size_t last = ray.size() > 1 ? ray[ray.size() - 2] : corpse;
    const WayOut way{ray.size() * ray.size() * static_cast<std::size_t>(w.grid.axes(d)), ray};
    if (cells_around(w, ray.back()).size() > (w.grid.directions() + 1) / 3)
      others.push_back(way);
    else if (touch_each_other(w, cells_around(w, last)))
      whole.push_back(way);
    else
      cutting.push_back(way);
  }
  return !whole.empty() ? whole : !cutting.empty() ? cutting : others;
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
