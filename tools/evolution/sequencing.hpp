// Virtual sequencing: what a sequencer would read in pieces of a simulated tumour, beside the truth. Bulk is
// one region, multi-region are several.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/evolution/sample_region.hpp"
#include "tools/evolution/tumour_snapshot.hpp"

namespace tilscape {

enum class DepthLaw { poisson, fixed };

struct SequencingOptions {
  double depth = 100;  // reads of a position: mean, or exact number
  DepthLaw depth_law = DepthLaw::poisson;
  std::optional<double> cellularity;  // share of tumour cells; without: as it is in each region
  std::uint32_t min_reads = 5;        // with the variant, for a mutation to be called
  bool lists_all = false;             // mutations that no region calls, too
  std::uint64_t seed = 1;
};

/// A piece of tissue and who carries what in it.
struct RegionSample {
  SampleRegion region;
  std::uint32_t tumour_cells = 0, normal_cells = 0;  // living
  double cellularity = 0;
  std::vector<std::uint32_t> carriers;  // per clone of the tree: living tumour cells with its mutations
  std::uint64_t called = 0;             // mutations
};

RegionSample take_sample(const TumourSnapshot& snapshot, const SampleRegion& region,
                         const SequencingOptions& options);

struct Reads {
  std::uint32_t depth = 0, variant = 0;
};

/// Reads of one mutation in one region: depth by its law, of these Binomial(depth, cellularity · ccf / 2)
/// with the variant. All cells are diploid and a mutation is on one of two copies; a sequencer makes no
/// errors. A pure function of seed, region, clone and number. Test: tests/tools/sequencing_test.cpp
Reads read_mutation(const SequencingOptions& options, const RegionSample& sample, std::uint64_t clone_id,
                    std::uint32_t number, double ccf);

/// One row per mutation and region, tab-separated, rows of a mutation together, clones ascending. Columns:
/// region, mutation (clone-number), clone, kind, which (antigen class, HLA allele or −), depth, alt_reads,
/// vaf, called (0 or 1), ccf (share of the region's living tumour cells: the truth), cellularity.
/// @param samples  counts their called mutations
std::string vaf_table(const TumourSnapshot& snapshot, const SequencingOptions& options,
                      std::vector<RegionSample>& samples);

/// @throws InputError naming the option and what was expected
void check(const SequencingOptions& options);

}  // namespace tilscape
