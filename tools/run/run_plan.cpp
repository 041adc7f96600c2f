// A batch is limited by memory, by the 32 bits of a site's index, and by what the machine can use.
#include "tools/run/run_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "agents/common_parameters.hpp"
#include "config/schema/check.hpp"
#include "core/base/errors.hpp"
#include "tools/machine/machine.hpp"

namespace tilscape {

namespace {

/// Of the memory; the rest is for whoever else lives there, and for estimates that are too low.
constexpr double usable_share = 0.8;
/// Above this, more members make no thread busier: measured with 10,000-cell tumours on two threads.
constexpr double sites_per_thread = 1 << 20;

/// Of each member on the host, whatever its size: its configuration as text, its folder, its last rows.
/// Measured.
constexpr double member_bytes = 34e3;

/// Sets whose members can advance together.
struct Group {
  RunParameters parameters;  // of the first set
  std::optional<std::uint64_t> start_step;
  std::vector<Member> members;
};

bool advance_alike(const RunParameters& a, const RunParameters& b) {
  return a.duration_days == b.duration_days && a.output == b.output &&
         first_in_the_way(a.model, b.model).empty();
}

std::vector<Group> groups_of(const SweptRun& run, const std::vector<Member>& members) {
  std::vector<Group> groups;
  const Member* before = nullptr;
  std::size_t group = 0;  // of the member before
  for (const Member& member : members) {
    if (!before || member.set != before->set || member.start_step != before->start_step) {
      const RunParameters parameters = run.parameters(member.set);
      const auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& g) {
        return g.start_step == member.start_step && advance_alike(g.parameters, parameters);
      });
      group = static_cast<std::size_t>(found - groups.begin());
      if (found == groups.end()) groups.push_back({parameters, member.start_step, {}});
    }
    before = &member;
    groups[group].members.push_back(member);
  }
  return groups;
}

/// The greatest need of any member.
Estimate greatest_need(const std::vector<Member>& members, const std::vector<Estimate>& needs) {
  Estimate most;
  for (const Member& member : members) {
    const Estimate& e = needs[member.set];
    most.sites = std::max(most.sites, e.sites);
    most.tumour_cells = std::max(most.tumour_cells, e.tumour_cells);
    most.immune_cells = std::max(most.immune_cells, e.immune_cells);
    most.vessels = std::max(most.vessels, e.vessels);
    most.simulation_bytes = std::max(most.simulation_bytes, e.simulation_bytes);
    most.start_bytes = std::max(most.start_bytes, e.start_bytes);
    most.full_bytes = std::max(most.full_bytes, e.full_bytes);
    most.snapshot_bytes = std::max(most.snapshot_bytes, e.snapshot_bytes);
    most.output_bytes = std::max(most.output_bytes, e.output_bytes);
    most.output_beside_bytes = std::max(most.output_beside_bytes, e.output_beside_bytes);
  }
  return most;
}

double output_bytes(const Estimate& e, const Room& room) {
  return room.takes_turns ? e.output_bytes : e.output_beside_bytes;
}

/// How many members fit even if tumour fills every lattice; 1 at least.
double members_that_fit(const Estimate& e, const Room& room) {
  const double host =
      usable_share * room.host_bytes - output_bytes(e, room) - e.snapshot_bytes - process_bytes;
  const double on_host =
      room.is_host ? std::max(e.full_bytes, e.simulation_bytes + e.start_bytes) : e.start_bytes;
  const double in_world = usable_share * room.world_bytes / e.full_bytes;
  return std::max(1.0, std::min({in_world, host / on_host, most_world_sites / e.sites}));
}

double members_worth_having(const Estimate& e, const Room& room) {
  if (!room.is_host) return most_world_sites;
  return room.threads == 1 ? 1 : 1 + room.threads * sites_per_thread / e.sites;
}

/// As many as asked for. @throws DeviceError when they cannot even start
std::size_t as_asked(const Group& group, const Estimate& e, const Room& room) {
  const std::size_t asked = std::min<std::size_t>(group.parameters.execution.batch, group.members.size());
  const auto n = static_cast<double>(asked);
  const auto refuse = [&](const std::string& why) {
    throw DeviceError(fmt::format("execution.batch: {} members: {}", asked, why));
  };
  if (const auto too_large = world_too_large(group.parameters, asked)) refuse(*too_large);
  if (n * e.simulation_bytes > room.world_bytes)
    refuse(fmt::format(
        "need {}; expected at most {:.0f} members in {} of memory", human_bytes(n * e.simulation_bytes),
        std::max(1.0, std::floor(room.world_bytes / e.simulation_bytes)), human_bytes(room.world_bytes)));
  return asked;
}

std::size_t members_at_once(const Group& group, const std::vector<Estimate>& needs, const Room& room) {
  const Estimate e = greatest_need(group.members, needs);
  if (group.parameters.execution.batch > 0) return as_asked(group, e, room);
  return static_cast<std::size_t>(std::min(members_that_fit(e, room), members_worth_having(e, room)));
}

/// Bytes of a batch, whose members are taken for the largest of them.
struct BatchNeeds {
  double world = 0, full = 0, host = 0;
};

BatchNeeds needs_of(const SweptRun& run, const Batch& batch, const std::vector<Estimate>& needs,
                    const Room& room) {
  const Estimate e = greatest_need(batch, needs);
  const auto n = static_cast<double>(batch.size());
  const BackendChoice backend = room.is_host ? BackendChoice::cpu : BackendChoice::cuda;
  BatchNeeds all;
  all.world = world_bytes(run.parameters(batch.front().set).model, e, batch.size(), room.threads);
  all.full = all.world + n * (e.full_bytes - e.simulation_bytes);
  const double waiting = (snapshots_under_way(backend) - 1) * e.snapshot_bytes;
  all.host = process_bytes + n * member_bytes + (room.is_host ? all.world : 0) +
             std::max(n * e.start_bytes + room.kept_bytes, output_bytes(e, room) + waiting);
  return all;
}

}  // namespace

std::vector<Member> members_of(const SweptRun& run) {
  std::vector<Member> members;
  for (std::size_t set = 0; set < run.sets.size(); ++set)
    for (std::uint32_t r = 0; r < run.base.replicates; ++r) members.push_back({members.size(), set, r});
  return members;
}

std::vector<Batch> plan_batches(const SweptRun& run, const std::vector<Member>& members,
                                const std::vector<Estimate>& needs, const Room& room) {
  std::vector<Batch> batches;
  for (const Group& group : groups_of(run, members)) {
    const std::size_t all = group.members.size(), at_once = members_at_once(group, needs, room);
    const std::size_t parts = (all + at_once - 1) / at_once;
    for (std::size_t part = 0; part < parts; ++part)
      batches.emplace_back(group.members.begin() + static_cast<std::ptrdiff_t>(all * part / parts),
                           group.members.begin() + static_cast<std::ptrdiff_t>(all * (part + 1) / parts));
  }
  return batches;
}

bool worth_taking_turns(const std::vector<Estimate>& needs) {
  // Full of cells it takes 4 MB to copy, and some milliseconds to compress: handing over and back takes as
  // long.
  constexpr double small_sites = 50'000;
  return std::any_of(needs.begin(), needs.end(), [](const Estimate& e) { return e.sites > small_sites; });
}

std::string text_of_members(const SweptRun& run) {
  const std::size_t sets = run.sets.size(), replicates = run.base.replicates;
  if (run.rows().empty()) return fmt::format("{} replicates", replicates);
  const std::string text = fmt::format("{} parameter sets", sets);
  return replicates == 1
             ? text
             : fmt::format("{} members ({} x {} replicates)", sets * replicates, text, replicates);
}

std::string text_of_batches(const std::vector<Batch>& batches) {
  std::size_t most = 0;
  for (const Batch& batch : batches) most = std::max(most, batch.size());
  if (batches.size() == 1) return "all at once";
  return most == 1 ? "one after the other" : fmt::format("at most {} at once", most);
}

std::string needs_text(const SweptRun& run, const std::vector<Batch>& batches,
                       const std::vector<Estimate>& needs, const Room& room) {
  double world = 0, full = 0, host = 0;
  std::size_t members = 0;
  for (const Batch& batch : batches) {
    const BatchNeeds batch_needs = needs_of(run, batch, needs, room);
    world = std::max(world, batch_needs.world), full = std::max(full, batch_needs.full);
    host = std::max(host, batch_needs.host);
    members += batch.size();
  }
  const bool several = members > 1;
  std::string text;
  if (several) text += fmt::format("runs      {}, {}\n", text_of_members(run), text_of_batches(batches));
  text += room.is_host ? fmt::format("memory    {} at the peak, {} of it all the time", human_bytes(host),
                                     human_bytes(world))
                       : fmt::format("memory    {} of the GPU's, {} of the host's", human_bytes(world),
                                     human_bytes(host));
  text += fmt::format(", if the number of cells stays; {} more if tumour fills the lattice\n",
                      human_bytes(full - world));
  return text;
}

}  // namespace tilscape
