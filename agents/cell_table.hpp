// All cells and fields of one replicate as plain arrays, sorted by site: what a snapshot holds. They are read
// from the world as it is, or from a copy of what output needs, while the world goes on.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "agents/world.hpp"

namespace tilscape {

/// One entry per cell, ascending in site; at one site the tissue layer comes first. Units as named; pdl1 is
/// relative to baseline, mhc1, pd1 and exhaustion are 0–1. A quantity that a cell type does not have is 0.
/// `hits` are those that still count.
struct CellTable {
  std::vector<float> points_um;  // x, y, z: the centre of the site
  std::vector<std::uint8_t> cell_type, state, receptor, hits;
  std::vector<std::uint32_t> site;  // local
  std::vector<std::int64_t> cell_id, clone_id, antigens;
  std::vector<float> mhc1, pdl1, pd1, exhaustion, radius_um, age_h;

  std::size_t size() const { return site.size(); }
};

struct Picture {
  CellTable cells;
  std::array<std::vector<float>, field_count> fields;  // [z][y][x]
};

/// One replicate of a world, and the slots that its agents lie in.
struct ReplicatePlace {
  std::uint32_t number = 0;
  std::uint32_t first_tumour = 0, tumour_slots = 0;
  std::uint32_t first_t_cell = 0, t_cell_slots = 0;
};

CellTable cell_table(const World& world, Step step, const ReplicatePlace& replicate, double base_step_min);

/// Values of a field, [z][y][x], of one replicate.
std::vector<float> field_values(const World& world, FieldIndex field, std::uint32_t replicate);

/// What output shows of one replicate, set aside in a memory that another thread may copy from.
class WorldAside {
 public:
  /// @throws OutOfMemory
  WorldAside(Memory& aside, const World& world, Step step, const ReplicatePlace& replicate,
             double base_step_min);
  ~WorldAside();
  Picture picture() const;

 private:
  struct Copies;
  std::unique_ptr<Copies> copies_;
};

}  // namespace tilscape
