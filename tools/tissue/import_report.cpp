// The import's report in words: what was read, what moved, what was assumed, and the config lines that fit.
#include <fmt/format.h>

#include <iterator>

#include "config/read/text_file.hpp"
#include "tools/tissue/import_tissue.hpp"

namespace tilscape {
namespace {

template <class... Parts>
void add_line(std::string& text, fmt::format_string<Parts...> form, Parts&&... parts) {
  fmt::format_to(std::back_inserter(text), form, std::forward<Parts>(parts)...);
  text += '\n';
}

double percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

void add_layer(std::string& text, const char* name, const LayerImport& layer) {
  const std::size_t cells = layer.placed + layer.dropped;
  std::string shift;
  if (layer.displaced > 0) {
    shift = fmt::format(", shifted by {:.1f} um (median) and {:.1f} um (95th percentile)",
                        layer.median_shift_um, layer.p95_shift_um);
  }
  add_line(text, "{:<14}{} cells, {} displaced ({:.1f} %){}", name, cells, layer.displaced,
           percent(layer.displaced, cells), shift);
  if (layer.dropped > 0)
    add_line(
        text,
        "  warning: {} of them found no free site and were dropped: are um_per_unit and --spacing-um right?",
        layer.dropped);
}

/// Why a table without vessels got none.
std::string why_no_vessels(const ImportReport& report) {
  const double per_mm2 = report.options.vessels_per_mm2;
  if (per_mm2 == 0) return "--vessels-per-mm2 is 0";
  if (report.vessels_wanted > 0)
    return fmt::format("{} are wanted, but there is no stroma to place them in", report.vessels_wanted);
  const double spacing_um = report.options.spacing_um;
  const double area_mm2 = 1e-6 * (report.nx * spacing_um) * (report.ny * spacing_um);
  return fmt::format("{:.2g} are wanted in {:.3g} mm2 ({:g} per mm2)", per_mm2 * area_mm2, area_mm2, per_mm2);
}

void add_vessels(std::string& text, const ImportReport& report) {
  if (report.has_own_vessels) return;
  if (report.vessels_placed == 0) {
    add_line(text, "vessels       none: the table has none, and {}", why_no_vessels(report));
    add_line(text, "  warning: where oxygen and entry come from vessels, a run has neither");
    return;
  }
  add_line(text,
           "assumed       {} vessels on random stroma sites ({:g} per mm2, seed {}): the table has none",
           report.vessels_placed, report.options.vessels_per_mm2, report.options.seed);
  if (report.vessels_placed < report.vessels_wanted) {
    add_line(text, "  warning: {} more were wanted, but there are no more stroma sites",
             report.vessels_wanted - report.vessels_placed);
  }
}

void add_intensity(std::string& text, const char* name, const char* rule, const IntensityImport& import) {
  if (!import.given) return;
  if (!import.normalised) {
    add_line(text, "{:<14}{} cells, values kept", name, import.cells);
    return;
  }
  add_line(text, "{:<14}{} cells, {} ({:g} in the table); {} clipped", name, import.cells, rule,
           import.reference, import.clipped);
}

}  // namespace

std::string to_text(const ImportReport& report) {
  std::string text;
  add_line(text, "table         {}: {} cells on {:g} x {:g} um, {:.0f} per mm2", report.options.table,
           report.table_cells, report.width_um, report.height_um, report.density_per_mm2);
  for (const std::string& note : report.notes)
    add_line(text, "{:<14}{}", &note == &report.notes.front() ? "read" : "", note);
  for (const std::string& warning : report.warnings) add_line(text, "  warning: {}", warning);
  for (const auto& [label, cells] : report.ignored) {
    add_line(text, "ignored       {} cells labelled '{}', as the map says", cells, excerpt(label));
  }
  add_layer(text, "tissue layer", report.tissue);
  add_layer(text, "immune layer", report.immune);
  add_vessels(text, report);
  add_intensity(text, "pdl1", "relative to the median of tumour cells, 0 to 6", report.pdl1);
  add_intensity(text, "pd1", "relative to the 99th percentile of T cells, 0 to 1", report.pd1);
  add_line(text, "lattice       {} x {} sites of {:g} um; its corner is at ({:g}, {:g}) um of the table",
           report.nx, report.ny, report.options.spacing_um, report.origin_x_um, report.origin_y_um);
  for (const auto& [type, cells] : report.written) add_line(text, "  {:<12}{}", record_of(type).name, cells);
  add_line(text, "wrote         {}; use it with", report.options.out);
  add_line(text, "  lattice: {{size: [{}, {}], spacing_um: {:g}}}", report.nx, report.ny,
           report.options.spacing_um);
  add_line(text, "  initial: {{tissue: {}}}", report.options.out);
  return text;
}

}  // namespace tilscape
