// What others learn of a body: drugs for the cells, interventions for the lattice, readings for the census.
#include <algorithm>

#include "agents/body/body.hpp"
#include "agents/body/pharmacokinetics.hpp"

namespace tilscape {

DrugAction Body::drug_action(const BodyState& now) const {
  DrugAction action = drugs_;
  for (std::size_t k = 0; k < drug_kinds; ++k) action.plasma_nM[k] = plasma_nM(now, static_cast<Drug>(k));
  return action;
}

BodyLevels Body::levels(const BodyState& now) const {
  return at_.count == 0 ? BodyLevels{} : levels_at(drug_action(now), Penetration{});
}

std::vector<Intervention> Body::interventions(const BodyState& before, const BodyState& after) const {
  std::vector<Intervention> due;
  for (std::size_t k = 0; k < model_.therapy.size(); ++k) {
    const TherapyItem& item = model_.therapy[k];
    const double doses = after.levels[at_.item_given + k] - before.levels[at_.item_given + k];
    if (record_of(item.treatment).arrival == Arrival::lattice && doses > 0)
      due.push_back({&item, static_cast<std::uint32_t>(doses)});
  }
  return due;
}

std::vector<BodyReading> Body::readings(const BodyState& now) const {
  std::vector<BodyReading> all;
  const auto is_given = [this](Treatment treatment, std::size_t drug) {
    return std::any_of(model_.therapy.begin(), model_.therapy.end(), [&](const TherapyItem& item) {
      return item.treatment == treatment && (treatment != Treatment::drug || index_of(item.drug) == drug);
    });
  };
  const auto sum = [&now](std::size_t first) {
    double cells = 0;
    for (std::size_t k = 0; k < antigen_classes; ++k) cells += now.levels[first + k];
    return cells;
  };
  for (std::size_t k = 0; k < drug_kinds; ++k)
    if (is_given(Treatment::drug, k))
      all.push_back(
          {std::string(drug_records[k].name) + "_plasma_nM", "nM", plasma_nM(now, static_cast<Drug>(k))});
  if (is_given(Treatment::car_t_cells, 0))
    all.push_back(
        {"car_t_blood", "cells", sum(at_.car_expanding) + sum(at_.car_effector) + sum(at_.car_memory)});
  if (!model_.therapy.empty()) all.push_back({"doses_given", "doses", doses_given(now)});
  if (!model_.compartments.enabled) return all;
  namespace c = compartments::at;
  double specific = 0, specific_of_all = 0;
  for (const std::uint32_t k : model_.antigens.founder_classes) {
    specific += blood_cells(now, k);
    for (const std::size_t place : {c::effector, c::blood, c::periphery})
      specific_of_all += now.levels[at_.compartments + place + k];
  }
  all.push_back({"lymph_node_dendritic", "cells", now.levels[at_.compartments + c::presenting]});
  all.push_back({"lymph_node_activated_cd8", "cells", sum(at_.compartments + c::activated)});
  all.push_back({"blood_cd8", "cells", sum(at_.compartments + c::blood)});
  all.push_back({"blood_cd8_founder_classes", "cells", specific});
  all.push_back({"patient_cd8_founder_classes", "cells", specific_of_all});
  all.push_back({"lymphoid_treg", "cells", now.levels[at_.compartments + c::treg]});
  if (!model_.compartments.needs_help()) return all;
  const double helpers = now.levels[at_.compartments + c::helper];
  all.push_back({"lymph_node_cd4_helper", "cells", helpers});
  all.push_back({"priming_help", "1", compartments::help(model_.compartments, helpers)});
  return all;
}

double Body::doses_given(const BodyState& now) const {
  double doses = 0;
  for (std::size_t k = 0; k < model_.therapy.size(); ++k) doses += now.levels[at_.item_given + k];
  return doses;
}

double Body::plasma_nM(const BodyState& now, Drug drug) const {
  return at_.count ? pharmacokinetics::plasma_nM(model_.drugs[index_of(drug)],
                                                 now.levels[at_.drug[index_of(drug)].central_mg])
                   : 0;
}

double Body::blood_cells(const BodyState& now, std::uint32_t antigen_class) const {
  return model_.compartments.enabled ? now.levels[at_.compartments + compartments::at::blood + antigen_class]
                                     : model_.blood.cd8_cells[antigen_class];
}

}  // namespace tilscape
