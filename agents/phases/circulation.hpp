// Circulation: between the lattice and the bodies around it. In each update treatments act, whole cells
// enter, and what happened since the update before is on its way to the bodies, which answer in the next one.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "agents/parameters/derive.hpp"
#include "agents/phases/bodies.hpp"
#include "agents/phases/entry.hpp"
#include "agents/phases/treatment.hpp"
#include "agents/world/populations.hpp"
#include "agents/world/world.hpp"

namespace tilscape {

/// What an update did.
struct Circulated {
  std::uint64_t entering;              // cells that tried, of all replicates
  std::vector<std::uint32_t> treated;  // replicates to whose lattice something was done
};

template <class Executor>
class CirculationPhase {
 public:
  /// @param every  steps per update
  CirculationPhase(Executor& executor, World& world, const std::vector<ReplicateStart>& replicates,
                   std::uint32_t every)
      : executor_(&executor), world_(&world), every_(every), bodies_(replicates, world.vessel_counts()) {
    for (const CellTypeRecord& known : cell_types)
      if (known.layer() == Layer::immune && bodies_.may_send(known.type)) world.expect(known.type);
    if (bodies_.listen() || bodies_.drugs_diffuse())
      world.make_body(bodies_.listen(), bodies_.drugs_diffuse());
    write_body();
    for (std::uint32_t r = 0; r < replicates.size(); ++r)
      if (replicates[r].state)
        world.body().restore_counts(bodies_.body(r).restored(replicates[r].state->body).counts, r);
    report_.emplace(executor.memory(), world.body().taken_size());
  }

  /// The most cells that may enter in this step, of all replicates. Works out the update; nothing changes
  /// yet.
  std::uint32_t plan(Step s) {
    hear();
    bodies_.prepare(s.value / every_, bodies_.await_volume() ? tumour_volumes(s) : std::vector<double>());
    return bodies_.most_entering() * world_->lattice().replicates;
  }

  Circulated run(Step s) {
    const std::uint32_t entering = plan(s);
    world_->reserve_immune_cells(entering);
    const auto due = bodies_.commit();
    write_body();
    std::vector<std::uint32_t> treated;
    for (std::uint32_t r = 0; r < due.size(); ++r) {
      DosesGiven given{};
      for (const Intervention& intervention : due[r]) treat(s, r, intervention, given);
      if (!due[r].empty()) treated.push_back(r);
    }
    enter_from_blood(*executor_, world_->view(s), bodies_.most_entering());
    world_->update_counts();
    if (bodies_.listen()) report();
    return {entering, treated};
  }

  /// Before the next update, once vessels have come or gone.
  void count_vessels() {
    bodies_.set_vessels(executor_->tally(world_->vessel_count(), world_->lattice().replicates,
                                         CountByReplicate{world_->lattice(), world_->vessels().data()}));
  }

  std::vector<BodyReading> readings(std::uint32_t replicate) const {
    return bodies_.body(replicate).readings(bodies_.state(replicate));
  }
  const BodyState& state(std::uint32_t replicate) {
    hear();
    return bodies_.state(replicate);
  }
  /// The body as states keep it.
  BodyRecord record(std::uint32_t replicate) {
    return bodies_.body(replicate).record({state(replicate), counts(replicate)});
  }
  /// What was counted since the last update, where the body listens.
  std::vector<std::uint64_t> counts(std::uint32_t replicate) {
    if (!bodies_.listens(replicate)) return {};
    return world_->body().counts(*executor_, replicate);
  }

 private:
  /// At the end of an update: what was counted up to now sets out to the host, which need not wait for it.
  void report() {
    report_->begin(world_->body().take_counts(*executor_));
    is_reported_ = true;
  }
  /// Whoever looks at the bodies calls this before: the last report is told to them, once.
  void hear() {
    if (!is_reported_) return;
    bodies_.tell(report_->values());
    is_reported_ = false;
  }

  void write_body() { world_->body().write(bodies_.tables(), bodies_.levels(), bodies_.drug_actions()); }

  /// mm³ of tumour cells and corpses on each lattice.
  std::vector<double> tumour_volumes(Step s) {
    const auto cells = executor_->tally(world_->tumour_slots(), world_->lattice().replicates,
                                        treatment::CountTumour{world_->view(s)});
    const double side_mm = static_cast<double>(world_->lattice().spacing_um) * 1e-3;
    std::vector<double> volumes;
    volumes.reserve(cells.size());
    for (const std::uint64_t n : cells)
      volumes.push_back(static_cast<double>(n) * side_mm * side_mm * side_mm);
    return volumes;
  }

  /// Of each treatment in this update: doses of two items at once are two doses, with draws of their own.
  using DosesGiven = std::array<std::uint32_t, static_cast<std::size_t>(Treatment::count)>;

  void treat(Step s, std::uint32_t replicate, const Intervention& intervention, DosesGiven& given) {
    const std::uint32_t sites = world_->lattice().sites(), first_site = replicate * sites;
    const TherapyItem& item = *intervention.item;
    const RadiationDose dose = derive_radiation(bodies_.body(replicate).model().treatment, item.dose);
    for (std::uint32_t k = 0; k < intervention.doses; ++k) {
      const std::uint32_t number = given[static_cast<std::size_t>(item.treatment)]++;
      if (item.treatment == Treatment::radiation)
        executor_->for_each(sites, treatment::Radiation{world_->view(s), first_site, dose, number});
      else if (item.treatment == Treatment::stroma_depletion)
        executor_->for_each(sites, treatment::StromaDepletion{world_->view(s), first_site,
                                                              static_cast<float>(item.dose), number});
      else
        executor_->for_each(sites, treatment::Surgery{world_->view(s), first_site, item.region});
    }
  }

  Executor* executor_;
  World* world_;
  std::uint32_t every_;
  Bodies bodies_;
  std::optional<typename Executor::Readback> report_;  // of the last update
  bool is_reported_ = false;                           // and the bodies have not heard it yet
};

}  // namespace tilscape
