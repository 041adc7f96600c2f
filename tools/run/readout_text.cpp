#include "tools/run/readout_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "tools/machine/machine.hpp"

namespace tilscape {

namespace {

/// A number of three digits, a large one to its unit; or a dash where there was nothing to measure.
std::string number(double value) {
  constexpr double large = 999.5, too_large = 1e15;
  if (std::isnan(value)) return "-";
  if (value >= large && value < too_large) return grouped(static_cast<std::uint64_t>(value + 0.5));
  return fmt::format("{:.3g}", value);
}

std::string percent(double fraction) {
  return std::isnan(fraction) ? "-" : fmt::format("{:.0f} %", 100 * fraction);
}

template <class Class, std::size_t n>
const char* name_of(const char* const (&names)[n], Class c) {
  return names[static_cast<std::size_t>(c)];
}

std::string line(const char* title, const std::vector<std::string>& parts) {
  if (parts.empty()) return {};
  return fmt::format("  {:<10}{}\n", title, fmt::join(parts, ", "));
}

/// Before the first scan: when it comes, or why it does not.
std::string why_no_response(const Response& response) {
  if (!response.has_baseline()) return "no treatment so far";
  if (!response.is_measurable()) return "nothing that could be measured at the baseline";
  return fmt::format("first scan on day {:g}", response.next_scan_day());
}

std::string recist_part(const ResponseReadout& r, const Response& response) {
  if (r.recist == Recist::none) return fmt::format("RECIST not assessed ({})", why_no_response(response));
  const char* best = name_of(recist_names, r.best);
  const bool is_confirmed = r.confirmed == r.best;
  return fmt::format("RECIST {}, best {}{}", name_of(recist_names, r.recist), best,
                     is_confirmed ? "" : fmt::format(" (confirmed {})", name_of(recist_names, r.confirmed)));
}

std::string tumour_line(const CensusRow& row, const Response& response) {
  const Readouts& r = row.readouts;
  std::vector<std::string> parts;
  if (r.imaging) {
    const bool dead = row.tumour_cells() == 0 && r.imaging->imaged_volume_mm3 > 0;
    parts.push_back(
        fmt::format("{} mm3{}", number(r.imaging->imaged_volume_mm3), dead ? " without a live cell" : ""));
    const bool has_baseline = r.course && !std::isnan(r.course->response.diameter_change_percent);
    parts.push_back(fmt::format(
        "longest diameter {} mm{}", number(r.imaging->longest_diameter_mm),
        has_baseline ? fmt::format(" ({:+.0f} %)", r.course->response.diameter_change_percent) : ""));
  }
  if (r.course) {
    parts.push_back(recist_part(r.course->response, response));
    parts.push_back(fmt::format("fate {}", name_of(fate_names, r.course->fate)));
  }
  return line("tumour", parts);
}

std::string t_cell_line(const CensusRow& row, const Course& course) {
  const Readouts& r = row.readouts;
  std::vector<std::string> parts;
  if (r.killing) {
    parts.push_back(fmt::format("E:T {}", number(effector_to_target(row))));
    parts.push_back(fmt::format("{} kills per CD8 T cell and day in the last day",
                                number(course.kills_per_cd8_per_day())));
  }
  if (r.receptors) parts.push_back(fmt::format("TCR clonality {}", number(r.receptors->clonality)));
  return line("T cells", parts);
}

std::string place_line(const Readouts& r) {
  std::vector<std::string> parts;
  if (r.infiltration)
    parts.push_back(fmt::format("{}: {} CD8/mm2 in the core, {} at the margin",
                                name_of(infiltration_names, r.infiltration->phenotype),
                                number(r.infiltration->core_cd8_per_mm2),
                                number(r.infiltration->margin_cd8_per_mm2)));
  if (r.spatial)
    parts.push_back(fmt::format("median distance from a CD8 T cell to the nearest tumour cell {} um",
                                number(r.spatial->median_nearest_um)));
  return line("tissue", parts);
}

std::string genome_line(const Readouts& r) {
  if (!r.clones) return {};
  const CloneReadout& c = *r.clones;
  return line("genome", {fmt::format("{} mutations/Mb since the start", number(c.mutations_per_mb)),
                         fmt::format("{} clonal and {} subclonal neoantigens", c.clonal_neoantigens,
                                     c.subclonal_neoantigens),
                         fmt::format("{} living clone{} (Shannon {}, Simpson {})", c.living_clones,
                                     c.living_clones == 1 ? "" : "s", number(c.shannon), number(c.simpson)),
                         fmt::format("MHC-I lost in {}", percent(c.mhc_loss_fraction))});
}

/// "2 PR, 3 SD"; nothing where all are in class 0.
std::string classes_text(const char* title, const char* const* names,
                         std::span<const std::uint64_t> members) {
  std::vector<std::string> parts;
  bool any = false;
  for (std::size_t c = 0; c < members.size(); ++c) {
    if (members[c]) parts.push_back(fmt::format("{} {}", members[c], names[c]));
    any |= c > 0 && members[c];
  }
  return any ? line(title, parts) : "";
}

}  // namespace

std::string readout_text(const CensusRow& row, const Course& course) {
  const Readouts& r = row.readouts;
  std::string text = tumour_line(row, course.response()) + t_cell_line(row, course) + place_line(r);
  if (r.pdl1)
    text += line("PD-L1", {fmt::format("TPS {} %", number(r.pdl1->tps_percent)),
                           fmt::format("CPS {}", number(r.pdl1->cps))});
  return text + genome_line(r);
}

void ReadoutClasses::add(const Readouts& r) {
  if (r.course) {
    ++recist_[static_cast<std::size_t>(r.course->response.recist)];
    ++confirmed_[static_cast<std::size_t>(r.course->response.confirmed)];
    ++fate_[static_cast<std::size_t>(r.course->fate)];
  }
  if (r.infiltration) ++infiltration_[static_cast<std::size_t>(r.infiltration->phenotype)];
}

std::string ReadoutClasses::text() const {
  return classes_text("RECIST", recist_names, recist_) + classes_text("confirmed", recist_names, confirmed_) +
         classes_text("fate", fate_names, fate_) + classes_text("tissue", infiltration_names, infiltration_);
}

}  // namespace tilscape
