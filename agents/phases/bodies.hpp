// The patients of a world, one per replicate, between the lattice and their bodies.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agents/body/body.hpp"
#include "agents/start/world_start.hpp"
#include "agents/world/body_view.hpp"

namespace tilscape {

class Bodies {
 public:
  /// @param vessels  sites of each replicate   @throws OutputError where a state has the body of another
  /// patient
  Bodies(const std::vector<ReplicateStart>& replicates, const std::vector<std::uint64_t>& vessels);

  /// As they are from now on.
  void set_vessels(const std::vector<std::uint64_t>& vessels);
  bool listen() const;  // any of them
  bool listens(std::uint32_t replicate) const { return body_[replicate].listens(); }
  bool await_volume() const;
  bool drugs_diffuse() const;          // of all of them, or of none
  bool may_send(CellType type) const;  // any of them

  /// Works out the next update, once; nothing else changes until commit().
  /// @param tumour_mm3  on each lattice; empty unless awaited
  void prepare(std::uint32_t update, const std::vector<double>& tumour_mm3);
  /// Of the prepared update: the most cells that enter any one replicate.
  std::uint32_t most_entering() const { return most_entering_; }
  /// The prepared update is now. @returns what it does to the lattices
  std::vector<std::vector<Intervention>> commit();

  /// Of now.
  std::vector<EntryTable> tables() const;
  std::vector<BodyLevels> levels() const;
  std::vector<DrugAction> drug_actions() const;  // empty unless drugs diffuse
  const BodyState& state(std::uint32_t replicate) const { return now_[replicate]; }
  const Body& body(std::uint32_t replicate) const { return body_[replicate]; }
  /// What happened on the lattices since the update before. @param counts  [replicate][body_count::count]
  void tell(std::span<const std::uint64_t> counts);

 private:
  std::vector<Body> body_;
  std::vector<std::uint32_t> first_vessel_;  // [replicate + 1]
  std::vector<BodyState> now_, next_;
  bool is_prepared_ = false;
  std::uint32_t most_entering_ = 0;
};

}  // namespace tilscape
