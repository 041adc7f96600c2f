#include "agents/readouts/readout_columns.hpp"

#include <functional>
#include <optional>
#include <type_traits>

#include "agents/readouts/course.hpp"

namespace tilscape {

namespace {

struct ReadoutColumn {
  const char* name;
  const char* units;
  bool is_count;                                                 // a whole number, or the code of a class
  std::function<std::optional<double>(const CensusRow&)> value;  // none: its read-out is off
};

/// A number that a read-out measured.
template <class Readout, class Number>
ReadoutColumn column(const char* name, const char* units, std::optional<Readout> Readouts::*readout,
                     Number Readout::*number) {
  const auto value = [readout, number](const CensusRow& row) -> std::optional<double> {
    const std::optional<Readout>& measured = row.readouts.*readout;
    if (!measured) return std::nullopt;
    return static_cast<double>((*measured).*number);
  };
  return {name, units, !std::is_floating_point_v<Number>, value};
}

/// One of what RECIST says.
template <class Number>
ReadoutColumn response_column(const char* name, const char* units, Number ResponseReadout::*number) {
  const auto value = [number](const CensusRow& row) -> std::optional<double> {
    if (!row.readouts.course) return std::nullopt;
    return static_cast<double>(row.readouts.course->response.*number);
  };
  return {name, units, !std::is_floating_point_v<Number>, value};
}

/// What follows from the counts of the census, where a read-out is on.
template <class Readout>
ReadoutColumn column(const char* name, const char* units, std::optional<Readout> Readouts::*readout,
                     double (*of_counts)(const CensusRow&)) {
  const auto value = [readout, of_counts](const CensusRow& row) -> std::optional<double> {
    if (!(row.readouts.*readout)) return std::nullopt;
    return of_counts(row);
  };
  return {name, units, false, value};
}

/// In file order.
const std::vector<ReadoutColumn>& readout_columns() {
  using R = Readouts;
  static const std::vector<ReadoutColumn> columns{
      column("tumour_volume_mm3", "mm3", &R::imaging, &ImagingReadout::volume_mm3),
      column("longest_diameter_mm", "mm", &R::imaging, &ImagingReadout::longest_diameter_mm),
      column("imaged_volume_mm3", "mm3", &R::imaging, &ImagingReadout::imaged_volume_mm3),
      response_column("diameter_change_percent", "%", &ResponseReadout::diameter_change_percent),
      response_column("recist", "1", &ResponseReadout::recist),
      response_column("recist_volume", "1", &ResponseReadout::by_volume),
      response_column("recist_best", "1", &ResponseReadout::best),
      response_column("recist_confirmed", "1", &ResponseReadout::confirmed),
      column("fate", "1", &R::course, &CourseReadout::fate),
      column("effector_to_target", "1", &R::killing, effector_to_target),
      column("cd8_days", "d", &R::killing, &KillingReadout::cd8_days),
      column("kills_per_cd8_per_day", "1/d", &R::killing, &KillingReadout::kills_per_cd8_per_day),
      column("tps_percent", "%", &R::pdl1, &Pdl1Readout::tps_percent),
      column("cps", "1", &R::pdl1, &Pdl1Readout::cps),
      column("core_cd8_per_mm2", "1/mm2", &R::infiltration, &InfiltrationReadout::core_cd8_per_mm2),
      column("margin_cd8_per_mm2", "1/mm2", &R::infiltration, &InfiltrationReadout::margin_cd8_per_mm2),
      column("infiltration", "1", &R::infiltration, &InfiltrationReadout::phenotype),
      column("living_clones", "clones", &R::clones, &CloneReadout::living_clones),
      column("shannon_clones", "1", &R::clones, &CloneReadout::shannon),
      column("simpson_clones", "1", &R::clones, &CloneReadout::simpson),
      column("tmb_per_mb", "1/Mb", &R::clones, &CloneReadout::mutations_per_mb),
      column("neoantigens_clonal", "classes", &R::clones, &CloneReadout::clonal_neoantigens),
      column("neoantigens_subclonal", "classes", &R::clones, &CloneReadout::subclonal_neoantigens),
      column("mhc_loss_fraction", "1", &R::clones, &CloneReadout::mhc_loss_fraction),
      column("tcr_classes", "classes", &R::receptors, &ReceptorReadout::classes),
      column("tcr_clonality", "1", &R::receptors, &ReceptorReadout::clonality),
      column("specific_cd8_per_mm2", "1/mm2", &R::recognition, &RecognitionReadout::specific_cd8_per_mm2),
      column("antigen_lost", "cells", &R::recognition, &RecognitionReadout::antigen_lost),
      column("unseen_tumour", "cells", &R::recognition, &RecognitionReadout::unseen),
      column("nearest_tumour_um", "um", &R::spatial, &SpatialReadout::median_nearest_um),
      column("near_tumour_fraction", "1", &R::spatial, &SpatialReadout::near_fraction),
      column("cross_k_ratio", "1", &R::spatial, &SpatialReadout::cross_k_ratio),
  };
  return columns;
}

}  // namespace

void append_columns(std::vector<CensusColumn>& columns, const CensusRow& row) {
  for (const ReadoutColumn& column : readout_columns())
    if (const std::optional<double> value = column.value(row))
      columns.push_back({column.name, column.units, *value, column.is_count});
  if (!row.readouts.spatial) return;
  const std::vector<double>& shells = row.readouts.spatial->pair_correlation;
  for (std::size_t k = 0; k < shells.size(); ++k)
    columns.push_back({"pair_correlation_" + std::to_string(k), "1", shells[k]});
}

}  // namespace tilscape
