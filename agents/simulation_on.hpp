// A simulation on one executor: the world, its step, and the same answers from either backend. Instantiated
// once per backend: agents/host_simulation.cpp and cuda/device_simulation.cu.
#pragma once

#include <memory>
#include <utility>

#include "agents/common_parameters.hpp"
#include "agents/observe/clone_reports.hpp"
#include "agents/observe/digest.hpp"
#include "agents/observe/invariants.hpp"
#include "agents/observe/state_of.hpp"
#include "agents/readouts/take_readouts.hpp"
#include "agents/simulation.hpp"
#include "agents/step_on.hpp"
#include "core/base/errors.hpp"

namespace tilscape {

template <class Executor>
class SimulationOn final : public Simulation {
 public:
  SimulationOn(Executor executor, const SimulationStart& start)
      : executor_(std::move(executor)),
        base_step_min_(start.replicates.at(0).model.time.base_step_min),
        world_(executor_.memory(), lattice_of(start), start.replicates, executor_.counter_copies()),
        step_(executor_, world_, start),
        readouts_(executor_, world_, start.replicates),
        clones_(executor_, world_, start.replicates, readouts_) {
    for (const ReplicateStart& replicate : start.replicates)
      if (replicate.state) now_ = replicate.state->step;
  }

  void step() override {
    const Step next{now_.value + 1};
    step_.make_room(next);
    now_ = next;
    clones_.forget_log();
    step_.run(now_);
  }
  void wait() override { executor_.wait(); }
  Step now() const override { return now_; }
  const std::vector<Phase>& phases() const override { return step_.phases(); }

  const Lattice& lattice() const override { return world_.lattice(); }
  std::size_t bytes() const override { return world_.bytes() + step_.fields().bytes(); }
  std::size_t agent_bytes() const override { return world_.agent_bytes(); }
  std::uint64_t field_bytes_moved() const override { return step_.fields().bytes_moved(); }
  std::string backend() const override { return executor_.name(); }

  std::vector<std::uint64_t> digest() override {
    std::vector<std::uint64_t> sums = digest_of(executor_, world_, now_);
    for (std::uint32_t r = 0; r < sums.size(); ++r)
      sums[r] += digest::of_body(step_.circulation().state(r), step_.circulation().counts(r)) +
                 digest::of_solves(step_.fields().begins_anew(r));
    return sums;
  }
  std::string broken_invariants() override { return tilscape::broken_invariants(executor_, world_, now_); }
  bool can_be_copied() override { return tilscape::can_be_copied(executor_, world_, now_); }

  std::vector<CensusRow> census() override {
    FieldsPhase<Executor>& fields = step_.fields();
    auto rows = take_census(executor_, world_, now_, base_step_min_, fields.references());
    for (std::uint32_t r = 0; r < rows.size(); ++r) {
      rows[r].body = step_.circulation().readings(r);
      const auto residuals = fields.residuals(r);
      for (int f = 0; f < field_count; ++f) rows[r].residual[f] = residuals[f].value_or(0);
    }
    fields.measure_next();
    return rows;
  }
  std::vector<Readouts> read_out(const ReadoutParameters& wanted) override {
    return readouts_.take(now_, wanted);
  }
  std::vector<CloneRecord> new_clones() override { return clones_.take(now_); }

  CellTable cells(std::uint32_t replicate) override { return scene(replicate).table(); }
  std::vector<float> field(FieldIndex field, std::uint32_t replicate) override {
    const std::size_t sites = world_.lattice().sites();
    if (!step_.fields().is_on(field)) return {};
    return world_.field(field).to_host(replicate * sites, sites);
  }
  Scene scene(std::uint32_t replicate) override { return scene(replicate, Scene::Source::in_place); }
  std::function<Scene()> scene_aside(std::uint32_t replicate) override {
    if constexpr (!Executor::on_host) {
      try {
        const auto aside = std::make_shared<const SceneAside>(executor_.aside(), world_, now_,
                                                              place_of(replicate), base_step_min_);
        return [aside] { return aside->scene(); };
      } catch (const OutOfMemory&) {  // then as on the host
      }
    }
    const auto taken = std::make_shared<Scene>(scene(replicate, Scene::Source::copy));
    return [taken] { return std::move(*taken); };
  }

  ReplicateState state(std::uint32_t replicate) override {
    return completed(state_of(world_, sorted_place_of(replicate), clones_.log(now_)), replicate);
  }
  ReplicateStateInPlace state_in_place(std::uint32_t replicate) override {
    return completed(state_in_place_of(world_, sorted_place_of(replicate), clones_.log(now_)), replicate);
  }

 private:
  ReplicatePlace place_of(std::uint32_t replicate) { return step_.reorder().place_of(replicate, now_); }
  ReplicatePlace sorted_place_of(std::uint32_t replicate) {
    return step_.reorder().sorted_place_of(replicate, now_);
  }

  Scene scene(std::uint32_t replicate, Scene::Source source) {
    return Scene(world_, now_, place_of(replicate), base_step_min_, source);
  }

  /// With what the world does not hold.
  template <class State>
  State completed(State state, std::uint32_t replicate) {
    if (replicate + 1 == world_.lattice().replicates) clones_.forget_log();
    state.step = now_;
    state.body = step_.circulation().record(replicate);
    state.measures_residual = step_.fields().measures_next();
    state.begins_anew = step_.fields().begins_anew(replicate);
    state.residuals = step_.fields().residuals(replicate);
    return state;
  }

  Executor executor_;
  double base_step_min_;
  World world_;
  StepOn<Executor> step_;
  ReadoutTaker<Executor> readouts_;
  CloneReports<Executor> clones_;
  Step now_{0};
};

}  // namespace tilscape
