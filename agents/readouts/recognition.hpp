// What the CD8 T cells of the tissue and the tumour can know of each other: which antigens are shown, who has
// a receptor for them, and which tumour cells nobody can see.
#pragma once

#include <cstdint>
#include <span>

#include "agents/readouts/readouts.hpp"
#include "agents/rules/surveillance.hpp"
#include "agents/world/world_view.hpp"
#include "core/base/bits.hpp"
#include "core/execution/tally.hpp"

namespace tilscape {

/// Antigen classes, a bit each: those for which there is a receptor that needs MHC-I, or a CAR.
struct ReceptorsPresent {
  std::uint64_t by_mhc1 = 0, by_car = 0;
};
/// @param cells  by receptor, of one replicate
ReceptorsPresent receptors_present(std::span<const std::uint64_t> cells);

namespace recognition {

/// Of the tally, per replicate: live tumour cells that lost an antigen, those that nobody can see, and by
/// class not fewer than none of those that show it on MHC-I, and that have it.
constexpr std::uint32_t antigen_lost_slot = 0, unseen_slot = 1, shown_slot = 2,
                        surface_slot = shown_slot + antigen_classes, slots = surface_slot + antigen_classes;

/// A lane is a run of slots: what its cells show is joined first, and told once.
struct TumourCells {
  static constexpr std::uint32_t run = 64;
  WorldView w;
  std::uint32_t cells;
  const ReceptorsPresent* present;  // [replicate]
  const std::uint64_t* founders;    // [replicate] antigens of the founders

  TILSCAPE_HD static std::uint64_t lanes(std::uint32_t cells) {
    return (std::uint64_t{cells} + run - 1) / run;
  }

  TILSCAPE_HD void operator()(std::uint32_t lane, const Tally& sums) const {
    const std::uint32_t first = lane * run, last = cells - first < run ? cells : first + run;
    Seen seen{0, 0, 0, 0, 0};
    for (std::uint32_t i = first; i < last; ++i) {
      const AgentIndex a{i};
      const SiteIndex s = w.tumour.site[a];
      if (s == no_site || !is_live_tumour(w.tissue[s])) continue;
      const std::uint32_t replicate = w.lattice.replicate_of(s);
      if (replicate != seen.replicate) {
        tell(seen, sums);
        seen = {replicate, 0, 0, 0, 0};
      }
      look(a, seen);
    }
    tell(seen, sums);
  }

 private:
  struct Seen {
    std::uint32_t replicate, antigen_lost, unseen;
    std::uint64_t shown, at_surface;
  };
  TILSCAPE_HD void look(AgentIndex a, Seen& seen) const {
    const std::uint64_t antigens = w.tumour.antigens[a];
    const std::uint64_t shown =
        presented(w.rules[seen.replicate].surveillance, antigens, w.tumour.genotype[a]);
    const ReceptorsPresent& receptor = present[seen.replicate];
    seen.antigen_lost += (founders[seen.replicate] & ~antigens) != 0;
    seen.unseen += (shown & receptor.by_mhc1) == 0 && (antigens & receptor.by_car) == 0;
    seen.shown |= shown;
    seen.at_surface |= antigens;
  }
  TILSCAPE_HD static void tell(const Seen& seen, const Tally& sums) {
    const std::uint32_t base = seen.replicate * slots;
    if (seen.antigen_lost) sums.add(base + antigen_lost_slot, seen.antigen_lost);
    if (seen.unseen) sums.add(base + unseen_slot, seen.unseen);
    tell_classes(seen.shown, base + shown_slot, sums);
    tell_classes(seen.at_surface, base + surface_slot, sums);
  }
  TILSCAPE_HD static void tell_classes(std::uint64_t classes, std::uint32_t first_slot, const Tally& sums) {
    for (; classes; classes &= classes - 1)
      sums.add(first_slot + static_cast<std::uint32_t>(nth_set_bit(classes, 0)));
  }
};

}  // namespace recognition

/// A CD8 T cell is specific when some live tumour cell shows its antigen on MHC-I, or has the antigen that
/// its CAR binds; how many there are per area is that of the lattice seen as a section one spacing thick. A
/// tumour cell lost an antigen when its genome encodes not all that the founders' does; nobody can see it
/// when no CD8 T cell of the tissue, whatever its state, has a receptor for what it shows. How much MHC-I it
/// has now does not count: that may come back. Test: tests/readouts/recognition_test.cpp
/// @param tumour  the tally of one replicate   @param cd8  cells by receptor, likewise
RecognitionReadout recognition_readout(std::span<const std::uint64_t> tumour,
                                       std::span<const std::uint64_t> cd8, const Lattice& lattice);

}  // namespace tilscape
