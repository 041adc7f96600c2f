// Samples, reads and their table: see tools/evolution/sequencing.hpp.
#include "tools/evolution/sequencing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/errors.hpp"
#include "core/random/variates.hpp"

namespace tilscape {

namespace {

constexpr double most_depth = 1e6;

std::uint32_t depth_of(const SequencingOptions& options, UniformStream& draws) {
  if (options.depth_law == DepthLaw::fixed) return static_cast<std::uint32_t>(options.depth);
  return poisson(options.depth, draws);
}

double share(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

/// All mutations of one clone in all regions.
class CloneRows {
 public:
  CloneRows(const TumourSnapshot& snapshot, const SequencingOptions& options,
            std::vector<RegionSample>& samples)
      : snapshot_(snapshot), options_(options), samples_(samples), reads_(samples.size()) {}

  void add(std::size_t clone, std::string& text) {
    const std::vector<CloneMutation> mutations = snapshot_.tree.mutations(clone);
    for (std::uint32_t n = 0; n < mutations.size(); ++n)
      if (read(clone, n + 1) || options_.lists_all) write(clone, n + 1, mutations[n], text);
  }

 private:
  double ccf(const RegionSample& sample, std::size_t clone) const {
    return share(sample.carriers[clone], sample.tumour_cells);
  }

  /// @returns whether a region calls the mutation
  bool read(std::size_t clone, std::uint32_t number) {
    bool is_called = false;
    for (std::size_t r = 0; r < samples_.size(); ++r) {
      reads_[r] =
          read_mutation(options_, samples_[r], snapshot_.tree[clone].id, number, ccf(samples_[r], clone));
      const bool calls = reads_[r].variant >= options_.min_reads;
      samples_[r].called += calls;
      is_called |= calls;
    }
    return is_called;
  }

  void write(std::size_t clone, std::uint32_t number, const CloneMutation& mutation,
             std::string& text) const {
    const std::uint64_t id = snapshot_.tree[clone].id;
    const std::string which = mutation.which < 0 ? "-" : fmt::format("{}", mutation.which);
    for (std::size_t r = 0; r < samples_.size(); ++r) {
      const auto& [depth, variant] = reads_[r];
      fmt::format_to(std::back_inserter(text), "{}\t{}-{}\t{}\t{}\t{}\t{}\t{}\t{:.6g}\t{}\t{:.6g}\t{:.6g}\n",
                     samples_[r].region.name, id, number, id, mutation.kind, which, depth, variant,
                     share(variant, depth), variant >= options_.min_reads ? 1 : 0, ccf(samples_[r], clone),
                     samples_[r].cellularity);
    }
  }

  const TumourSnapshot& snapshot_;
  const SequencingOptions& options_;
  std::vector<RegionSample>& samples_;
  std::vector<Reads> reads_;  // of one mutation, per region
};

}  // namespace

RegionSample take_sample(const TumourSnapshot& snapshot, const SampleRegion& region,
                         const SequencingOptions& options) {
  RegionSample sample;
  sample.region = region;
  sample.carriers.resize(snapshot.tree.size());
  for (const LivingCell& cell : snapshot.tumour) {
    if (!region.holds(snapshot.position_um(cell.site))) continue;
    ++sample.tumour_cells;
    if (cell.clone != CloneTree::founders) ++sample.carriers[cell.clone];
  }
  for (const std::uint32_t site : snapshot.normal_sites)
    sample.normal_cells += region.holds(snapshot.position_um(site));
  snapshot.tree.add_descendants(sample.carriers);
  sample.cellularity = options.cellularity.value_or(
      share(sample.tumour_cells, double{1} * sample.tumour_cells + sample.normal_cells));
  return sample;
}

Reads read_mutation(const SequencingOptions& options, const RegionSample& sample, std::uint64_t clone_id,
                    std::uint32_t number, double ccf) {
  UniformStream draws(mix64(mix64(options.seed) ^ sample.region.key()), clone_id, number);
  Reads reads;
  reads.depth = depth_of(options, draws);
  reads.variant = binomial(reads.depth, sample.cellularity * ccf / 2, draws);
  return reads;
}

std::string vaf_table(const TumourSnapshot& snapshot, const SequencingOptions& options,
                      std::vector<RegionSample>& samples) {
  std::string text =
      "region\tmutation\tclone\tkind\twhich\tdepth\talt_reads\tvaf\tcalled\tccf\tcellularity\n";
  CloneRows rows(snapshot, options, samples);
  for (std::size_t k = 0; k < snapshot.tree.size(); ++k) {
    const auto carries = [k](const RegionSample& s) { return s.carriers[k] > 0; };
    if (std::any_of(samples.begin(), samples.end(), carries)) rows.add(k, text);
  }
  return text;
}

void check(const SequencingOptions& o) {
  if (!(o.depth > 0) || o.depth > most_depth)
    throw InputError(fmt::format("--depth {:g}: expected above 0 to {:g}", o.depth, most_depth));
  if (o.depth_law == DepthLaw::fixed && o.depth != std::floor(o.depth))
    throw InputError(fmt::format("--depth {:g}: expected a whole number of reads, as it is fixed", o.depth));
  if (o.cellularity && !(*o.cellularity > 0 && *o.cellularity <= 1))
    throw InputError(fmt::format("--cellularity {:g}: expected above 0 to 1", *o.cellularity));
  if (o.min_reads == 0) throw InputError("--min-reads 0: expected at least 1");
}

}  // namespace tilscape
