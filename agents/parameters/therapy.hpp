// A therapy schedule as data: any number of items, each a treatment, its dose and its times.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "agents/kinds/drugs.hpp"
#include "core/base/host_device.hpp"

namespace tilscape {

/// Append only.
enum class Treatment : std::uint8_t {
  drug,  // one of agents/kinds/drugs.hpp
  adoptive_t_cells,
  car_t_cells,
  vaccine,
  radiation,
  surgery,
  stroma_depletion,
  count
};
inline constexpr std::size_t treatment_kinds = static_cast<std::size_t>(Treatment::count);

/// Where a treatment arrives. What is done to the lattice is done at once; all else goes through the body.
enum class Arrival : std::uint8_t { body, compartments, lattice };

/// What an item of the schedule says of its target, beside the dose.
enum class TargetKind : std::uint8_t {
  none,
  antigen,  // the one class that the receptor of the given cells binds
  classes,  // of antigens, in a vaccine
  region,   // of the lattice
};

struct TreatmentRecord {
  Treatment treatment;
  const char *key, *name;  // how a schedule names it: under `drug` or `procedure`
  DoseUnit dose;
  TargetKind target;
  Arrival arrival;
};

/// Drugs proper have names and units of their own, in their records.
inline constexpr TreatmentRecord treatment_records[treatment_kinds] = {
    {Treatment::drug, "drug", nullptr, DoseUnit::mg, TargetKind::none, Arrival::body},
    {Treatment::adoptive_t_cells, "drug", "adoptive_t_cells", DoseUnit::cells, TargetKind::antigen,
     Arrival::compartments},
    {Treatment::car_t_cells, "drug", "car_t_cells", DoseUnit::cells, TargetKind::antigen, Arrival::body},
    {Treatment::vaccine, "drug", "vaccine", DoseUnit::cells, TargetKind::classes, Arrival::compartments},
    {Treatment::radiation, "procedure", "radiation", DoseUnit::gray, TargetKind::none, Arrival::lattice},
    {Treatment::surgery, "procedure", "surgery", DoseUnit::none, TargetKind::region, Arrival::lattice},
    {Treatment::stroma_depletion, "procedure", "stroma_depletion", DoseUnit::share, TargetKind::none,
     Arrival::lattice},
};

constexpr const TreatmentRecord& record_of(Treatment t) {
  return treatment_records[static_cast<std::size_t>(t)];
}
static_assert([] {
  for (std::size_t k = 0; k < treatment_kinds; ++k)
    if (static_cast<std::size_t>(treatment_records[k].treatment) != k) return false;
  return true;
}());

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
  using Unit = DoseUnit;
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

/// How a schedule names what an item gives.
constexpr const char* name_of(const TherapyItem& item) {
  return item.treatment == Treatment::drug ? record_of(item.drug).name : record_of(item.treatment).name;
}

/// The key of a dose carries its unit.
struct DoseName {
  DoseUnit unit;
  const char* key;
};
inline constexpr DoseName dose_names[] = {{DoseUnit::mg, "dose_mg"},
                                          {DoseUnit::mg_per_kg, "dose_mg_per_kg"},
                                          {DoseUnit::million_iu_per_kg, "dose_million_IU_per_kg"},
                                          {DoseUnit::cells, "dose_cells"},
                                          {DoseUnit::gray, "dose_Gy"},
                                          {DoseUnit::share, "share"}};
/// nullptr for `none`.
constexpr const char* dose_key(DoseUnit unit) {
  for (const DoseName& name : dose_names)
    if (name.unit == unit) return name.key;
  return nullptr;
}

}  // namespace tilscape
