// Drugs proper come first.
#include "config/schema/treatment_names.hpp"

namespace tilscape {
namespace {

std::vector<DoseUnit> without_none(const DoseUnits& units) {
  std::vector<DoseUnit> some;
  for (const DoseUnit unit : units)
    if (unit != DoseUnit::none) some.push_back(unit);
  return some;
}

std::vector<NamedTreatment> collected(std::string_view key) {
  std::vector<NamedTreatment> all;
  for (const DrugRecord& drug : drug_records)
    if (key == record_of(Treatment::drug).key)
      all.push_back({drug.name, Treatment::drug, drug.drug, without_none(drug.doses)});
  for (const TreatmentRecord& t : treatment_records)
    if (t.treatment != Treatment::drug && key == t.key)
      all.push_back({t.name, t.treatment, Drug::count, without_none(DoseUnits{t.dose})});
  return all;
}

}  // namespace

const std::vector<NamedTreatment>& treatments_under(std::string_view key) {
  static const std::vector<NamedTreatment> drugs = collected("drug"), procedures = collected("procedure");
  return key == "drug" ? drugs : procedures;
}

std::vector<std::string> dose_keys(const NamedTreatment& treatment) {
  std::vector<std::string> keys;
  for (const DoseUnit unit : treatment.doses) keys.emplace_back(dose_key(unit));
  return keys;
}

}  // namespace tilscape
