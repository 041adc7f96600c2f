// How many bytes a world takes: of one that is there, and of one that is not yet.
#include "agents/parameters/derive.hpp"
#include "agents/world/world.hpp"
#include "agents/world/world_buffers.hpp"

namespace tilscape {

namespace {

/// Appends what each column of so many slots takes.
template <class Columns>
void list_columns(std::size_t slots, std::vector<std::size_t>& bytes) {
  const auto list = [&](const auto& column) {
    bytes.push_back(slots * sizeof(typename std::remove_cvref_t<decltype(column)>::value_type));
  };
  Columns columns;
  std::apply([&](const auto&... column) { (list(column), ...); }, columns.columns());
}

}  // namespace

std::vector<std::size_t> World::buffer_bytes(const Lattice& lattice, const ModelParameters& model,
                                             const WorldContents& contents, std::uint32_t counter_copies) {
  const std::size_t sites = lattice.world_sites(), copies = counter_copies;
  const bool come_and_go = model.vessels.come_and_go();
  const std::size_t vessel_sites = vessel_capacity(contents.vessels, come_and_go);
  const std::size_t tumour_slots = with_room(contents.tumour_cells),
                    immune_slots = with_room(contents.immune_cells);
  std::vector<std::size_t> bytes = {
      lattice.replicates * sizeof(RuleParameters),
      lattice.replicates * sizeof(std::uint64_t),
      sites * sizeof(Tissue),
      sites * sizeof(Immune),
      sites * sizeof(AgentIndex),
      sites * sizeof(AgentIndex),
      sites * sizeof(Intent),
      sites,  // surroundings
      model.tumour.placement == Placement::per_bond ? sites * sizeof(std::uint32_t) : 0,
      model.tumour.placement == Placement::push ? sites * sizeof(std::uint32_t) : 0,
      vessel_sites * sizeof(SiteIndex),
      come_and_go ? vessel_sites * sizeof(std::uint32_t) : 0,
      first_clones * sizeof(CloneRecord),
      (1 + copies) * sizeof(SlotCounters),
      reorder::chunks_of(lattice.world_sites()) * sizeof(std::uint32_t),
      copies * EventCounts::stride_of(lattice.replicates) * sizeof(std::uint64_t),
      Births::groups_of(lattice.world_sites()) * sizeof(std::uint32_t),
      Births::groups_of(static_cast<std::uint32_t>(immune_slots)) * sizeof(std::uint32_t)};
  for (const FieldSpec& field : model.fields) bytes.push_back(field.enabled ? sites * sizeof(float) : 0);
  const auto body = BodyBuffers::buffer_bytes(lattice.replicates, body_listens(model), drugs_diffuse(model),
                                              counter_copies);
  bytes.insert(bytes.end(), body.begin(), body.end());
  list_columns<TumourColumns<Buffer>>(tumour_slots, bytes);
  list_columns<TumourScratch<Buffer>>(tumour_slots, bytes);
  list_columns<ImmuneColumns<Buffer>>(immune_slots, bytes);
  list_columns<ImmuneScratch<Buffer>>(immune_slots, bytes);
  return bytes;
}

std::size_t World::bytes() const {
  std::size_t total = rules_.bytes() + replicate_keys_.bytes() + tissue_.bytes() + immune_.bytes() +
                      tumour_at_.bytes() + immune_at_.bytes() + intent_.bytes() + surroundings_.bytes() +
                      bond_intent_.bytes() + claim_.bytes() + vessels_.bytes() + vessel_changes_.bytes() +
                      clones_.bytes() + counters_.bytes() + events_.bytes() + first_slot_.bytes() +
                      tumour_births_.bytes() + immune_births_.bytes() + body_.bytes();
  for (const auto& field : fields_) total += field.bytes();
  return total + agent_bytes();
}

std::size_t World::agent_bytes() const {
  return column_bytes(tumour_) + column_bytes(immune_cells_) + column_bytes(tumour_scratch_) +
         column_bytes(immune_scratch_);
}

}  // namespace tilscape
