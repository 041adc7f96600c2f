// All cells and fields of one replicate, cells sorted by site: what a snapshot holds. A scene reads one
// quantity at a time, piece by piece, from the world as it is or from a copy of what output needs; a
// plain scene is all of it as arrays.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "agents/world/replicate_place.hpp"
#include "agents/world/world.hpp"

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

struct ScenePlain {
  CellTable cells;
  std::array<std::vector<float>, field_count> fields;  // [z][y][x]; empty: off
};

/// The quantities of a CellTable, for entries [first, first + out.size()); from any thread.
class Scene {
 public:
  enum class Source {
    in_place,  // the world's own memory where the host can read it: holds until the next step
    copy
  };
  Scene(const World& world, Step step, const ReplicatePlace& replicate, double base_step_min, Source source);
  Scene(Scene&&) noexcept;
  ~Scene();

  std::size_t cell_count() const;
  /// Three values per cell: first and out.size() are multiples of 3.
  void points_um(std::size_t first, std::span<float> out) const;
  void cell_type(std::size_t first, std::span<std::uint8_t> out) const;
  void state(std::size_t first, std::span<std::uint8_t> out) const;
  void receptor(std::size_t first, std::span<std::uint8_t> out) const;
  void hits(std::size_t first, std::span<std::uint8_t> out) const;
  void site(std::size_t first, std::span<std::uint32_t> out) const;
  void cell_id(std::size_t first, std::span<std::int64_t> out) const;
  void clone_id(std::size_t first, std::span<std::int64_t> out) const;
  void antigens(std::size_t first, std::span<std::int64_t> out) const;
  void mhc1(std::size_t first, std::span<float> out) const;
  void pdl1(std::size_t first, std::span<float> out) const;
  void pd1(std::size_t first, std::span<float> out) const;
  void exhaustion(std::size_t first, std::span<float> out) const;
  void radius_um(std::size_t first, std::span<float> out) const;
  void age_h(std::size_t first, std::span<float> out) const;

  /// [z][y][x]; empty: the field is off
  std::span<const float> field(FieldIndex field) const;

  CellTable table() const;
  ScenePlain plain() const;

 private:
  friend class SceneAside;
  struct CellSource;
  explicit Scene(std::unique_ptr<CellSource> source);
  std::unique_ptr<CellSource> source_;
};

/// What a scene needs of one replicate, set aside in a memory that another thread may copy from.
class SceneAside {
 public:
  /// @throws OutOfMemory
  SceneAside(Memory& aside, const World& world, Step step, const ReplicatePlace& replicate,
             double base_step_min);
  ~SceneAside();
  Scene scene() const;

 private:
  struct Copies;
  std::unique_ptr<Copies> copies_;
};

}  // namespace tilscape
