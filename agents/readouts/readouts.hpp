// What clinic and laboratory would read off the tissue at one moment, of one replicate. Totals come from the
// device as integers; everything else is arithmetic on the host, in a fixed order. NaN: there is nothing to
// measure.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace tilscape {

inline constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();

/// Codes are written to files and never renumbered. 0: not assessed.
enum class Recist : std::uint8_t { none, complete_response, partial_response, stable, progressive };
enum class Fate : std::uint8_t { none, elimination, equilibrium, escape, no_immune_fate };
enum class Infiltration : std::uint8_t { none, desert, excluded, inflamed };
inline constexpr const char* recist_names[] = {"not assessed", "CR", "PR", "SD", "PD"};
inline constexpr const char* fate_names[] = {"too early to say", "elimination", "equilibrium", "escape",
                                             "none of the three Es"};
inline constexpr const char* infiltration_names[] = {"not assessed", "desert", "excluded", "inflamed"};

/// agents/readouts/imaging.hpp
struct ImagingReadout {
  double volume_mm3 = 0;  // of its sites
  double longest_diameter_mm = 0;
  double imaged_volume_mm3 = 0;  // of its cells
};

/// agents/readouts/response.hpp. Of the last scan, but for the change, which is of now.
struct ResponseReadout {
  Recist recist = Recist::none;
  Recist by_volume = Recist::none;
  Recist best = Recist::none, confirmed = Recist::none;  // overall, up to the first progression
  double diameter_change_percent = not_measured;         // since the baseline
};

/// agents/readouts/course.hpp
struct CourseReadout {
  ResponseReadout response;
  Fate fate = Fate::none;
};

/// agents/readouts/course.hpp. Since the row before.
struct KillingReadout {
  double cd8_days = 0;  // CD8 T cells × days
  double kills_per_cd8_per_day = not_measured;
};

/// agents/readouts/pdl1.hpp
struct Pdl1Readout {
  double tps_percent = not_measured;
  double cps = not_measured;
};

/// agents/readouts/tiles.hpp
struct InfiltrationReadout {
  double core_cd8_per_mm2 = not_measured, margin_cd8_per_mm2 = not_measured;
  Infiltration phenotype = Infiltration::none;
};

/// agents/readouts/clone_register.hpp
struct CloneReadout {
  std::uint64_t living_clones = 0;
  double shannon = not_measured, simpson = not_measured;
  double mutations_per_mb = not_measured;
  std::uint64_t clonal_neoantigens = 0, subclonal_neoantigens = 0;
  double mhc_loss_fraction = not_measured;
};

/// agents/readouts/receptors.hpp
struct ReceptorReadout {
  std::uint64_t classes = 0;
  double clonality = not_measured;
};

/// agents/readouts/recognition.hpp
struct RecognitionReadout {
  double specific_cd8_per_mm2 = 0;  // CD8 T cells whose antigen the tumour shows
  std::uint64_t antigen_lost = 0;   // live tumour cells without one of the founders' antigens
  std::uint64_t unseen = 0;         // live tumour cells that no receptor of the tissue can see
};

/// agents/readouts/pairs.hpp
struct SpatialReadout {
  double median_nearest_um = not_measured;  // from a CD8 T cell to the nearest live tumour cell
  double near_fraction = not_measured;      // of CD8 T cells with one within the radius
  std::vector<double> pair_correlation;     // shell k: distances from k to below k + 1 spacings
  double cross_k_ratio = not_measured;      // Ripley's cross-K at the radius, relative to independence
};

struct Readouts {
  std::optional<ImagingReadout> imaging;
  std::optional<CourseReadout> course;
  std::optional<KillingReadout> killing;
  std::optional<Pdl1Readout> pdl1;
  std::optional<InfiltrationReadout> infiltration;
  std::optional<CloneReadout> clones;
  std::optional<ReceptorReadout> receptors;
  std::optional<RecognitionReadout> recognition;
  std::optional<SpatialReadout> spatial;
};

/// Diversity of a community from the numbers of its members, in the order given.
/// Source: Shannon 1948 (natural logarithm); Simpson 1949, as the chance that two members drawn with
/// replacement differ. Test: tests/readouts/diversity_test.cpp
class Diversity {
 public:
  void add(std::uint64_t members);
  std::uint64_t kinds() const { return kinds_; }
  std::uint64_t members() const { return members_; }
  double shannon() const;
  double simpson() const;
  /// 1 − Shannon / ln(kinds): 0 where all kinds are equally common, 1 where there is one.
  double clonality() const;

 private:
  std::uint64_t kinds_ = 0, members_ = 0;
  double n_log_n_ = 0, n_squared_ = 0;
};

}  // namespace tilscape
