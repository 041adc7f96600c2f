// What is checked for each parameter set is checked once per set, whatever the number of replicates.
#include "tools/run/prepare_run.hpp"

#include <fmt/format.h>

#include <regex>

#include "agents/parameters/model_version.hpp"
#include "config/read/read_config.hpp"
#include "config/schema/schema.hpp"
#include "core/base/errors.hpp"
#include "core/execution/host_team.hpp"
#include "core/io/run/run_folder.hpp"
#include "tilscape_version.hpp"
#include "tools/machine/machine.hpp"
#include "tools/run/run_options.hpp"
#include "tools/run/tissue_reader.hpp"

namespace tilscape {

namespace {

/// All members, or the one that was asked for.
std::vector<Member> members_asked_for(const SweptRun& run, int asked) {
  const std::vector<Member> members = members_of(run);
  if (asked < 0) return members;
  if (static_cast<std::size_t>(asked) >= members.size())
    throw InputError(fmt::format("--replicate {}: there is no such replicate; expected 0 to {}", asked,
                                 members.size() - 1));
  return {members[static_cast<std::size_t>(asked)]};
}

/// The parameter sets that these members have, and whether any of them begins, so that it needs its tissue.
std::map<std::size_t, bool> sets_of(const std::vector<Member>& members) {
  std::map<std::size_t, bool> sets;
  for (const Member& member : members) sets[member.set] |= !member.start_step;
  return sets;
}

constexpr const char* branch_comment = "# branched: ";

/// @param other_bytes  memory of the machine that is planned for, if it is another one
Room room_of(BackendChoice backend, int threads, double other_bytes) {
  const double host = other_bytes > 0 ? other_bytes : static_cast<double>(memory_bytes());
  if (backend == BackendChoice::cuda) return {static_cast<double>(gpu_memory_bytes()), host, false, 1};
  const int used = threads > 0 ? threads : usable_cores();
  return {host, host, true, used, used >= usable_cores()};
}

/// A key within {}: brackets in it are quoted.
std::string in_flow(const std::string& key) {
  return key.find('[') == std::string::npos ? key : '"' + key + '"';
}

/// A field of a comma-separated table.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string field = "\"";
  for (const char c : text) field += c == '"' ? std::string("\"\"") : std::string(1, c);
  return field + "\"";
}

}  // namespace

std::size_t PreparedRun::member_count() const {
  std::size_t count = 0;
  for (const Batch& batch : batches) count += batch.size();
  return count;
}

KeptSnapshots PreparedRun::kept_snapshots(const Member& member) const {
  const KeptSnapshots asked = configuration.parameters(member.set).output.snapshots;
  if (asked != KeptSnapshots::automatic) return asked;
  // A member that an earlier version began has had all until now.
  const auto point = points.find(member.number);
  if (point != points.end() && !point->second.header.folder.times_h.empty()) return KeptSnapshots::all;
  return has_folder_per_member || is_one_of_several ? KeptSnapshots::last : KeptSnapshots::all;
}

FolderForm PreparedRun::folder_form(const Member& member) const {
  const KeptSnapshots kept = kept_snapshots(member);
  if (kept == KeptSnapshots::none) return FolderForm::tables;
  const bool is_brief = kept == KeptSnapshots::last && (has_folder_per_member || is_one_of_several);
  return is_brief ? FolderForm::brief : FolderForm::whole;
}

std::string PreparedRun::folder_name(const Member& member) const {
  if (!has_folder_per_member) return {};
  return configuration.rows().empty() ? run_files::replicate(member.number)
                                      : run_files::member(member.number);
}

std::string PreparedRun::run_yaml(const Member& member) const {
  const ParameterSet& set = configuration.sets[member.set];
  const RunParameters parameters = configuration.parameters(member.set);
  return fmt::format(
      "{}{}\n# model: {}\n# commit: {}\n# backend: {}\n# machine: {}\n# replicate: {}\n{}{}{}{}",
      run_text_mark, version, model_version, commit, backend_text, machine_text, member.replicate,
      tissue_tables.line_of(parameters.model.initial.tissue),
      set.empty() ? "" : fmt::format("# sweep: {}\n", text_of(set)),
      branched.empty() ? "" : fmt::format("{}{}\n", branch_comment, branched), to_yaml(parameters));
}

std::string PreparedRun::group_yaml() const {
  std::string text = fmt::format("# members: {}\n# version: {}\n# model: {}\n# commit: {}\n{}{}",
                                 text_of_members(configuration), version, model_version, commit,
                                 tissue_tables.lines(), to_yaml(configuration.base));
  if (configuration.rows().empty()) return text;
  constexpr std::string_view no_sweep = "\nsweep: []\n";
  std::string sweep = "\nsweep:\n";
  for (const ParameterSet& set : configuration.sets) {
    std::string items;
    for (const SweptValue& value : set)
      items += (items.empty() ? "" : ", ") + in_flow(value.row->key) + ": " + value_text(value.value);
    sweep += "  - {" + items + "}\n";
  }
  return text.replace(text.find(no_sweep), no_sweep.size(), sweep);
}

std::string PreparedRun::sweep_table() const {
  const std::vector<const Row*> rows = configuration.rows();
  if (rows.empty()) return {};
  std::string text = "member,folder,replicate";
  for (const Row* row : rows) text += "," + row->key;
  std::string values;
  std::size_t set = configuration.sets.size();
  for (const Member& member : members_of(configuration)) {
    if (member.set != set) {
      set = member.set;
      const RunParameters parameters = configuration.parameters(set);
      values.clear();
      for (const Row* row : rows)
        values += "," + csv_field(text_of(SweptValue{row, row->get(parameters), 0}));
    }
    text += fmt::format("\n{},{},{}{}", member.number, run_files::member(member.number), member.replicate,
                        values);
  }
  return text + "\n";
}

ReplicateStart PreparedRun::continued(const Member& member) const {
  const RunParameters parameters = configuration.parameters(member.set);
  return {parameters.model,
          parameters.seed,
          member.replicate,
          {},
          trunk_state ? trunk_state : points.at(member.number).state()};
}

SimulationStart PreparedRun::start_of(const Batch& batch) const {
  SimulationStart start;
  start.execution = configuration.base.execution;
  if (batch.front().start_step) {
    for (const Member& member : batch) start.replicates.push_back(continued(member));
    return start;
  }
  start.replicates.resize(batch.size());
  for_each_part(batch.size(), [&](std::size_t m) {
    start.replicates[m] = make_replicate_start(configuration.parameters(batch[m].set),
                                               tissues[batch[m].set].get(), batch[m].replicate);
  });
  return start;
}

std::map<std::string, TissueFile> plan(PreparedRun& run, const std::vector<Member>& members,
                                       const RunOptions& options) {
  run.backend = resolve_backend(options.backend);
  run.backend_text = backend_description(run.backend, options.threads);
  run.machine_text = fmt::format("{}, {} cores, {}", processor_name(), usable_cores(),
                                 human_bytes(static_cast<double>(memory_bytes())));
  run.room = room_of(run.backend, options.threads, options.memory_bytes);
  use_threads(options.threads);

  const char* whose = !run.room.is_host          ? "the GPU's memory"
                      : options.memory_bytes > 0 ? "the memory of --memory"
                                                 : "what this process may have of the machine's memory";
  TissueReader tissue_of;
  StartInspector inspector(run.configuration);
  run.tissues.resize(run.configuration.sets.size());
  run.needs.resize(run.configuration.sets.size());
  for (const auto& [set, begins] : sets_of(members)) {
    const RunParameters parameters = run.configuration.parameters(set);
    const auto check = [&run, whose](const Estimate& e) {
      check_memory(e, run.room.world_bytes, run.room.is_host, whose);
      return e;
    };
    check(estimate(parameters, nullptr, 1));
    if (begins) {
      run.tissues[set] = tissue_of(parameters.model);
      const std::vector<RunWarning> warnings = inspector.look(set, run.tissues[set].get());
      if (!run.goes_on) run.warnings[set] = warnings;
    }
    run.needs[set] = check(estimate(parameters, run.tissues[set].get(), run.room.threads));
  }
  run.room.takes_turns = run.room.takes_turns && worth_taking_turns(run.needs);
  run.batches = plan_batches(run.configuration, members, run.needs, run.room);
  return tissue_of.files();
}

std::uint32_t replicate_in(const std::string& run_yaml) {
  static const std::regex comment(R"((?:^|\n)# replicate: (\d{1,9})\n)");
  std::smatch match;
  return std::regex_search(run_yaml, match, comment) ? static_cast<std::uint32_t>(std::stoul(match[1])) : 0;
}

bool is_branch(const std::string& run_yaml) {
  return run_yaml.find(std::string("\n") + branch_comment) != std::string::npos;
}

PreparedRun prepare_run(const RunOptions& options) {
  PreparedRun run;
  std::vector<std::string> overrides = options.overrides;
  if (options.seed) overrides.push_back(fmt::format("seed={}", *options.seed));
  run.configuration = read_swept_config(options.config, overrides);
  const std::vector<Member> members = members_asked_for(run.configuration, options.replicate);
  run.has_folder_per_member = members.size() > 1;
  const auto tables = plan(run, members, options);
  if (options.force) require_outside(options.out, tables);
  run.tissue_tables.keep(tables, run.configuration);
  run.room.kept_bytes = run.tissue_tables.bytes();
  return run;
}

}  // namespace tilscape
