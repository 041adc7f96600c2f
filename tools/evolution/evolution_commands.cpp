// Options of `tilscape sequence` and `tilscape phylogeny`, and the calls behind them. Tables and trees go to
// a file or to stdout, what is said of them to stderr.
#include "tools/evolution/evolution_commands.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "config/schema/suggest.hpp"
#include "core/base/errors.hpp"
#include "core/io/run/output_file.hpp"
#include "tools/evolution/phylogeny.hpp"
#include "tools/evolution/sequencing.hpp"
#include "tools/terminal/option_checks.hpp"
#include "tools/terminal/say.hpp"

namespace tilscape {

namespace {

struct Common {
  std::string run, out;
  std::optional<double> day;
};

void add_common(CLI::App& command, Common& o) {
  command.add_option("RUN", o.run, "Run folder")->required()->check(wrong_with_name);
  command.add_option("--day", o.day, "Simulated day of the snapshot; default: the last one")
      ->type_name("DAY")
      ->check(wrong_with_day);
  command.add_option("--out", o.out, "File to write; default: stdout")
      ->type_name("FILE")
      ->check(wrong_with_name);
}

/// An option of one word among two.
template <class Choice>
void add_choice(CLI::App& command, const std::string& option, Choice& chosen,
                const std::vector<std::pair<const char*, Choice>>& words, const std::string& description) {
  const auto choose = [option, &chosen, words](const std::string& word) {
    for (const auto& [name, choice] : words) {
      if (word != name) continue;
      chosen = choice;
      return;
    }
    throw InputError(fmt::format("{} {}: expected {} or {}{}", option, word, words[0].first, words[1].first,
                                 did_you_mean(word, {words[0].first, words[1].first})));
  };
  command.add_option_function<std::string>(option, choose, description)->type_name("WORD");
}

void put(const std::string& out, const std::string& text) {
  if (out.empty())
    fmt::print("{}", text);
  else
    write_output("--out", out, text);
}

struct SequenceOptions : Common {
  RegionOptions regions;
  SequencingOptions sequencing;
};

void sequence(const SequenceOptions& o) {
  check(o.sequencing);
  if (!o.out.empty()) check_output("--out", o.out);
  const TumourSnapshot snapshot = read_tumour_snapshot(o.run, o.day);
  std::vector<RegionSample> samples;
  for (const SampleRegion& region : sample_regions(o.regions, snapshot))
    samples.push_back(take_sample(snapshot, region, o.sequencing));
  put(o.out, vaf_table(snapshot, o.sequencing, samples));
  for (const RegionSample& s : samples)
    say(stderr, "{}: day {:g}, {} living tumour cells, {} others, cellularity {:.3g}; {} mutations called\n",
        s.region.name, snapshot.day(), s.tumour_cells, s.normal_cells, s.cellularity, s.called);
  if (samples.empty()) say(stderr, "day {:g}: no living tumour cell\n", snapshot.day());
}

struct PhylogenyOptions : Common {
  std::size_t cells = 100;
  std::uint64_t seed = 1;
  BranchLength length = BranchLength::mutations;
};

void phylogeny(const PhylogenyOptions& o) {
  if (!o.out.empty()) check_output("--out", o.out);
  const TumourSnapshot snapshot = read_tumour_snapshot(o.run, o.day);
  put(o.out, newick(snapshot, sample_cells(snapshot, o.cells, o.seed), o.length));
}

void add_sequence(CLI::App& app) {
  const auto o = std::make_shared<SequenceOptions>();
  CLI::App* command = app.add_subcommand(
      "sequence",
      "Sequence the tumour of a snapshot, in bulk or in several regions: a table of allele frequencies");
  add_common(*command, *o);
  RegionOptions& r = o->regions;
  command->add_option("--box", r.boxes, "Region X0,Y0,X1,Y1 or X0,Y0,Z0,X1,Y1,Z1 in um; may be repeated")
      ->type_name("BOX")
      ->allow_extra_args(false);
  command->add_option("--sphere", r.spheres, "Region X,Y,RADIUS or X,Y,Z,RADIUS in um; may be repeated")
      ->type_name("SPHERE")
      ->allow_extra_args(false);
  command->add_option("--grid", r.grid, "NX,NY or NX,NY,NZ: the tumour's bounds in so many regions")
      ->type_name("GRID");
  SequencingOptions& s = o->sequencing;
  command->add_option("--depth", s.depth, "Reads per mutation and region")
      ->type_name("N")
      ->capture_default_str();
  add_choice(*command, "--depth-law", s.depth_law,
             {{"poisson", DepthLaw::poisson}, {"fixed", DepthLaw::fixed}},
             "poisson (default): --depth is the mean; fixed: the number");
  command
      ->add_option("--cellularity", s.cellularity,
                   "Share of tumour cells in every sample; default: as it is in the region")
      ->type_name("SHARE");
  command->add_option("--min-reads", s.min_reads, "Variant reads for a mutation to be called")
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--all", s.lists_all, "List mutations that no region calls, too");
  command->add_option("--seed", s.seed, "Seed of the reads")
      ->type_name("N")
      ->check(wrong_with_whole_number)
      ->capture_default_str();
  command->callback([o] { sequence(*o); });
}

void add_phylogeny(CLI::App& app) {
  const auto o = std::make_shared<PhylogenyOptions>();
  CLI::App* command =
      app.add_subcommand("phylogeny", "The ancestry of sampled tumour cells as a Newick tree");
  add_common(*command, *o);
  command->add_option("--cells", o->cells, "Living tumour cells to sample")
      ->type_name("N")
      ->check(wrong_with_whole_number)
      ->capture_default_str();
  command->add_option("--seed", o->seed, "Seed of the sample")
      ->type_name("N")
      ->check(wrong_with_whole_number)
      ->capture_default_str();
  add_choice(*command, "--lengths", o->length,
             {{"mutations", BranchLength::mutations}, {"days", BranchLength::days}},
             "Of branches: mutations (default) or days");
  command->callback([o] { phylogeny(*o); });
}

}  // namespace

void add_evolution_commands(CLI::App& app) {
  add_sequence(app);
  add_phylogeny(app);
}

}  // namespace tilscape
