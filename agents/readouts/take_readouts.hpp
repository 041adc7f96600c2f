// The passes of the read-outs that a run wants, on either backend.
#pragma once

#include <span>
#include <vector>

#include "agents/parameters/derive.hpp"
#include "agents/parameters/readout_parameters.hpp"
#include "agents/readouts/clone_register.hpp"
#include "agents/readouts/imaging.hpp"
#include "agents/readouts/pairs.hpp"
#include "agents/readouts/pdl1.hpp"
#include "agents/readouts/readouts.hpp"
#include "agents/readouts/receptors.hpp"
#include "agents/readouts/recognition.hpp"
#include "agents/readouts/tiles.hpp"
#include "agents/world/world.hpp"

namespace tilscape {

/// Part r of equal parts.
template <class T>
std::span<const T> part_of(const std::vector<T>& values, std::size_t r, std::size_t parts) {
  const std::size_t size = values.size() / parts;
  return std::span<const T>(values).subspan(r * size, size);
}

template <class Executor>
class ReadoutTaker {
 public:
  /// Executor and world must outlive this.
  ReadoutTaker(Executor& executor, World& world, const std::vector<ReplicateStart>& replicates)
      : executor_(executor), world_(world), lattice_(world.lattice()) {
    for (const ReplicateStart& r : replicates)
      founder_antigens_.push_back(founder_antigens(r.model.antigens));
  }

  /// Of each replicate what is wanted of this moment: all but what needs events or earlier rows. It is
  /// output: it may take the memory that is kept free for that.
  std::vector<Readouts> take(Step now, const ReadoutParameters& wanted) {
    world_.memory().keep_free(0);
    view_ = world_.view(now);
    std::vector<Readouts> readouts(lattice_.replicates);
    if (wanted.imaging) image(readouts, wanted);
    if (wanted.pdl1) score_pdl1(readouts, wanted);
    if (wanted.infiltration) count_tiles(readouts, wanted);
    if (wanted.clones) count_clones(readouts, wanted);
    if (wanted.receptors || wanted.recognition) count_receptors(readouts, wanted);
    if (wanted.spatial) count_pairs(readouts, wanted);
    return readouts;
  }

  /// The world's list of clones is another one than before: agents/observe/clone_pruning.hpp.
  void forget_clones() { clones_ = {}; }

 private:
  void image(std::vector<Readouts>& readouts, const ReadoutParameters& wanted) {
    const TileGrid grid = tile_grid_of(lattice_, wanted.resolution_um);
    const std::vector<TileMass> masses = count_masses(grid);
    std::vector<std::uint8_t> lesions;  // [replicate][tile]
    for (std::size_t r = 0; r < readouts.size(); ++r) {
      const auto of_replicate = lesion_tiles(part_of(masses, r, readouts.size()), grid);
      lesions.insert(lesions.end(), of_replicate.begin(), of_replicate.end());
    }
    Buffer<std::uint8_t> is_lesion(world_.memory(), lesions.size());
    is_lesion.from_host(lesions.data(), lesions.size());
    Buffer<RowExtent> extents(world_.memory(), lattice_.world_sites() / lattice_.nx);
    executor_.for_each(extents.size(), imaging::Rows{view_, grid, is_lesion.data(), extents.data()});
    const auto rows = extents.to_host();
    for (std::size_t r = 0; r < readouts.size(); ++r)
      readouts[r].imaging = tilscape::image(part_of(masses, r, readouts.size()),
                                            part_of(rows, r, readouts.size()), lattice_, wanted);
  }

  std::vector<TileMass> count_masses(const TileGrid& grid) {
    Buffer<TileMass> masses(world_.memory(), std::size_t{grid.count()} * lattice_.replicates);
    executor_.for_each(masses.size(), imaging::Tiles{view_, grid, masses.data()});
    return masses.to_host();
  }

  void score_pdl1(std::vector<Readouts>& readouts, const ReadoutParameters& wanted) {
    const auto fold = static_cast<float>(wanted.pdl1_positive_fold);
    const auto tumour = executor_.tally(world_.tumour_slots(), lattice_.replicates * pdl1::tumour_slots,
                                        pdl1::TumourCells{view_, fold});
    const auto immune =
        executor_.tally(world_.immune_slots(), lattice_.replicates, pdl1::ImmuneCells{view_, fold});
    for (std::size_t r = 0; r < readouts.size(); ++r) {
      const std::uint64_t* of_tumour = tumour.data() + r * pdl1::tumour_slots;
      readouts[r].pdl1 =
          tilscape::score_pdl1(of_tumour[pdl1::live_slot], of_tumour[pdl1::positive_slot], immune[r]);
    }
  }

  void count_tiles(std::vector<Readouts>& readouts, const ReadoutParameters& wanted) {
    const TileGrid grid = tile_grid_of(lattice_, wanted.tile_um);
    Buffer<TileCounts> counts(world_.memory(), std::size_t{grid.count()} * lattice_.replicates);
    executor_.for_each(counts.size(), tiles::Count{view_, grid, counts.data()});
    const auto all = counts.to_host();
    for (std::size_t r = 0; r < readouts.size(); ++r)
      readouts[r].infiltration = infiltration(part_of(all, r, readouts.size()), grid, lattice_, wanted);
  }

  void count_clones(std::vector<Readouts>& readouts, const ReadoutParameters& wanted) {
    clones_.add(world_.clones().to_host(clones_.size(), world_.clone_count() - clones_.size()));
    Buffer<CloneKey> keys(world_.memory(), clones_.size());
    keys.from_host(clones_.keys().data(), clones_.size());
    Buffer<std::uint32_t> cells(world_.memory(), std::size_t{clones_.size()} + lattice_.replicates);
    using Kernel = clones::CountCells;
    const std::uint32_t slots = world_.tumour_slots();
    executor_.for_each(Kernel::lanes(slots), Kernel{view_, slots, keys.data(), clones_.size(), cells.data()});
    const auto of_replicates = clones_.read(cells.to_host(), founder_antigens_, wanted);
    for (std::size_t r = 0; r < readouts.size(); ++r) readouts[r].clones = of_replicates[r];
  }

  void count_receptors(std::vector<Readouts>& readouts, const ReadoutParameters& wanted) {
    const auto cells =
        executor_.tally(world_.immune_slots(), lattice_.replicates * receptors, receptor::Count{view_});
    if (wanted.receptors)
      for (std::size_t r = 0; r < readouts.size(); ++r)
        readouts[r].receptors = receptor_readout(part_of(cells, r, readouts.size()));
    if (wanted.recognition) count_recognition(readouts, cells);
  }

  /// @param cd8  cells by receptor, [replicate][receptor]
  void count_recognition(std::vector<Readouts>& readouts, const std::vector<std::uint64_t>& cd8) {
    std::vector<ReceptorsPresent> present;
    for (std::size_t r = 0; r < readouts.size(); ++r)
      present.push_back(receptors_present(part_of(cd8, r, readouts.size())));
    Buffer<ReceptorsPresent> receptors_there(world_.memory(), present.size());
    receptors_there.from_host(present.data(), present.size());
    Buffer<std::uint64_t> founders(world_.memory(), founder_antigens_.size());
    founders.from_host(founder_antigens_.data(), founder_antigens_.size());
    using Kernel = recognition::TumourCells;
    const std::uint32_t cells = world_.tumour_slots();
    const auto tumour = executor_.tally(Kernel::lanes(cells), lattice_.replicates * recognition::slots,
                                        Kernel{view_, cells, receptors_there.data(), founders.data()});
    for (std::size_t r = 0; r < readouts.size(); ++r)
      readouts[r].recognition = recognition_readout(part_of(tumour, r, readouts.size()),
                                                    part_of(cd8, r, readouts.size()), lattice_);
  }

  void count_pairs(std::vector<Readouts>& readouts, const ReadoutParameters& wanted) {
    const PairReach reach = pair_reach(lattice_, wanted.spatial_radius_um);
    const auto offset_count = static_cast<std::uint32_t>(reach.offsets.size());
    Buffer<PairOffset> offsets(world_.memory(), offset_count);
    offsets.from_host(reach.offsets.data(), offset_count);
    const auto counts = executor_.tally(world_.immune_slots(), lattice_.replicates * reach.slots(),
                                        pairs::Count{view_, offsets.data(), offset_count, reach.reach});
    const auto tumour =
        executor_.tally(lattice_.world_sites(), lattice_.replicates, pairs::LiveTumour{view_});
    for (std::size_t r = 0; r < readouts.size(); ++r)
      readouts[r].spatial = spatial_readout(part_of(counts, r, readouts.size()), reach,
                                            static_cast<double>(lattice_.spacing_um),
                                            static_cast<double>(tumour[r]) / lattice_.sites());
  }

  Executor& executor_;
  World& world_;
  Lattice lattice_;
  WorldView view_;                               // of the moment that is read out
  std::vector<std::uint64_t> founder_antigens_;  // [replicate]
  CloneRegister clones_;                         // as far as it was last asked for
};

}  // namespace tilscape
