// A simulation on one executor: the table of phases, and the same answers from either backend. Instantiated
// once per backend: agents/host_simulation.cpp and cuda/device_simulation.cu.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "agents/common_parameters.hpp"
#include "agents/observe/clone_pruning.hpp"
#include "agents/observe/digest.hpp"
#include "agents/observe/invariants.hpp"
#include "agents/observe/state_of.hpp"
#include "agents/parameters/derive.hpp"
#include "agents/phases/circulation.hpp"
#include "agents/phases/escape.hpp"
#include "agents/phases/immune_turnover.hpp"
#include "agents/phases/macrophages.hpp"
#include "agents/phases/migration.hpp"
#include "agents/phases/most_births.hpp"
#include "agents/phases/surveillance.hpp"
#include "agents/phases/tumour_turnover.hpp"
#include "agents/phases/vessels.hpp"
#include "agents/readouts/take_readouts.hpp"
#include "agents/simulation.hpp"
#include "agents/sites/survey.hpp"
#include "agents/world/populations.hpp"
#include "core/base/errors.hpp"
#include "core/execution/reorder.hpp"
#include "core/multigrid/field_solver.hpp"

namespace tilscape {

template <class Executor>
class SimulationOn final : public Simulation {
 public:
  SimulationOn(Executor executor, const SimulationStart& start)
      : executor_(std::move(executor)),
        time_(start.replicates.at(0).model.time),
        every_(derive_periods(time_)),
        fields_(start.replicates.at(0).model.fields),
        world_(executor_.memory(), lattice_of(start), start.replicates, executor_.counter_copies()),
        circulation_(executor_, world_, start.replicates, every_.entry),
        readouts_(executor_, world_, start.replicates),
        solver_(executor_, world_.lattice()) {
    for (const ReplicateStart& replicate : start.replicates) {
      crowding_slows_ |= replicate.model.t_cell.crowding_slowdown > 0;
      all_share_sites_ &= replicate.model.immune.shares_site;
      all_share_targets_ &= replicate.model.immune.shares_target;
    }
    make_table(start.execution.reorder_every_steps);
    go_on_from(start);
  }

  void step() override {
    const Step next{now_.value + 1};
    make_room(next);
    now_ = next;
    clone_log_.reset();
    table_.run(now_, executor_.clock());
  }
  void wait() override { executor_.wait(); }
  Step now() const override { return now_; }
  std::vector<std::uint64_t> digest() override {
    std::vector<std::uint64_t> sums = digest_of(executor_, world_, now_);
    for (std::uint32_t r = 0; r < sums.size(); ++r)
      sums[r] += digest::of_body(circulation_.state(r), circulation_.counts(r));
    return sums;
  }
  CellTable cells(std::uint32_t replicate) override { return scene(replicate).table(); }
  std::vector<float> field(FieldIndex field, std::uint32_t replicate) override {
    const std::size_t sites = world_.lattice().sites();
    if (!fields_[field].enabled) return {};
    return world_.field(field).to_host(replicate * sites, sites);
  }
  Scene scene(std::uint32_t replicate) override { return scene(replicate, Scene::Source::in_place); }
  std::function<Scene()> scene_aside(std::uint32_t replicate) override {
    if constexpr (!Executor::on_host) {
      try {
        const auto aside = std::make_shared<const SceneAside>(executor_.aside(), world_, now_,
                                                              place_of(replicate), time_.base_step_min);
        return [aside] { return aside->scene(); };
      } catch (const OutOfMemory&) {  // then as on the host
      }
    }
    const auto taken = std::make_shared<Scene>(scene(replicate, Scene::Source::copy));
    return [taken] { return std::move(*taken); };
  }
  ReplicateState state(std::uint32_t replicate) override {
    return completed(state_of(world_, sorted_place_of(replicate), clone_log()), replicate);
  }
  ReplicateStateInPlace state_in_place(std::uint32_t replicate) override {
    return completed(state_in_place_of(world_, sorted_place_of(replicate), clone_log()), replicate);
  }
  const std::vector<Phase>& phases() const override {
    executor_.clock().settle();
    return table_.phases();
  }
  const Lattice& lattice() const override { return world_.lattice(); }
  std::size_t bytes() const override { return world_.bytes() + solver_.bytes(); }
  std::size_t agent_bytes() const override { return world_.agent_bytes(); }
  std::uint64_t field_bytes_moved() const override { return field_bytes_moved_; }
  std::string backend() const override { return executor_.name(); }
  std::string broken_invariants() override { return tilscape::broken_invariants(executor_, world_, now_); }
  bool can_be_copied() override { return tilscape::can_be_copied(executor_, world_, now_); }

  std::vector<CensusRow> census() override {
    std::array<double, field_count> reference;
    for (int f = 0; f < field_count; ++f) reference[f] = fields_[f].reference;
    auto rows = take_census(executor_, world_, now_, time_.base_step_min, reference);
    for (std::uint32_t r = 0; r < rows.size(); ++r) {
      rows[r].body = circulation_.readings(r);
      for (int f = 0; f < field_count; ++f)
        if (!residuals_[f].empty()) rows[r].residual[f] = residuals_[f][r];
    }
    measure_residual_ = true;
    return rows;
  }

  std::vector<Readouts> read_out(const ReadoutParameters& wanted) override {
    return readouts_.take(now_, wanted);
  }

  std::vector<CloneRecord> new_clones() override {
    auto records = world_.clones().to_host(clones_reported_, world_.clone_count() - clones_reported_);
    clones_reported_ = world_.clone_count();
    clone_log_.reset();
    if (clones_reported_ >= prune_at_) prune();
    std::sort(records.begin(), records.end(), SortedClones::in_order);
    return records;
  }

 private:
  Scene scene(std::uint32_t replicate, Scene::Source source) {
    return Scene(world_, now_, place_of(replicate), time_.base_step_min, source);
  }

  /// Without extinct clones, so that a state does not show when they were forgotten.
  const CloneLog& clone_log() {
    if (clone_log_) return *clone_log_;
    prune();
    return clone_log_.emplace(world_, clones_reported_);
  }

  /// Memory holds at most twice the clones that lived when it was last done, and those not reported yet.
  void prune() {
    clones_reported_ = prune_clones(executor_, world_, now_, clones_reported_);
    prune_at_ = std::max(1024u, 2 * clones_reported_);
    readouts_.forget_clones();
  }

  /// With what the world does not hold.
  template <class State>
  State completed(State state, std::uint32_t replicate) {
    if (replicate + 1 == world_.lattice().replicates) clone_log_.reset();
    state.step = now_;
    state.body = circulation_.record(replicate);
    state.measures_residual = measure_residual_;
    for (int f = 0; f < field_count; ++f)
      if (!residuals_[f].empty()) state.residuals[f] = residuals_[f][replicate];
    return state;
  }

  /// What the world does not hold of the states that the replicates start from; nothing in a new run.
  void go_on_from(const SimulationStart& start) {
    for (std::size_t r = 0; r < start.replicates.size(); ++r) {
      const ReplicateState* state = start.replicates[r].state.get();
      if (!state) continue;
      now_ = state->step;
      clones_reported_ += static_cast<std::uint32_t>(state->clones_reported);
      measure_residual_ |= state->measures_residual;
      for (int f = 0; f < field_count; ++f) {
        if (!state->residuals[f]) continue;
        residuals_[f].resize(start.replicates.size());
        residuals_[f][r] = *state->residuals[f];
      }
    }
  }

  /// The step. A phase's function returns how many agents (or sites) it visited; an empty slot is none.
  void make_table(std::uint32_t reorder_every) {
    table_.add("fields", every_.fields, false, [this](Step) { return solve_fields(); });
    table_.add("circulation", every_.entry, false, [this](Step s) { return circulate(s); });
    table_.add("migration", 1, true, [this](Step s) { return walk(s); });
    table_.add("surveillance", every_.surveillance, true, [this](Step s) { return surveillance(s); });
    table_.add("escape", every_.escape, true, [this](Step s) { return escape(s); });
    table_.add("immune_turnover", every_.immune_turnover, true,
               [this](Step s) { return immune_turnover(s); });
    if (world_.view(now_).may_hold(Immune::macrophage_m1))
      table_.add("macrophages", every_.immune_turnover, true, [this](Step s) { return macrophages(s); });
    table_.add("tumour_turnover", every_.tumour_turnover, true,
               [this](Step s) { return tumour_turnover(s); });
    if (world_.vessels_come_and_go())
      table_.add("vessels", every_.vessels, false, [this](Step s) { return vessels(s); });
    if (reorder_every) table_.add("reorder", reorder_every, false, [this](Step) { return reorder(); });
  }

  /// Room for all that a step may add, before any of it happens. Where memory is short, the slots that deaths
  /// have emptied are used first. @throws OutOfMemory, and nothing has changed then
  void make_room(Step s) {
    const auto is_due = [s](std::uint32_t period) { return s.value % period == 0; };
    const std::uint32_t entering = is_due(every_.entry) ? circulation_.plan(s) : 0;
    MostBirths most{0, entering, is_due(every_.vessels) ? most_sprouts(world_) : 0};
    if (is_due(every_.immune_turnover))
      most.immune_cells += most_immune_births(executor_, world_, s, entering);
    if (is_due(every_.tumour_turnover)) most.tumour = most_tumour_births(executor_, world_, s);
    if (most.have_room(world_)) return;
    executor_.memory().keep_free(bytes_of_output(world_, std::size_t{most.tumour} + most.immune_cells));
    try {
      most.reserve(world_);
    } catch (const OutOfMemory&) {
      sort_immune_cells(), sort_tumour();
      most.reserve(world_);
    }
  }

  std::uint64_t solve_fields() {
    std::uint64_t visited = 0;
    for (int f = 0; f < field_count; ++f) {
      if (!fields_[f].enabled) continue;
      if (measure_residual_) {
        solve(f);
        residuals_[f] = solver_.residuals();
      } else {
        executor_.repeat(field_solves_[f], [this, f] { solve(f); });
      }
      field_bytes_moved_ += bytes_of_solve_[f];  // the same when it is replayed
      visited += world_.lattice().world_sites();
    }
    measure_residual_ = false;
    return visited;
  }

  /// Planes, fields and solver stay where they are, so every solve of a field is the same launches.
  void solve(int f) {
    const std::uint64_t before = solver_.compulsory_bytes();
    solver_.advance(fields_[f], reinterpret_cast<const std::uint8_t*>(world_.tissue().data()),
                    reinterpret_cast<const std::uint8_t*>(world_.immune().data()), world_.field(f).data(),
                    time_.fields_min);
    bytes_of_solve_[f] = solver_.compulsory_bytes() - before;
  }

  /// Treatments may empty sites.
  std::uint64_t circulate(Step s) {
    const Circulated done = circulation_.run(s);
    surroundings_known_ &= !done.treated;
    return done.entering;
  }

  std::uint64_t walk(Step s) {
    if (crowding_slows_ && !surroundings_known_ && world_.immune_slots() > 0) {
      survey_sites(executor_, world_.view(now_), false);
      surroundings_known_ = true;
    }
    migrate(executor_, world_.view(s), world_.immune_slots(), world_.shuffled());
    return world_.immune_agents();
  }

  std::uint64_t surveillance(Step s) {
    surveil(executor_, world_.view(s), world_.tumour_slots(), world_.immune_slots(), all_share_targets_);
    return world_.immune_agents();
  }

  std::uint64_t escape(Step s) {
    escape_phase(executor_, world_.view(s), world_.tumour_slots());
    return world_.tumour_agents();
  }

  std::uint64_t immune_turnover(Step s) {
    const std::uint32_t cells = world_.immune_slots(), visited = world_.immune_agents();
    turn_over_immune_cells_decide(executor_, world_.view(s), cells);
    const std::uint32_t births = world_.number_immune_births(executor_);
    world_.reserve_immune_cells(births);
    turn_over_immune_cells_commit(executor_, world_.view(s), cells);
    world_.add_immune_cells(births);
    world_.update_counts();
    return visited;
  }

  std::uint64_t macrophages(Step s) {
    macrophage_phase(executor_, world_.view(s), world_.immune_slots());
    world_.update_counts();
    surroundings_known_ = false;
    return world_.immune_agents();
  }

  std::uint64_t tumour_turnover(Step s) {
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
  std::uint64_t vessels(Step s) {
    const std::uint32_t visited = world_.vessel_count();
    const bool changed = remodel_vessels(executor_, world_, s);
    if (changed) circulation_.count_vessels();
    surroundings_known_ &= !changed;
    return visited;
  }

  std::uint64_t reorder() {
    const std::uint32_t immune_cells = sort_immune_cells();
    return tumour_out_of_order() ? immune_cells + sort_tumour() : immune_cells;
  }

  std::uint32_t sort_immune_cells() {
    const WorldView w = world_.view(now_);
    const std::uint32_t immune_cells =
        reorder_by_site(executor_, world_.lattice().world_sites(), HoldsImmune{w.immune.data}, w.immune_at,
                        world_.immune_reorder_space(), world_.immune_cells().columns());
    world_.set_counts(world_.tumour_slots(), immune_cells);
    return immune_cells;
  }

  std::uint32_t sort_tumour() {
    const WorldView w = world_.view(now_);
    tumour_sorted_ = reorder_by_site(executor_, world_.lattice().world_sites(), HoldsTumour{w.tissue.data},
                                     w.tumour_at, world_.tumour_reorder_space(), world_.tumour().columns());
    world_.set_counts(tumour_sorted_, world_.immune_slots());
    return tumour_sorted_;
  }

  /// Where a replicate's agents lie. Of several, both populations are sorted first, so that each replicate's
  /// stand together and none is copied for the others'.
  ReplicatePlace place_of(std::uint32_t replicate) {
    if (world_.lattice().replicates == 1) return {0, 0, world_.tumour_slots(), 0, world_.immune_slots()};
    return sorted_place_of(replicate);
  }

  /// The same, in site order and without empty slots.
  ReplicatePlace sorted_place_of(std::uint32_t replicate) {
    if (places_.empty() || placed_at_.value != now_.value) find_places();
    return places_.at(replicate);
  }

  void find_places() {
    const Lattice& lattice = world_.lattice();
    const auto count = [&](std::uint32_t agents, const auto& site) {
      return executor_.tally(agents, lattice.replicates, CountByReplicate{lattice, site.data()});
    };
    const auto immune_cells = count(sort_immune_cells(), world_.immune_cells().site);
    const auto tumour = count(sort_tumour(), world_.tumour().site);
    places_.clear();
    std::uint32_t first_tumour = 0, first_immune_cell = 0;
    for (std::uint32_t r = 0; r < lattice.replicates; ++r) {
      places_.push_back({r, first_tumour, static_cast<std::uint32_t>(tumour[r]), first_immune_cell,
                         static_cast<std::uint32_t>(immune_cells[r])});
      first_tumour += places_.back().tumour_slots;
      first_immune_cell += places_.back().immune_slots;
    }
    placed_at_ = now_;
  }

  /// Tumour cells stay where they are. Re-sorting them is worth it once births have appended a sixteenth of
  /// them, and now and then for the slots that deaths have emptied.
  bool tumour_out_of_order() {
    constexpr std::uint32_t least_share = 16, now_and_then = 16;
    const std::uint32_t slots = world_.tumour_slots();
    return slots - tumour_sorted_ > slots / least_share || ++reorders_ % now_and_then == 0;
  }

  Executor executor_;
  TimeParameters time_;
  PhasePeriods every_;
  std::array<FieldSpec, field_count> fields_;
  World world_;
  CirculationPhase<Executor> circulation_;
  ReadoutTaker<Executor> readouts_;
  FieldSolver<Executor> solver_;
  std::array<typename Executor::Recording, field_count> field_solves_;
  std::array<std::uint64_t, field_count> bytes_of_solve_{};
  std::uint64_t field_bytes_moved_ = 0;
  PhaseTable table_;
  Step now_{0};
  std::uint32_t clones_reported_ = 0, prune_at_ = 0;
  std::uint32_t tumour_sorted_ = 0;  // the first so many slots are in site order
  std::uint64_t reorders_ = 0;
  std::vector<ReplicatePlace> places_;  // of the replicates, as they were last asked for
  Step placed_at_{0};
  std::optional<CloneLog> clone_log_;  // of now, while the states of several replicates are taken
  bool crowding_slows_ = false;        // in any replicate
  bool all_share_sites_ = true, all_share_targets_ = true;  // in every one
  bool surroundings_known_ = false;                         // solid and free sites are as surveyed
  bool measure_residual_ = false;  // set by each census, so that the next solve is measured
  std::array<std::vector<float>, field_count> residuals_;  // [field][replicate]; empty: not yet measured
};

}  // namespace tilscape
