// Places and names come from one walk over the levels.
#include "agents/body/level_places.hpp"

#include "agents/body/body_state.hpp"
#include "agents/body/compartments.hpp"

namespace tilscape {

namespace {

/// take(place, values, owner, what, came later) of each part, in order; it is called "owner.what".
template <class Take>
void walk(LevelPlaces& at, const ModelParameters& model, const Take& take) {
  if (!model.compartments.enabled && model.therapy.empty()) return;
  const auto mg = [&](std::size_t k) {
    take(at.drug[k].central_mg, 2, drug_records[k].name, "mg", k >= first_drugs);
  };
  const auto first_dose = [&](std::size_t k) {
    take(at.drug[k].first_dose, 1, drug_records[k].name, "first_dose_day", k >= first_drugs);
  };
  for (std::size_t k = 0; k < first_drugs; ++k) mg(k);
  for (std::size_t k = 0; k < first_drugs; ++k) first_dose(k);
  take(at.car_effector, antigen_classes, "car_t", "effector_cells", false);
  take(at.car_memory, antigen_classes, "car_t", "memory_cells", false);
  take(at.car_infusion, antigen_classes, "car_t", "infusion_day", false);
  take(at.item_start, model.therapy.size(), "therapy", "start_day", false);
  take(at.item_given, model.therapy.size(), "therapy", "doses_given", false);
  if (model.compartments.enabled) {
    std::size_t first = 0;
    for (const compartments::at::Name& part : compartments::at::names) {
      if (first == compartments::count_of(model.compartments)) break;
      std::size_t place = 0;
      take(place, part.count, "compartments", part.name, false);
      if (first == 0) at.compartments = place;
      first += part.count;
    }
  }
  for (std::size_t k = first_drugs; k < drug_kinds; ++k) mg(k), first_dose(k);
  take(at.car_expanding, antigen_classes, "car_t", "expanding_cells", true);
  take(at.car_given, antigen_classes, "car_t", "given_cells", true);
}

/// The rows of what enters, from `first` on; those of T cells are as many as there are classes.
void add_rows(const std::string& prefix, std::uint32_t first, std::uint32_t last, BodyParts& parts) {
  for (std::uint32_t row = first; row < last;) {
    const std::uint32_t rows = row < entry_row::walker ? antigen_classes : 1;
    const char* name = row == entry_row::car ? "car_t_cell" : record_of(entry_row::type_of(row)).name;
    parts.push_back({prefix + name, rows, row >= body_count::first_rows});
    row += rows;
  }
}

}  // namespace

LevelPlaces::LevelPlaces(const ModelParameters& model) {
  walk(*this, model, [this](std::size_t& place, std::size_t values, const char*, const char*, bool) {
    place = count;
    count += values;
  });
}

BodyParts level_parts(const ModelParameters& model) {
  BodyParts parts;
  LevelPlaces at;
  walk(at, model,
       [&](std::size_t&, std::size_t values, const char* owner, const char* what, bool came_later) {
         parts.push_back({std::string(owner) + "." + what, values, came_later});
       });
  return parts;
}

BodyParts row_parts() {
  BodyParts parts;
  add_rows("", 0, entry_row::count, parts);
  return parts;
}

BodyParts count_parts() {
  BodyParts parts;
  add_rows("entered.", 0, body_count::first_rows, parts);
  parts.push_back({"immunogenic_antigen", antigen_classes});
  parts.push_back({"silent_antigen", antigen_classes});
  parts.push_back({"immunogenic_deaths", 1});
  parts.push_back({"silent_deaths", 1});
  add_rows("entered.", body_count::first_rows, entry_row::count, parts);
  return parts;
}

}  // namespace tilscape
