// Treatments that act on the lattice at once: a dose of radiation, an operation, a dose that dissolves
// stroma. Run in the updates that have one.
#pragma once

#include "agents/rules/radiation.hpp"
#include "agents/sites/antigen_release.hpp"
#include "core/execution/tally.hpp"

namespace tilscape {

namespace treatment {

TILSCAPE_HD inline void remove_immune_cell(const WorldView& w, SiteIndex s) {
  w.immune[s] = Immune::none;
  w.immune_cells.site[w.immune_at[s]] = no_site;
  w.freed.add_immune_cell();
}

/// One dose, given to every cell of a replicate. A lane is one of its sites; tumour cells die in place, T
/// cells are gone.
struct Radiation {
  WorldView w;
  std::uint32_t first_site;
  RadiationDose dose;
  std::uint32_t number;  // of the dose among those of radiation in this update

  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{first_site + lane};
    const Tissue tissue = w.tissue[s];
    const bool has_immune_cell = w.immune[s] != Immune::none;
    if (!is_live_tumour(tissue) && !has_immune_cell) return;
    const Position p = w.lattice.locate(s);
    const RandomWords words = w.draws(Purpose::radiation, Layer::tissue).at(p.local, p.replicate, number);
    const float oxygen = w.level(oxygen_field, s, p.replicate);
    if (is_live_tumour(tissue) && radiation_kills(dose, oxygen, words[0], words[1])) {
      w.tissue[s] = Tissue::tumour_apoptotic;
      w.count(Event::treatment_death, p.replicate);
      release_antigens(w, w.tumour_at[s], p.replicate, true);
    }
    if (has_immune_cell && radiation_kills(dose, w.immune[s], words[2], words[3])) {
      w.count(death_of(cell_type_of(w.immune[s])), p.replicate);
      remove_immune_cell(w, s);
    }
  }
};

/// Everything within a region but the vessels is taken out. What is taken out releases nothing.
struct Surgery {
  WorldView w;
  std::uint32_t first_site;
  Region region;

  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{first_site + lane};
    if (!contains(w.lattice.locate(s))) return;
    const std::uint32_t replicate = w.lattice.replicate_of(s);
    if (w.immune[s] != Immune::none) {
      w.count(death_of(cell_type_of(w.immune[s])), replicate);
      remove_immune_cell(w, s);
    }
    const Tissue tissue = w.tissue[s];
    if (is_tumour(tissue)) {
      w.tumour.site[w.tumour_at[s]] = no_site;
      w.freed.add_tumour();
      w.count(Event::resected, replicate);
    }
    if (tissue != Tissue::vessel) w.tissue[s] = Tissue::none;
  }

 private:
  /// Is the middle of the site in the region?
  TILSCAPE_HD bool contains(const Position& p) const {
    const double spacing = static_cast<double>(w.lattice.spacing_um);
    return region.contains({(p.x + 0.5) * spacing, (p.y + 0.5) * spacing, (p.z + 0.5) * spacing},
                           !w.lattice.is_2d());
  }
};

/// One dose of what degrades the extracellular matrix (hyaluronidase: Provenzano 2012,
/// doi:10.1016/j.ccr.2012.01.007, Jacobetz 2013, doi:10.1136/gutjnl-2012-302529; an inhibitor of FAK: Jiang
/// 2016, doi:10.1038/nm.4123). A lane is a site of a replicate; the stroma of each goes or stays by its own
/// draw, and what goes leaves a free site. After n doses (1 − share)ⁿ is left, in the mean.
struct StromaDepletion {
  WorldView w;
  std::uint32_t first_site;
  float share;           // of the stroma that one dose takes, 0–1
  std::uint32_t number;  // of the dose among those of stroma depletion in this update

  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{first_site + lane};
    if (w.tissue[s] != Tissue::stroma) return;
    const Position p = w.lattice.locate(s);
    const RandomWords words =
        w.draws(Purpose::stroma_depletion, Layer::tissue).at(p.local, p.replicate, number);
    if (!happens(share, words[0], words[1])) return;
    w.tissue[s] = Tissue::none;
    w.count(Event::stroma_depleted, p.replicate);
  }
};

/// Tumour cells and corpses of each replicate.
struct CountTumour {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    const SiteIndex s = w.tumour.site[AgentIndex{i}];
    if (s != no_site) sums.add(w.lattice.replicate_of(s));
  }
};

}  // namespace treatment
}  // namespace tilscape
