// The step: which phase runs when, and what one leaves for the next. A new phase is a file in phases/, a
// function here and a row in the table.
#pragma once

#include <cstdint>
#include <vector>

#include "agents/parameters/derive.hpp"
#include "agents/phases/circulation.hpp"
#include "agents/phases/escape.hpp"
#include "agents/phases/fields.hpp"
#include "agents/phases/immune_turnover.hpp"
#include "agents/phases/macrophages.hpp"
#include "agents/phases/migration.hpp"
#include "agents/phases/most_births.hpp"
#include "agents/phases/reorder.hpp"
#include "agents/phases/surveillance.hpp"
#include "agents/phases/tumour_turnover.hpp"
#include "agents/phases/vessels.hpp"
#include "agents/sites/survey.hpp"
#include "agents/start/simulation_start.hpp"
#include "core/base/errors.hpp"
#include "core/execution/phase_table.hpp"

namespace tilscape {

template <class Executor>
class StepOn {
 public:
  StepOn(Executor& executor, World& world, const SimulationStart& start)
      : executor_(executor),
        world_(world),
        every_(derive_periods(start.replicates.at(0).model.time)),
        fields_(executor, world, start.replicates, start.replicates.at(0).model.time.fields_min),
        circulation_(executor, world, start.replicates, every_.entry),
        reorder_(executor, world) {
    for (const ReplicateStart& replicate : start.replicates) {
      crowding_slows_ |= replicate.model.t_cell.crowding_slowdown > 0;
      all_share_sites_ &= replicate.model.immune.shares_site;
      all_share_targets_ &= replicate.model.immune.shares_target;
    }
    make_table(start.execution.reorder_every_steps);
  }

  /// Room for all that a step may add, before any of it happens. Where memory is short, the slots that deaths
  /// have emptied are used first. @throws OutOfMemory, and nothing has changed then
  void make_room(Step next) {
    const auto is_due = [next](std::uint32_t period) { return next.value % period == 0; };
    const std::uint32_t entering = is_due(every_.entry) ? circulation_.plan(next) : 0;
    MostBirths most{0, entering, is_due(every_.vessels) ? most_sprouts(world_) : 0};
    if (is_due(every_.immune_turnover))
      most.immune_cells += most_immune_births(executor_, world_, next, entering);
    if (is_due(every_.tumour_turnover)) most.tumour = most_tumour_births(executor_, world_, next);
    if (most.have_room(world_)) return;
    executor_.memory().keep_free(bytes_of_output(world_, std::size_t{most.tumour} + most.immune_cells));
    try {
      most.reserve(world_);
    } catch (const OutOfMemory&) {
      reorder_.sort_all();
      most.reserve(world_);
    }
  }

  /// Every phase that is due.
  void run(Step now) { table_.run(now, executor_.clock()); }

  const std::vector<Phase>& phases() const {
    executor_.clock().settle();
    return table_.phases();
  }
  FieldsPhase<Executor>& fields() { return fields_; }
  const FieldsPhase<Executor>& fields() const { return fields_; }
  CirculationPhase<Executor>& circulation() { return circulation_; }
  ReorderPhase<Executor>& reorder() { return reorder_; }

 private:
  /// A phase's function returns how many agents (or sites) it visited; an empty slot is none.
  using PhaseFunction = std::uint64_t (StepOn::*)(Step);
  enum Visits : bool { sites, agents };

  void make_table(std::uint32_t reorder_every) {
    const bool macrophages_may_come = world_.view(Step{0}).may_hold(Immune::macrophage_m1);
    add("fields", every_.fields, sites, &StepOn::solve_fields);
    add("circulation", every_.entry, sites, &StepOn::circulate);
    add("migration", 1, agents, &StepOn::walk);
    add("surveillance", every_.surveillance, agents, &StepOn::surveil_tumour);
    add("escape", every_.escape, agents, &StepOn::escape);
    add("immune_turnover", every_.immune_turnover, agents, &StepOn::turn_over_immune_cells);
    if (macrophages_may_come) add("macrophages", every_.immune_turnover, agents, &StepOn::polarise_and_clear);
    add("tumour_turnover", every_.tumour_turnover, agents, &StepOn::turn_over_tumour);
    if (world_.vessels_come_and_go()) add("vessels", every_.vessels, sites, &StepOn::remodel);
    if (reorder_every) add("reorder", reorder_every, sites, &StepOn::sort);
  }

  void add(const char* name, std::uint32_t every, Visits visits, PhaseFunction function) {
    table_.add(name, every, visits == agents, [this, function](Step s) { return (this->*function)(s); });
  }

  std::uint64_t solve_fields(Step) { return fields_.run(); }

  /// Treatments may empty sites, so many at once that fields jump.
  std::uint64_t circulate(Step s) {
    const Circulated done = circulation_.run(s);
    surroundings_known_ &= done.treated.empty();
    for (const std::uint32_t replicate : done.treated) fields_.begin_anew_next(replicate);
    return done.entering;
  }

  std::uint64_t walk(Step s) {
    if (crowding_slows_ && !surroundings_known_ && world_.immune_slots() > 0) {
      survey_sites(executor_, world_.view(s), false);
      surroundings_known_ = true;
    }
    migrate(executor_, world_.view(s), world_.immune_slots(), world_.shuffled());
    return world_.immune_agents();
  }

  std::uint64_t surveil_tumour(Step s) {
    surveil(executor_, world_.view(s), world_.tumour_slots(), world_.immune_slots(), all_share_targets_);
    return world_.immune_agents();
  }

  std::uint64_t escape(Step s) {
    escape_phase(executor_, world_.view(s), world_.tumour_slots());
    return world_.tumour_agents();
  }

  std::uint64_t turn_over_immune_cells(Step s) {
    const std::uint32_t cells = world_.immune_slots(), visited = world_.immune_agents();
    turn_over_immune_cells_decide(executor_, world_.view(s), cells);
    const std::uint32_t births = world_.number_immune_births(executor_);
    world_.reserve_immune_cells(births);
    turn_over_immune_cells_commit(executor_, world_.view(s), cells);
    world_.add_immune_cells(births);
    world_.update_counts();
    return visited;
  }

  std::uint64_t polarise_and_clear(Step s) {
    macrophage_phase(executor_, world_.view(s), world_.immune_slots());
    world_.update_counts();
    surroundings_known_ = false;
    return world_.immune_agents();
  }

  std::uint64_t turn_over_tumour(Step s) {
    const std::uint32_t visited = world_.tumour_agents();
    if (!all_share_sites_ || !surroundings_known_)  // immune cells move, tissue does not
      survey_sites(executor_, world_.view(s), true);
    turn_over_tumour_decide(executor_, world_.view(s));
    const std::uint32_t births = world_.number_tumour_births(executor_);
    world_.reserve_tumour(births);
    world_.reserve_clones(2 * births);
    turn_over_tumour_commit(executor_, world_.view(s));
    world_.add_tumour(births);
    world_.update_counts();
    surroundings_known_ = false;
    return visited;
  }

  /// Vessels are doors of the next entry, and sites that others may stand on or not.
  std::uint64_t remodel(Step s) {
    const std::uint32_t visited = world_.vessel_count();
    const bool changed = remodel_vessels(executor_, world_, s);
    if (changed) circulation_.count_vessels();
    surroundings_known_ &= !changed;
    return visited;
  }

  std::uint64_t sort(Step) { return reorder_.run(); }

  Executor& executor_;
  World& world_;
  PhasePeriods every_;
  FieldsPhase<Executor> fields_;
  CirculationPhase<Executor> circulation_;
  ReorderPhase<Executor> reorder_;
  PhaseTable table_;
  bool crowding_slows_ = false;                             // in any replicate
  bool all_share_sites_ = true, all_share_targets_ = true;  // in every one
  bool surroundings_known_ = false;                         // solid and free sites are as surveyed
};

}  // namespace tilscape
