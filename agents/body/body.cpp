// An update: hear what the lattice told, treat, integrate over the period, send whole cells. All on the host,
// in one thread per replicate, from + − × ÷ and core/base/elementary.hpp alone.
#include "agents/body/body.hpp"

#include <algorithm>
#include <cmath>

#include "agents/body/integrate.hpp"
#include "agents/body/pharmacokinetics.hpp"
#include "agents/kinds/purposes.hpp"
#include "agents/parameters/derive.hpp"
#include "core/base/elementary.hpp"
#include "core/random/random.hpp"

namespace tilscape {

namespace {

constexpr double minutes_per_day = 1440, never = -1;
constexpr double fastest_per_day = 400;  // that steps of a minute follow

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
      drugs_(action_of(model)),
      key_(replicate_key(seed, number)),
      period_min_(model.time.entry_min) {
  const CompartmentParameters& c = model_.compartments;
  patient_.rates = c;
  patient_.tumour_mm3 = lattice_mm3(model_) / c.tumour_fraction;
  patient_.blood_cells = model_.blood.cd8_cells;
  set_vessels(vessel_sites);
  cells_per_blood_cell_ = entering_per_blood_cell_per_min(model_) * period_min_;
  listens_ = body_listens(model_);
  if (!c.enabled && model_.therapy.empty()) return;
  std::size_t next = 0;
  const auto take = [&](std::size_t& place, std::size_t values) { place = next, next += values; };
  take(at_.amounts, 2 * drug_kinds);
  take(at_.first_dose, drug_kinds);
  take(at_.car_effector, antigen_classes);
  take(at_.car_memory, antigen_classes);
  take(at_.car_infusion, antigen_classes);
  take(at_.item_start, model_.therapy.size());
  take(at_.item_given, model_.therapy.size());
  if (c.enabled) take(at_.compartments, compartments::count_of(c));
  at_.count = next;
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
  std::fill_n(state.levels.begin() + at_.first_dose, drug_kinds, never);
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
    if (const auto pool = pool_of(state.levels, row))
      state.levels[*pool] += in_patient(state.table[row] - state.told[body_count::entered + row]);
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
      x[at_.amounts + 2 * index_of(item.drug)] += dose_mg(item, model_.treatment);
      if (double& first = x[at_.first_dose + index_of(item.drug)]; first < 0) first = day;
      break;
    case Treatment::adoptive_t_cells:
      x[at_.compartments + c::blood + item.classes[0]] += item.dose;
      break;
    case Treatment::car_t_cells:
      x[at_.car_effector + item.classes[0]] += item.dose;
      x[at_.car_infusion + item.classes[0]] = day;
      break;
    case Treatment::vaccine:
      for (const std::uint32_t k : item.classes) x[at_.compartments + c::presenting + k] += item.dose;
      break;
    case Treatment::radiation:
    case Treatment::surgery:
    case Treatment::stroma_depletion:
    case Treatment::count:
      break;  // on the lattice: interventions()
  }
}

/// The step suits IL-2, which is lost within minutes.
void Body::integrate(std::vector<double>& x, double from_day) const {
  const auto steps = static_cast<std::uint32_t>(std::ceil(period_min_));
  integrate_fixed_steps([this](const std::vector<double>& values, std::vector<double>& rate,
                               double day) { rates(values, rate, day); },
                        x, from_day, period_min_ / minutes_per_day / steps, steps);
}

void Body::rates(const std::vector<double>& x, std::vector<double>& rate, double day) const {
  std::fill(rate.begin(), rate.end(), 0.0);
  for (std::size_t k = 0; k < drug_kinds; ++k) {
    const double first = x[at_.first_dose + k];
    if (first < 0) continue;
    const std::size_t amount = at_.amounts + 2 * k;
    const auto change =
        pharmacokinetics::rate_of_change(model_.drugs[k], {x[amount], x[amount + 1]}, day - first);
    rate[amount] = change.central;
    rate[amount + 1] = change.peripheral;
  }
  const CarTParameters& car = model_.car_t;
  for (std::size_t k = 0; k < antigen_classes; ++k) {
    const double infusion = x[at_.car_infusion + k], effector = x[at_.car_effector + k],
                 memory = x[at_.car_memory + k];
    if (infusion < 0) continue;
    const bool expands = day - infusion < car.expansion_days;
    const double grows = std::max(-fastest_per_day, elementary::log(car.expansion_fold) / car.expansion_days *
                                                        (1 - (effector + memory) / car.most_cells));
    if (expands && grows < 0) {  // more than there is room for: both die back
      rate[at_.car_effector + k] = grows * effector;
      rate[at_.car_memory + k] = grows * memory;
      continue;
    }
    rate[at_.car_effector + k] =
        effector * (expands ? (1 - car.memory_fraction) * grows : -car.contraction_per_day);
    rate[at_.car_memory + k] =
        expands ? car.memory_fraction * grows * effector : -car.memory_decay_per_day * memory;
  }
  if (!model_.compartments.enabled) return;
  const auto in_plasma_nM = [&](std::size_t k) {
    return pharmacokinetics::plasma_nM(model_.drugs[k], x[at_.amounts + 2 * k]);
  };
  const compartments::DrugLevels drugs{
      over_drugs<DrugEffect::ctla4_blockade>(
          0,
          [&](double blocked, std::size_t k) {
            return joint_effect(blocked, drug_effect(in_plasma_nM(k), model_.drugs[k].half_effect_nM));
          }),
      over_drugs<DrugEffect::il2_support>(0, [&](double nM, std::size_t k) { return nM + in_plasma_nM(k); })};
  compartments::rates_of_change(patient_, drugs, std::span(x).subspan(at_.compartments),
                                std::span(rate).subspan(at_.compartments));
}

/// Whole cells leave the blood; fractions wait. Never more than there are, nor than may enter: where more
/// would come, each row has its share of the doors.
void Body::send(BodyState& state) const {
  constexpr std::uint64_t one = std::uint64_t{1} << 32;
  std::uint64_t room = doors_;
  double all = 0;
  for (std::uint32_t row = 0; row < entry_row::count; ++row) all += flow_of(state.levels, row);
  const double share = all > static_cast<double>(doors_) ? static_cast<double>(doors_) / all : 1;
  for (std::uint32_t row = 0; row < entry_row::count; ++row) {
    const double flow = share * flow_of(state.levels, row);
    state.fraction[row] += static_cast<std::uint64_t>(flow * static_cast<double>(one) + 0.5);
    state.table[row] = std::min({state.fraction[row] >> 32, affordable(state.levels, row), room});
    room -= state.table[row];
    state.fraction[row] &= one - 1;
    if (const auto pool = pool_of(state.levels, row)) state.levels[*pool] -= in_patient(state.table[row]);
  }
}

/// Cells on the lattice stand for this many of the patient.
double Body::in_patient(std::uint64_t cells) const {
  return static_cast<double>(cells) / model_.compartments.tumour_fraction;
}

std::uint64_t Body::affordable(const std::vector<double>& x, std::uint32_t row) const {
  const auto pool = pool_of(x, row);
  const double cells = pool ? x[*pool] * model_.compartments.tumour_fraction : 4294967295.0;
  return cells > 0 ? static_cast<std::uint64_t>(std::min(cells, 4294967295.0)) : 0;
}

/// The level that the cells of a row are taken from; none where the blood is constant.
std::optional<std::size_t> Body::pool_of(const std::vector<double>& x, std::uint32_t row) const {
  if (row >= entry_row::walker) {
    const bool has_pool = model_.compartments.enabled && entry_row::type_of(row) == CellType::treg;
    return has_pool ? std::optional(at_.compartments + compartments::at::treg) : std::nullopt;
  }
  if (row >= entry_row::car) {
    if (at_.count == 0) return {};
    const std::size_t effector = at_.car_effector + row - entry_row::car,
                      memory = at_.car_memory + row - entry_row::car;
    return x[effector] >= x[memory] ? effector : memory;
  }
  if (!model_.compartments.enabled) return {};
  return at_.compartments + compartments::at::blood + row;
}

/// Cells of a row that come in an update.
double Body::flow_of(const std::vector<double>& x, std::uint32_t row) const {
  return std::max(0.0, cells_per_blood_cell_ * blood_of(x, row));
}

/// Cells of a row that are in the blood. Of the regulatory T cells of blood and lymph nodes the share that
/// is in the blood stays what it is at rest.
double Body::blood_of(const std::vector<double>& x, std::uint32_t row) const {
  if (row >= entry_row::walker) {
    const double at_rest = model_.blood.walkers[entry_row::type_of(row)];
    const auto pool = pool_of(x, row);
    return pool ? at_rest * x[*pool] / model_.compartments.treg_cells : at_rest;
  }
  if (row >= entry_row::car) {
    const std::uint32_t k = row - entry_row::car;
    return at_.count ? x[at_.car_effector + k] + x[at_.car_memory + k] : 0;
  }
  return model_.compartments.enabled ? x[at_.compartments + compartments::at::blood + row]
                                     : model_.blood.cd8_cells[row];
}

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

std::string Body::wrong_with(const BodyState& body, const std::vector<std::uint64_t>& since) const {
  const std::size_t counts = listens_ ? body_count::count : 0;
  if (body.levels.size() != at_.count || body.fraction.size() != entry_row::count ||
      body.table.size() != entry_row::count || body.told.size() != counts || since.size() != counts)
    return "its body has other compartments or another therapy";
  const auto is_level = [](double v) { return v >= -1e15 && v <= 1e30; };  // false for what is no number
  const auto all_below = [](const std::vector<std::uint64_t>& values, std::uint64_t limit) {
    return std::all_of(values.begin(), values.end(), [limit](std::uint64_t v) { return v < limit; });
  };
  constexpr std::uint64_t fraction_limit = std::uint64_t{1} << 32, count_limit = std::uint64_t{1} << 53;
  std::uint64_t room = lattice_sites(model_);  // there may have been more vessels than now
  for (std::uint32_t row = 0; row < entry_row::count; ++row) {
    const std::uint64_t sent = body.table[row];
    if (sent > room || (listens_ && body.told[body_count::entered + row] > sent))
      return "more cells entered than its body sent";
    room -= sent;
  }
  if (!std::all_of(body.levels.begin(), body.levels.end(), is_level) ||
      !all_below(body.fraction, fraction_limit) || !all_below(body.told, count_limit) ||
      !all_below(since, count_limit))
    return "its body has levels or counts that are out of range or no number";
  return {};
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
    all.push_back({"car_t_blood", "cells", sum(at_.car_effector) + sum(at_.car_memory)});
  if (!model_.compartments.enabled) return all;
  namespace c = compartments::at;
  double specific = 0;
  for (const std::uint32_t k : model_.antigens.founder_classes) specific += blood_cells(now, k);
  all.push_back({"lymph_node_dendritic", "cells", sum(at_.compartments + c::presenting)});
  all.push_back({"lymph_node_activated_cd8", "cells", sum(at_.compartments + c::activated)});
  all.push_back({"blood_cd8", "cells", sum(at_.compartments + c::blood)});
  all.push_back({"blood_cd8_founder_classes", "cells", specific});
  all.push_back({"lymphoid_treg", "cells", now.levels[at_.compartments + c::treg]});
  if (!model_.compartments.needs_help()) return all;
  const double helpers = now.levels[at_.compartments + c::helper];
  all.push_back({"lymph_node_cd4_helper", "cells", helpers});
  all.push_back({"priming_help", "1", compartments::help(model_.compartments, helpers)});
  return all;
}

double Body::plasma_nM(const BodyState& now, Drug drug) const {
  return at_.count ? pharmacokinetics::plasma_nM(model_.drugs[index_of(drug)],
                                                 now.levels[at_.amounts + 2 * index_of(drug)])
                   : 0;
}

double Body::blood_cells(const BodyState& now, std::uint32_t antigen_class) const {
  return model_.compartments.enabled ? now.levels[at_.compartments + compartments::at::blood + antigen_class]
                                     : model_.blood.cd8_cells[antigen_class];
}

}  // namespace tilscape
