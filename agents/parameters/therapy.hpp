// A therapy schedule as data: any number of items, each a treatment, its dose and its times.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "agents/kinds/drugs.hpp"
#include "core/base/host_device.hpp"

namespace tilscape {

enum class Treatment : std::uint8_t {
  drug,
  adoptive_t_cells,
  car_t_cells,
  vaccine,
  radiation,
  surgery,
  stroma_depletion,
  count
};

/// Is it done to the lattice at once? What is not goes through the body.
constexpr bool acts_on_lattice(Treatment t) {
  return t == Treatment::radiation || t == Treatment::surgery || t == Treatment::stroma_depletion;
}

/// Part of the lattice; positions are µm from its corner, as in tissue tables.
struct Region {
  enum class Shape : std::uint8_t { sphere, box };
  /// std::array is not for kernels: its members are the host's alone.
  struct Point {
    double um[3]{};
    TILSCAPE_HD double& operator[](std::size_t axis) { return um[axis]; }
    TILSCAPE_HD double operator[](std::size_t axis) const { return um[axis]; }
    bool operator==(const Point&) const = default;
  };
  Shape shape = Shape::sphere;
  Point from_um;  // of a sphere its centre
  Point to_um;    // of a sphere the first is its radius
  bool operator==(const Region&) const = default;

  /// In a 2-D lattice (one layer) z does not count.
  TILSCAPE_HD bool contains(const double (&p_um)[3], bool has_depth) const {
    double square = 0;
    for (std::size_t axis = 0; axis < (has_depth ? 3u : 2u); ++axis) {
      const double d = p_um[axis] - from_um[axis];
      if (shape == Shape::box && (d < 0 || p_um[axis] > to_um[axis])) return false;
      square += d * d;
    }
    return shape == Shape::box || square <= to_um[0] * to_um[0];
  }
};

/// Words about a thing, which make it no other thing.
struct Remark {
  std::string text;
  bool operator==(const Remark&) const { return true; }
};

struct TherapyItem {
  enum class Unit : std::uint8_t { none, mg, mg_per_kg, cells, gray, million_iu_per_kg, share };
  Treatment treatment = Treatment::drug;
  Drug drug = Drug::pembrolizumab;
  double dose = 0;
  Unit unit = Unit::none;
  double start_day = 0;         // of the first dose, unless a volume starts it
  double start_volume_mm3 = 0;  // above 0: at the first circulation update with at least so much tumour
  double every_days = 0;
  std::uint32_t doses = 1;
  std::vector<std::uint32_t> classes;  // antigen classes: of a vaccine; of the cells' receptors (one)
  Region region;                       // of surgery
  Remark of_regimen;  // the schedule by name that it is a later part of: it may outlast the run
  bool operator==(const TherapyItem&) const = default;
};

using Therapy = std::vector<TherapyItem>;

/// How a schedule names a treatment: under `drug` or `procedure`. Drugs proper have drug_names.
struct TreatmentName {
  Treatment treatment;
  const char *key, *name;
};
inline constexpr TreatmentName treatment_names[] = {
    {Treatment::adoptive_t_cells, "drug", "adoptive_t_cells"},
    {Treatment::car_t_cells, "drug", "car_t_cells"},
    {Treatment::vaccine, "drug", "vaccine"},
    {Treatment::radiation, "procedure", "radiation"},
    {Treatment::surgery, "procedure", "surgery"},
    {Treatment::stroma_depletion, "procedure", "stroma_depletion"}};

/// The key of a dose carries its unit.
struct DoseName {
  TherapyItem::Unit unit;
  const char* key;
};
inline constexpr DoseName dose_names[] = {{TherapyItem::Unit::mg, "dose_mg"},
                                          {TherapyItem::Unit::mg_per_kg, "dose_mg_per_kg"},
                                          {TherapyItem::Unit::million_iu_per_kg, "dose_million_IU_per_kg"},
                                          {TherapyItem::Unit::cells, "dose_cells"},
                                          {TherapyItem::Unit::gray, "dose_Gy"},
                                          {TherapyItem::Unit::share, "share"}};
constexpr const char* dose_key(TherapyItem::Unit unit) {
  for (const DoseName& name : dose_names)
    if (name.unit == unit) return name.key;
  return nullptr;
}

}  // namespace tilscape
