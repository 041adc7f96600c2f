// What a world will take, said before it is made, is what it then holds: to the byte.
#include <numeric>

#include "agents/start/synthetic_tissue.hpp"
#include "agents/world/world.hpp"
#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

WorldContents contents_of(const std::vector<ReplicateStart>& replicates) {
  WorldContents contents;
  for (const ReplicateStart& replicate : replicates)
    for (const PlacedCell& cell : replicate.tissue)
      ++(cell.type == CellType::tumour       ? contents.tumour_cells
         : cell.type == CellType::cd8_t_cell ? contents.immune_cells
                                             : contents.vessels);
  return contents;
}

void check_sizes(ModelParameters m, std::uint32_t replicates, std::uint32_t counter_copies) {
  std::vector<ReplicateStart> starts;
  for (std::uint32_t r = 0; r < replicates; ++r) starts.push_back({m, 5, r, synthetic_tissue(m, 5, r)});
  const LatticeParameters& l = m.lattice;
  const Lattice lattice =
      make_lattice(l.size, static_cast<float>(l.spacing_um), l.boundary, l.neighbourhood, replicates);
  HostMemory memory;
  const World world(memory, lattice, starts, counter_copies);
  const std::vector<std::size_t> bytes = World::buffer_bytes(lattice, m, contents_of(starts), counter_copies);
  std::size_t mapped = 0;
  for (const std::size_t b : bytes) mapped += HostMemory::mapped_bytes(b);
  CHECK(std::accumulate(bytes.begin(), bytes.end(), std::size_t{0}) == world.bytes());
  CHECK(mapped == memory.held_bytes());
}

}  // namespace

TEST_CASE("the bytes of a world are known before it is made", "[agents][memory]") {
  ModelParameters m = model_without_fields({120, 110, 1});
  m.initial.stroma_fraction = 0;  // contents_of takes the rest for vessels
  check_sizes(m, 1, 1);
  check_sizes(m, 3, 4);
  m.fields[oxygen_field].enabled = m.fields[il2_field].enabled = true;
  check_sizes(m, 3, 4);
  m.vessels.sprouting = true;
  check_sizes(m, 3, 4);
  m.vessels.sprouting = false;
  m.tumour.placement = Placement::per_bond;
  check_sizes(m, 1, 2);
  m.tumour.placement = Placement::push;
  check_sizes(m, 2, 2);
  m.lattice.size = {130, 120, 110};  // several huge pages per plane
  m.initial.tumour_fraction = 1;
  check_sizes(m, 1, 2);
  m.initial = {};
  check_sizes(m, 1, 1);  // no cells at all
}

TEST_CASE("what a buffer gives back is no longer held", "[agents][memory]") {
  HostMemory memory;
  {
    const Buffer<std::uint8_t> small(memory, 1), large(memory, std::size_t{5} << 20);
    CHECK(memory.held_bytes() == 4096 + (std::size_t{5} << 20));  // 5 MiB are no whole huge pages
  }
  CHECK(memory.held_bytes() == 0);
  CHECK(HostMemory::mapped_bytes((std::size_t{16} << 20) - 1) == std::size_t{16} << 20);
}
