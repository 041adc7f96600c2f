// The survey by rows is the survey by sites, whatever the lattice; and both are a count of neighbours.
#include "agents/sites/survey.hpp"

#include "agents/parameters/derive.hpp"
#include "config/schema/schema.hpp"
#include "core/execution/host_executor.hpp"
#include "tests/catch.hpp"

namespace tilscape {

namespace {

struct Planes {
  HostExecutor executor{2, 64};
  Lattice lattice;
  Buffer<Tissue> tissue;
  Buffer<Immune> immune;
  Buffer<std::uint8_t> surroundings;
  Buffer<RuleParameters> rules;

  Planes(std::array<std::uint32_t, 3> size, Boundary boundary, Neighbourhood neighbourhood, bool shares)
      : lattice(make_lattice(size, 15, boundary, neighbourhood, 2)),
        tissue(executor.memory(), lattice.world_sites()),
        immune(executor.memory(), lattice.world_sites()),
        surroundings(executor.memory(), lattice.world_sites()),
        rules(executor.memory(), 2) {
    for (std::uint32_t s = 0; s < lattice.world_sites(); ++s) {
      const std::uint64_t word = mix64(s);
      tissue.data()[s] = static_cast<Tissue>(word % 4 == 0 ? 0 : word / 4 % 8);
      immune.data()[s] = static_cast<Immune>(word / 64 % 3 == 0 ? word / 192 % 5 : 0);
    }
    rules.data()[0].shares_site = shares;
    rules.data()[1].shares_site = !shares;
  }
  WorldView view() const {
    WorldView w;
    w.lattice = lattice;
    w.tissue = {tissue.data()};
    w.immune = {immune.data()};
    w.surroundings = {surroundings.data()};
    w.rules = rules.data();
    return w;
  }
  std::uint8_t counted(SiteIndex s) const {
    const WorldView w = view();
    const Position p = lattice.locate(s);
    std::uint8_t solids = 0, room = 0;
    for (std::uint32_t d = 0; d < lattice.neighbour_count; ++d) {
      const SiteIndex n = lattice.neighbour(p, d);
      if (n == no_site) continue;
      solids = static_cast<std::uint8_t>(solids + is_solid(w.tissue[n]));
      if (tumour_can_enter(w, w.rules_at(p), n)) room = surroundings::room;
    }
    return static_cast<std::uint8_t>(solids | room);
  }
};

}  // namespace

TEST_CASE("surroundings are the neighbours counted one by one, by rows as by sites") {
  const std::array<std::uint32_t, 3> sizes[] = {{37, 5, 4},  {16, 3, 3},   {3, 3, 3},
                                                {515, 4, 3}, {1030, 6, 1}, {47, 33, 1}};
  for (const auto& size : sizes)
    for (const Boundary boundary : {Boundary::closed, Boundary::periodic})
      for (const Neighbourhood neighbourhood : {Neighbourhood::moore, Neighbourhood::von_neumann})
        for (const bool shares : {true, false}) {
          CAPTURE(size[0], size[1], size[2], boundary, neighbourhood, shares);
          Planes planes(size, boundary, neighbourhood, shares);
          const std::uint32_t sites = planes.lattice.world_sites();
          std::uint32_t wrong_by_rows = 0, wrong_by_sites = 0;
          survey_rows(planes.executor, planes.view(), false);
          for (std::uint32_t s = 0; s < sites; ++s)
            wrong_by_rows += planes.surroundings.data()[s] != planes.counted(SiteIndex{s});
          planes.surroundings.clear_values();
          planes.executor.for_each(sites, survey::Site{planes.view()});
          for (std::uint32_t s = 0; s < sites; ++s)
            wrong_by_sites += planes.surroundings.data()[s] != planes.counted(SiteIndex{s});
          CHECK(wrong_by_rows == 0);
          CHECK(wrong_by_sites == 0);
        }
}

TEST_CASE("rows without tumour cells may be left out, others not") {
  Planes planes({20, 6, 5}, Boundary::closed, Neighbourhood::moore, true);
  for (std::uint32_t s = 0; s < planes.lattice.world_sites(); ++s)
    if (s / 20 % 3 == 0 && is_tumour(planes.tissue.data()[s])) planes.tissue.data()[s] = Tissue::stroma;
  survey_rows(planes.executor, planes.view(), true);
  std::uint32_t wrong = 0, left_out = 0;
  for (std::uint32_t s = 0; s < planes.lattice.world_sites(); ++s) {
    const bool right = planes.surroundings.data()[s] == planes.counted(SiteIndex{s});
    if (s / 20 % 3 == 0)
      left_out += planes.surroundings.data()[s] == 0;
    else
      wrong += !right;
  }
  CHECK(wrong == 0);
  CHECK(left_out > 0);
}

}  // namespace tilscape
