// An update: hear what the lattice told, treat, integrate over the period, send whole cells. All on the host,
// in one thread per replicate, from + − × ÷ and core/base/elementary.hpp alone.
#include "agents/body/body.hpp"

#include <algorithm>
#include <cmath>

#include "agents/body/exchange.hpp"
#include "agents/body/integrate.hpp"
#include "agents/body/pharmacokinetics.hpp"
#include "agents/kinds/purposes.hpp"
#include "agents/parameters/derive.hpp"
#include "core/base/elementary.hpp"
#include "core/random/random.hpp"

namespace tilscape {

namespace {

constexpr double minutes_per_day = 1440, never = -1;

/// What drugs do at full effect.
DrugAction action_of(const ModelParameters& m) {
  DrugAction action;
  for (std::size_t k = 0; k < drug_kinds; ++k) {
    action.half_effect_nM[k] = m.drugs[k].half_effect_nM;
    action.tumour_to_plasma[k] = m.drugs[k].tumour_to_plasma;
  }
  action.kills_per_day = m.treatment.cytotoxic_kill_per_h * 24;
  action.depletion_per_day = m.compartments.treg_depletion_per_day;
  action.targeted_inhibition = m.treatment.targeted_inhibition;
  action.tumour_turnover_days = m.time.tumour_turnover_min / minutes_per_day;
  action.immune_turnover_days = m.time.immune_turnover_min / minutes_per_day;
  action.antibodies_diffuse = m.fields[antibody_field].enabled;
  action.small_molecules_diffuse = m.fields[small_molecule_field].enabled;
  return action;
}

}  // namespace

Body::Body(const ModelParameters& model, std::uint64_t seed, std::uint32_t number, std::uint64_t vessel_sites)
    : model_(model),
      at_(model),
      drugs_(action_of(model)),
      key_(replicate_key(seed, number)),
      tumour_fraction_(tumour_fraction(model)),
      period_min_(model.time.entry_min) {
  patient_ = {model_.compartments, lattice_mm3(model_) / tumour_fraction_, model_.blood.cd8_cells};
  set_vessels(vessel_sites);
  cells_per_blood_cell_ = entering_per_blood_cell_per_min(model_) * period_min_;
  listens_ = body_listens(model_);
}

void Body::set_vessels(std::uint64_t vessel_sites) {
  doors_ = model_.blood.entry_route == EntryRoute::vessels ? vessel_sites : lattice_sites(model_);
}

BodyState Body::start() const {
  BodyState state;
  state.levels.assign(at_.count, 0);
  const Draws draws{&key_, Step{0}, static_cast<std::uint32_t>(Purpose::entry_phase), 0};
  for (std::uint32_t row = 0; row < entry_row::count; ++row)
    state.fraction.push_back(may_send(entry_row::type_of(row)) ? draws.at(LocalSite{row}, 0)[0] : 0);
  state.table.assign(entry_row::count, 0);
  if (listens_) state.told.assign(body_count::count, 0);
  if (at_.count == 0) return state;
  for (std::size_t k = 0; k < first_drugs; ++k) state.levels[at_.drug[k].first_dose] = never;
  std::fill_n(state.levels.begin() + at_.car_infusion, antigen_classes, never);
  for (std::size_t k = 0; k < model_.therapy.size(); ++k) {
    const TherapyItem& item = model_.therapy[k];
    state.levels[at_.item_start + k] = item.start_volume_mm3 > 0 ? never : item.start_day;
  }
  if (model_.compartments.enabled)
    compartments::set_baseline(patient_, std::span(state.levels).subspan(at_.compartments));
  return state;
}

bool Body::may_send(CellType type) const {
  return type == CellType::cd8_t_cell || model_.blood.walkers[type] > 0;
}

bool Body::awaits_volume(const BodyState& now) const {
  for (std::size_t k = 0; k < model_.therapy.size(); ++k)
    if (now.levels[at_.item_start + k] < 0) return true;
  return false;
}

BodyState Body::next(const BodyState& now, std::uint32_t update, double tumour_mm3) const {
  BodyState state = now;
  if (listens_) hear(state);
  if (at_.count > 0) {
    integrate(state.levels, day_of(update - 1));
    treat(state, day_of(update), tumour_mm3);
  }
  send(state);
  return state;
}

/// Deaths become antigen; cells that found no room are in the blood again.
void Body::hear(BodyState& state) const {
  namespace c = compartments::at;
  for (std::uint32_t row = 0; row < entry_row::count; ++row)
    add_to_pool(state.levels, row, in_patient(state.table[row] - state.told[body_count::entered(row)]));
  if (model_.compartments.enabled) {
    double* x = state.levels.data() + at_.compartments;
    const auto told = [&](std::uint32_t count) { return in_patient(state.told[count]); };
    for (std::uint32_t k = 0; k < antigen_classes; ++k)
      x[c::antigen + k] += told(body_count::immunogenic_antigen + k) + told(body_count::silent_antigen + k);
    x[c::danger] += told(body_count::immunogenic_deaths) +
                    model_.compartments.silent_danger * told(body_count::silent_deaths);
  }
  std::fill(state.told.begin(), state.told.end(), 0);
}

/// Whatever is due by this day.
void Body::treat(BodyState& state, double day, double tumour_mm3) const {
  for (std::size_t k = 0; k < model_.therapy.size(); ++k) {
    const TherapyItem& item = model_.therapy[k];
    double& start = state.levels[at_.item_start + k];
    double& given = state.levels[at_.item_given + k];
    if (start < 0 && tumour_mm3 >= item.start_volume_mm3) start = day;
    if (start < 0) continue;
    constexpr double rounding = 1e-9;
    for (; given < item.doses && start + given * item.every_days <= day + rounding; given += 1)
      give(state.levels, item, day);
  }
}

void Body::give(std::vector<double>& x, const TherapyItem& item, double day) const {
  namespace c = compartments::at;
  switch (item.treatment) {
    case Treatment::drug:
      x[at_.drug[index_of(item.drug)].central_mg] += dose_mg(item, model_.treatment);
      if (double& first = x[at_.drug[index_of(item.drug)].first_dose]; first <= 0) first = day;
      break;
    case Treatment::adoptive_t_cells:
      x[at_.compartments + c::blood + item.classes[0]] += item.dose;
      break;
    case Treatment::car_t_cells: {
      CarTCells cells = car_t_cells(x, item.classes[0]);
      infuse(model_.car_t, cells, item.dose, day);
      keep_car_t_cells(cells, item.classes[0], x);
      break;
    }
    case Treatment::vaccine:
      x[at_.compartments + c::presenting] += item.dose;
      for (const std::uint32_t k : item.classes)
        x[at_.compartments + c::presented + k] += item.dose * model_.treatment.vaccine_antigen_per_cell;
      break;
    case Treatment::radiation:
    case Treatment::surgery:
    case Treatment::stroma_depletion:
    case Treatment::count:
      break;  // on the lattice: interventions()
  }
}

/// In steps of a minute at most. CAR T cells depend on nothing else, and what is fast is split off.
void Body::integrate(std::vector<double>& x, double from_day) const {
  const double days = period_min_ / minutes_per_day;
  const auto steps = static_cast<std::uint32_t>(std::ceil(period_min_));
  const compartments::Exchange exchange(patient_, days / steps / 2);
  integrate_split_steps([this](const std::vector<double>& values, std::vector<double>& rate,
                               double day) { rates(values, rate, day); },
                        [&](std::vector<double>& values) {
                          if (model_.compartments.enabled)
                            exchange(std::span(values).subspan(at_.compartments));
                        },
                        x, from_day, days / steps, steps);
  for (std::size_t k = 0; k < antigen_classes; ++k) {
    CarTCells cells = car_t_cells(x, k);
    if (cells.began_day < 0) continue;
    advance(model_.car_t, cells, from_day, days);
    keep_car_t_cells(cells, k, x);
  }
  drop_traces(x);
}

/// What has died out is nothing, before it is no normal number.
void Body::drop_traces(std::vector<double>& x) const {
  constexpr double trace = 1e-12;  // of a cell, a dead cell's worth or a nM
  if (!model_.compartments.enabled) return;
  for (double& value : std::span(x).subspan(at_.compartments, compartments::count_of(model_.compartments)))
    if (value < trace && value > -trace) value = 0;
}

CarTCells Body::car_t_cells(const std::vector<double>& x, std::size_t k) const {
  return {x[at_.car_expanding + k], x[at_.car_effector + k], x[at_.car_memory + k], x[at_.car_given + k],
          x[at_.car_infusion + k]};
}

void Body::keep_car_t_cells(const CarTCells& cells, std::size_t k, std::vector<double>& x) const {
  x[at_.car_expanding + k] = cells.expanding;
  x[at_.car_effector + k] = cells.effectors;
  x[at_.car_memory + k] = cells.memory;
  x[at_.car_given + k] = cells.given;
  x[at_.car_infusion + k] = cells.began_day;
}

void Body::rates(const std::vector<double>& x, std::vector<double>& rate, double day) const {
  std::fill(rate.begin(), rate.end(), 0.0);
  rates_of_drugs(x, rate, day);
  if (model_.compartments.enabled)
    compartments::rates_of_change(patient_, drugs_in_plasma(x), std::span(x).subspan(at_.compartments),
                                  std::span(rate).subspan(at_.compartments));
}

void Body::rates_of_drugs(const std::vector<double>& x, std::vector<double>& rate, double day) const {
  for (std::size_t k = 0; k < drug_kinds; ++k) {
    const double first = x[at_.drug[k].first_dose];
    if (first <= 0) continue;
    const std::size_t mg = at_.drug[k].central_mg;
    const auto change = pharmacokinetics::rate_of_change(model_.drugs[k], {x[mg], x[mg + 1]}, day - first);
    rate[mg] = change.central;
    rate[mg + 1] = change.peripheral;
  }
}

/// What drugs do in the lymph node and to the regulatory T cells of the blood, which see plasma.
compartments::DrugLevels Body::drugs_in_plasma(const std::vector<double>& x) const {
  const auto nM = [&](std::size_t k) {
    return pharmacokinetics::plasma_nM(model_.drugs[k], x[at_.drug[k].central_mg]);
  };
  const auto block = [&](double blocked, std::size_t k) {
    return joint_effect(blocked, drug_effect(nM(k), model_.drugs[k].half_effect_nM));
  };
  const auto add = [&](double sum_nM, std::size_t k) { return sum_nM + nM(k); };
  return {over_drugs<DrugEffect::ctla4_blockade>(0, block), over_drugs<DrugEffect::il2_support>(0, add)};
}

}  // namespace tilscape
