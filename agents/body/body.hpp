// The patient around one replicate: drugs, compartments and the blood, advanced on the host once per update
// from what the lattice told; its answer is a table of whole cells that enter and what drugs do to the cells.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agents/body/body_record.hpp"
#include "agents/body/body_state.hpp"
#include "agents/body/car_t.hpp"
#include "agents/body/compartments.hpp"
#include "agents/body/level_places.hpp"
#include "agents/parameters/parameters.hpp"
#include "agents/rules/drug_action.hpp"

namespace tilscape {

/// A body between two updates, with what the lattice counted since the last.
struct KeptBody {
  BodyState state;
  std::vector<std::uint64_t> counts;  // [body_count::count]; empty where the body does not listen
};

/// Something done to the cells of the lattice at once.
struct Intervention {
  const TherapyItem* item;
  std::uint32_t doses;  // in this update
};

class Body {
 public:
  /// @param number, seed  of the replicate: they draw where in a cell each row's flow begins, so that rare
  /// cells
  ///                      are not all late   @param vessel_sites  none, and nobody enters by route `vessels`
  Body(const ModelParameters& model, std::uint64_t seed, std::uint32_t number, std::uint64_t vessel_sites);

  /// From the next update on. @param vessel_sites  as there are now
  void set_vessels(std::uint64_t vessel_sites);
  /// Before the first update.
  BodyState start() const;
  /// The body of a patient whose treatment is changed to this one's: drugs, cells and doses given stay, as
  /// far as both have them; the rest begins. Test: tests/determinism/branch_test.cpp
  BodyState adopt(const BodyState& then, const Body& before) const;
  /// Is a cell of the blood ever of this type?
  bool may_send(CellType type) const;
  const ModelParameters& model() const { return model_; }
  /// Of its levels.
  const LevelPlaces& places() const { return at_; }
  bool listens() const { return listens_; }
  /// Is a treatment waiting for the tumour to reach a volume?
  bool awaits_volume(const BodyState& now) const;
  /// One update later. @param update  its number, from 1   @param tumour_mm3  on the lattice; where awaited
  /// Test: tests/agents/body_test.cpp
  BodyState next(const BodyState& now, std::uint32_t update, double tumour_mm3) const;
  /// What drugs do to cells: everywhere where they are well mixed, beside the blood where they diffuse.
  BodyLevels levels(const BodyState& now) const;
  /// What is needed to work it out at a site.
  DrugAction drug_action(const BodyState& now) const;
  /// What the update between two states did to the lattice.
  std::vector<Intervention> interventions(const BodyState& before, const BodyState& after) const;
  /// By name, as states are kept.
  BodyRecord record(const KeptBody& body) const;
  /// What such a record says of this body. @throws OutputError when it cannot be this patient's
  /// Tests: tests/agents/body_record_test.cpp, tests/io/kept_checkpoint_test.cpp
  KeptBody restored(const BodyRecord& record) const;

  /// What of the body a user wants to see, for the census: drugs of the therapy, and compartments that are
  /// on.
  std::vector<BodyReading> readings(const BodyState& now) const;
  /// Of all treatments so far.
  double doses_given(const BodyState& now) const;
  /// Plasma concentration of a drug, nM, and CD8 T cells in blood of a class, in the whole patient.
  double plasma_nM(const BodyState& now, Drug drug) const;
  double blood_cells(const BodyState& now, std::uint32_t antigen_class) const;

 private:
  double day_of(std::uint32_t update) const { return update * period_min_ / 1440; }
  void hear(BodyState& state) const;
  void treat(BodyState& state, double day, double tumour_mm3) const;
  void give(std::vector<double>& x, const TherapyItem& item, double day) const;
  void integrate(std::vector<double>& x, double from_day) const;
  void drop_traces(std::vector<double>& x) const;
  void rates(const std::vector<double>& x, std::vector<double>& rate, double day) const;
  void rates_of_drugs(const std::vector<double>& x, std::vector<double>& rate, double day) const;
  compartments::DrugLevels drugs_in_plasma(const std::vector<double>& x) const;
  void send(BodyState& state) const;
  double in_patient(std::uint64_t cells) const;
  CarTCells car_t_cells(const std::vector<double>& x, std::size_t antigen_class) const;
  void keep_car_t_cells(const CarTCells& cells, std::size_t antigen_class, std::vector<double>& x) const;
  std::optional<double> pool_of(const std::vector<double>& x, std::uint32_t row) const;
  std::uint64_t affordable(const std::vector<double>& x, std::uint32_t row) const;
  void add_to_pool(std::vector<double>& x, std::uint32_t row, double cells) const;
  double flow_of(const std::vector<double>& x, std::uint32_t row) const;
  double blood_of(const std::vector<double>& x, std::uint32_t row) const;
  void require_possible(const KeptBody& body) const;

  ModelParameters model_;
  compartments::PatientRates patient_;
  LevelPlaces at_;
  DrugAction drugs_;  // without any in plasma
  std::uint64_t key_ = 0;
  double tumour_fraction_ = 1;                        // that the lattice stands for
  double period_min_ = 0, cells_per_blood_cell_ = 0;  // that enter the lattice, per update
  std::uint64_t doors_ = 0;                           // most cells that may enter in an update
  bool listens_ = false;
};

}  // namespace tilscape
