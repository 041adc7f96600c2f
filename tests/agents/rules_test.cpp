// Rules of tumour cells and T cells with figures worked out by hand and the draws that decide. A chance p
// passes for the words below p·2³²: the last that passes and the first that does not are tried.

#include <cmath>

#include "agents/parameters/derive.hpp"
#include "agents/rules/entry.hpp"
#include "agents/rules/escape.hpp"
#include "agents/rules/immune_turnover.hpp"
#include "agents/rules/migration.hpp"
#include "agents/rules/mutation.hpp"
#include "agents/rules/surveillance.hpp"
#include "agents/rules/tumour_turnover.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t lowest = 0, highest = 0xffffffffu, half = 0x80000000u;

RandomWords words(std::uint32_t a, std::uint32_t b = highest, std::uint32_t c = highest,
                  std::uint32_t d = highest) {
  return {a, b, c, d};
}

constexpr float even_odds = 0.69314718f;  // expected so often, something happens with the chance one half

/// The word below which something of which so many are expected happens.
std::uint32_t threshold(double expected) {
  return static_cast<std::uint32_t>(-std::expm1(-expected) * 4294967296.0);
}

/// Oxygen thresholds 2, 4 and 12 mmHg; every chance one half.
TurnoverRules turnover_rules() {
  TurnoverRules r{};
  r.oxygen_necrosis = 2, r.oxygen_hypoxia = 4, r.oxygen_full = 12;
  r.apoptosis = r.apoptotic_clearance = chance_of(0.5);
  r.necrotic_clearance = chance_of(0.25);
  r.necroses = even_odds;
  for (std::uint32_t k = 0; k <= genotype::max_drivers; ++k)
    r.divisions[k] = 0.01f * static_cast<float>(k + 1);
  for (float& left : r.ifn_gamma_left.value) left = 1;
  return r;
}

SurveillanceRules surveillance_rules() {
  return derive_rules(default_parameters().model, 1, 0).surveillance;
}

}  // namespace

TEST_CASE("Oxygen scales division from hypoxia to full and necrosis from hypoxia down", "[agents][rules]") {
  const TurnoverRules r = turnover_rules();
  CHECK(division_oxygen_factor(r, 3) == 0);
  CHECK(division_oxygen_factor(r, 4) == 0);
  CHECK(division_oxygen_factor(r, 6) == 0.25f);
  CHECK(division_oxygen_factor(r, 12) == 1);
  CHECK(division_oxygen_factor(r, 38) == 1);
  CHECK(necrosis_oxygen_factor(r, 1) == 1);
  CHECK(necrosis_oxygen_factor(r, 2) == 1);
  CHECK(necrosis_oxygen_factor(r, 3.5f) == 0.25f);
  CHECK(necrosis_oxygen_factor(r, 4) == 0);
}

TEST_CASE("A tumour cell dies of apoptosis first, then of necrosis", "[agents][rules]") {
  const TurnoverRules r = turnover_rules();
  const auto death = [&r](float oxygen, const RandomWords& w) {
    return death_of(r, BodyLevels{}, Tissue::tumour_quiescent, oxygen, w);
  };
  CHECK(death(38, words(half - 1)) == Death::apoptosis);
  CHECK(death(38, words(half, lowest)) == Death::none);
  constexpr std::uint32_t rounding = 200;
  CHECK(death(1, words(half, half - rounding)) == Death::necrosis);
  CHECK(death(1, words(half, half + rounding)) == Death::none);
  const std::uint32_t at_half_rate = threshold(0.5 * std::log(2.0));
  CHECK(death(3, words(half, at_half_rate - rounding)) == Death::necrosis);
  CHECK(death(3, words(half, at_half_rate + rounding)) == Death::none);
  CHECK(death(1, words(lowest, lowest)) == Death::apoptosis);
}

TEST_CASE("Chemotherapy kills cycling cells that apoptosis leaves", "[agents][rules]") {
  TurnoverRules r = turnover_rules();
  r.apoptosis_chance = 0.5f;
  BodyLevels body;
  body.cytotoxic_chance = 0.5f;  // apoptosis takes half, the drug half of the rest
  const auto death = [&](Tissue now, std::uint32_t word) {
    return death_of(r, body, now, 38, words(word, highest));
  };
  CHECK(death(Tissue::tumour_cycling, half - 1) == Death::apoptosis);
  CHECK(death(Tissue::tumour_cycling, half) == Death::treatment);
  CHECK(death(Tissue::tumour_cycling, half + half / 2 - 1) == Death::treatment);
  CHECK(death(Tissue::tumour_cycling, half + half / 2) == Death::none);
  CHECK(death(Tissue::tumour_quiescent, half) == Death::none);
  CHECK(corpse_of(Death::treatment) == Tissue::tumour_apoptotic);
  CHECK(corpse_of(Death::necrosis) == Tissue::tumour_necrotic);
}

TEST_CASE("A targeted inhibitor slows division, but not that of resistant cells", "[agents][rules]") {
  const TurnoverRules r = turnover_rules();
  BodyLevels body;
  body.division_factor = 0.25f;
  CHECK(expected_divisions(r, body, 0, 38, 0) == 0.0025f);
  CHECK(expected_divisions(r, body, genotype::inhibitor_resistant, 38, 0) == 0.01f);
  CHECK(least_divisions(r, body, 38, 0) == 0.0025f);
}

TEST_CASE("A CAR T cell needs the antigen alone: no MHC-I, no allele, no antigenicity", "[agents][rules]") {
  SurveillanceRules r = surveillance_rules();
  const std::uint8_t car = car_receptor + 9;
  CHECK(recognises(r, car, std::uint64_t{1} << 9, genotype::b2m_lost | genotype::hla_mask));
  CHECK_FALSE(recognises(r, 9, std::uint64_t{1} << 9, genotype::b2m_lost));
  CHECK_FALSE(recognises(r, car, ~(std::uint64_t{1} << 9), 0));
  r.antigenicity[9] = 0;
  CHECK(antigen_shown(r, car, 0) == 1);
  CHECK(antigen_shown(r, 9, 1) == 0);
}

TEST_CASE("Adhesion at a vessel rises with the chemokine", "[agents][rules]") {
  EntryRules r{};
  r.adhesion = 0.2f, r.adhesion_half_chemokine = 3;
  CHECK(adhesion_chance(r, 0) == 0.2f);
  CHECK(adhesion_chance(r, 3) == Approx(0.6));
  CHECK(adhesion_chance(r, 1e9f) == Approx(1));
  r.adhesion = 1;
  CHECK(adhesion_chance(r, 0) == 1);
  CHECK(adhesion_chance(r, 3) == 1);
}

TEST_CASE("Corpses are cleared by their own chance", "[agents][rules]") {
  const TurnoverRules r = turnover_rules();
  CHECK(cleared(r, Tissue::tumour_apoptotic, words(half - 1)));
  CHECK_FALSE(cleared(r, Tissue::tumour_apoptotic, words(half)));
  CHECK(cleared(r, Tissue::tumour_necrotic, words(half / 2 - 1)));
  CHECK_FALSE(cleared(r, Tissue::tumour_necrotic, words(half / 2)));
}

TEST_CASE("The rate of division grows with drivers and oxygen", "[agents][rules]") {
  const TurnoverRules r = turnover_rules();
  const auto with_drivers = [](std::uint32_t n) {
    return static_cast<std::uint16_t>(n << genotype::driver_shift | 0xfff);
  };
  CHECK(expected_divisions(r, BodyLevels{}, with_drivers(0), 38, 0) == 0.01f);
  CHECK(expected_divisions(r, BodyLevels{}, with_drivers(15), 38, 0) == 0.16f);
  CHECK(expected_divisions(r, BodyLevels{}, with_drivers(3), 6, 0) == 0.04f * 0.25f);
}

TEST_CASE("IFN-gamma slows division, but not that of cells without JAK", "[agents][rules]") {
  ModelParameters m = default_parameters().model;
  m.tumour.ifn_gamma_arrest = 0.8;
  m.tumour.ifn_gamma_arrest_ec50_ng_per_ml = 2;
  const TurnoverRules r = derive_rules(m, 1, 0).turnover;
  const float full = r.divisions[0], plenty = 1e30f;
  const auto expected = [&](std::uint16_t genome, float ifn_gamma) {
    return expected_divisions(r, BodyLevels{}, genome, 38, ifn_gamma);
  };
  CHECK(expected(0, 0) == full);
  CHECK(expected(0, 2) == Approx(0.6 * full));
  CHECK(expected(0, 6) == Approx(0.4 * full));
  CHECK(expected(0, plenty) == Approx(0.2 * full));
  CHECK(expected(genotype::jak_lost, plenty) == full);
  CHECK(least_divisions(r, BodyLevels{}, 38, 2) == expected(0, 2));
  const TurnoverRules off = derive_rules(default_parameters().model, 1, 0).turnover;
  CHECK(expected_divisions(off, BodyLevels{}, 0, 38, plenty) == off.divisions[0]);
}

TEST_CASE("A live cell is hypoxic, or cycling with room, or quiescent", "[agents][rules]") {
  const TurnoverRules r = turnover_rules();
  CHECK(cycle_state(r, 4, true) == Tissue::tumour_hypoxic);
  CHECK(cycle_state(r, 4.1f, true) == Tissue::tumour_cycling);
  CHECK(cycle_state(r, 4.1f, false) == Tissue::tumour_quiescent);
}

TEST_CASE("The n-th set bit is found at both ends of a mask", "[agents][rules]") {
  CHECK(nth_set_bit(1, 0) == 0);
  CHECK(nth_set_bit(0b101100, 0) == 2);
  CHECK(nth_set_bit(0b101100, 1) == 3);
  CHECK(nth_set_bit(0b101100, 2) == 5);
  CHECK(nth_set_bit(std::uint64_t{1} << 63, 0) == 63);
  CHECK(nth_set_bit(~std::uint64_t{0}, 63) == 63);
  CHECK(bits_set(0) == 0);
  CHECK(bits_set(~std::uint64_t{0}) == 64);
}

TEST_CASE("A cell presents the antigens of the alleles it kept, if it has B2M", "[agents][rules]") {
  const SurveillanceRules r = surveillance_rules();  // class k is presented by allele k mod 6
  const std::uint64_t antigens = 0b10000011;         // classes 0, 1 and 7
  CHECK(presented(r, antigens, 0) == antigens);
  CHECK(presented(r, antigens, 1u << 1) == 0b1);  // allele 1 presents 1 and 7
  CHECK(presented(r, antigens, 1u << 0) == 0b10000010);
  CHECK(presented(r, antigens, genotype::hla_mask) == 0);
  CHECK(presented(r, antigens, genotype::b2m_lost) == 0);
  CHECK(presented(r, antigens, genotype::jak_lost | genotype::pdl1_amplified) == antigens);
  CHECK(recognises(r, 7, antigens, 0));
  CHECK_FALSE(recognises(r, 2, antigens, 0));
  CHECK_FALSE(recognises(r, 7, antigens, 1u << 1));
  CHECK(recognises(r, 63, std::uint64_t{1} << 63, 0));
}

TEST_CASE("A lost allele presents no antigen gained later", "[agents][rules]") {
  const SurveillanceRules r = surveillance_rules();
  const std::uint16_t lost = 1u << 1;
  Genome genome{0b1, lost};
  MutationRules always{};
  always.neoantigen = chance_of(1);
  int on_lost = 0;
  for (std::uint32_t k = 0; k < antigen_classes; ++k) {  // the word that picks class k
    Genome later = genome;
    CHECK(mutate_antigens(always, later, words(0, k << 26)) == mutation_kind::neoantigen);
    CHECK(later.antigens == (0b1 | std::uint64_t{1} << k));
    const auto receptor = static_cast<std::uint8_t>(k);
    CHECK(recognises(r, receptor, later.antigens, 0));
    CHECK(recognises(r, receptor, later.antigens, lost) == (k % 6 != 1));
    on_lost += k % 6 == 1;
  }
  CHECK(on_lost == 11);
}

TEST_CASE("What a T cell sees scales with MHC-I and antigenicity", "[agents][rules]") {
  SurveillanceRules r = surveillance_rules();
  r.antigenicity[5] = 0.5f;
  CHECK(antigen_shown(r, 5, 1) == 0.5f);
  CHECK(antigen_shown(r, 5, 0.5f) == 0.25f);
  CHECK(antigen_shown(r, 5, 0) == 0);
}

TEST_CASE("Six complexes per square micrometre halve the hits", "[agents][rules]") {
  SurveillanceRules r = surveillance_rules();  // half at 6, exponent 2; 2 complexes at PD-1 = PD-L1 = 1
  BodyLevels body;
  CHECK(brake(r, body, 0, 6) == 1);
  CHECK(brake(r, body, 1, 3) == Approx(0.5).epsilon(1e-6));
  CHECK(brake(r, body, 0.5f, 6) == Approx(0.5).epsilon(1e-6));
  CHECK(brake(r, body, 1, 1) == Approx(1 / (1 + 1.0 / 9)).epsilon(1e-4));
  CHECK(brake(r, body, 1, 6) == Approx(0.2).epsilon(1e-3));
  body.checkpoint_free = 0.5f;  // an antibody halves the complexes
  CHECK(brake(r, body, 1, 6) == Approx(0.5).epsilon(1e-6));
  body.checkpoint_free = 0;
  CHECK(brake(r, body, 1, 6) == 1);
}

TEST_CASE("One hit is repaired for each full memory time", "[agents][rules]") {
  SurveillanceRules r{};
  r.hit_memory_steps = 50;
  CHECK(hits_left(r, 2, 0) == 2);
  CHECK(hits_left(r, 2, 49) == 2);
  CHECK(hits_left(r, 2, 50) == 1);
  CHECK(hits_left(r, 2, 99) == 1);
  CHECK(hits_left(r, 2, 100) == 0);
  CHECK(hits_left(r, 0, 1000000) == 0);
}

TEST_CASE("PD-1 rises while engaged and falls otherwise", "[agents][rules]") {
  SurveillanceRules r{};
  r.pd1_rise = 0.25f, r.pd1_fall = 0.5f;
  CHECK(next_pd1(r, 0.5f, true) == 0.625f);
  CHECK(next_pd1(r, 0.5f, false) == 0.25f);
  CHECK(next_pd1(r, 1, true) == 1);
  CHECK(next_pd1(r, 0, false) == 0);
}

TEST_CASE("PD-L1 and MHC-I approach their levels as the genotype allows", "[agents][rules]") {
  EscapeRules r = derive_rules(default_parameters().model, 1, 0).escape;
  r.pdl1_rise = 0.5f, r.pdl1_fall = 0.25f, r.mhc1_approach = 0.5f;
  r.pdl1_amplified = 5;
  const float plenty = 1e30f, ec50 = 0.11f;
  CHECK(next_pdl1(r, 1, 0, plenty) == Approx(3.5));
  CHECK(next_pdl1(r, 1, 0, ec50) == Approx(1 + 0.5 * 2.5));
  CHECK(next_pdl1(r, 5, 0, 0) == 4);
  CHECK(next_pdl1(r, 1, genotype::jak_lost, plenty) == 1);
  CHECK(next_pdl1(r, 1, genotype::pdl1_amplified, 0) == 3);
  CHECK(next_pdl1(r, 1, genotype::pdl1_amplified, plenty) == Approx(3.5));
  CHECK(next_mhc1(r, 0.5f, 0, 0) == 0.5f);
  CHECK(next_mhc1(r, 0.5f, 0, plenty) == Approx(0.75));
  CHECK(next_mhc1(r, 0.5f, genotype::jak_lost, plenty) == 0.5f);
  CHECK(next_mhc1(r, 0.9f, genotype::b2m_lost, plenty) == 0);
}

TEST_CASE("A T cell divides within a window after recognition, not too often", "[agents][rules]") {
  ImmuneTurnoverRules r{};
  r.division_window_steps = 100, r.division_interval_steps = 60, r.max_divisions = 4;
  const Immune searching = Immune::cd8_searching;
  CHECK(may_divide(r, searching, 1000, 900, 940, 3));
  CHECK_FALSE(may_divide(r, searching, 1000, 899, 940, 3));  // recognised too long ago
  CHECK_FALSE(may_divide(r, searching, 1000, 900, 941, 3));  // divided too recently
  CHECK_FALSE(may_divide(r, searching, 1000, 900, 940, 4));  // too often
  CHECK_FALSE(may_divide(r, searching, 100, 0, 0, 0));       // never recognised anything
  CHECK_FALSE(may_divide(r, Immune::cd8_exhausted, 1000, 900, 940, 3));
  CHECK(may_divide(r, Immune::cd8_engaged, 1000, 1000, 940, 0));
}

TEST_CASE("A diagonal is taken as often as its length allows", "[agents][rules]") {
  ModelParameters m = default_parameters().model;
  m.lattice.spacing_um = 10;
  m.t_cell.speed_um_per_min = 5;
  m.t_cell.tissue_speed_factor = 0.5;
  m.t_cell.crowding_slowdown = 0.4;
  m.immune.stroma_speed_factor = 0.5;
  const WalkRules r = derive_rules(m, 1, 0).walk;
  CHECK(move_chance(r, Immune::cd8_searching, 1, Tissue::none, 0, 8) == Approx(0.5));
  CHECK(move_chance(r, Immune::cd8_searching, 2, Tissue::vessel, 0, 8) == Approx(0.5 / std::sqrt(2.0)));
  CHECK(move_chance(r, Immune::cd8_searching, 3, Tissue::none, 0, 26) == Approx(0.5 / std::sqrt(3.0)));
  CHECK(move_chance(r, Immune::cd8_searching, 1, Tissue::tumour_cycling, 0, 8) == Approx(0.25));
  CHECK(move_chance(r, Immune::cd8_searching, 1, Tissue::stroma, 0, 8) == Approx(0.125));
  CHECK(move_chance(r, Immune::cd8_searching, 1, Tissue::none, 4, 8) == Approx(0.5 * 0.8));
  CHECK(move_chance(r, Immune::cd8_searching, 1, Tissue::tumour_necrotic, 8, 8) == Approx(0.25 * 0.6));
}

TEST_CASE("Receptors are shared out as the blood holds them", "[agents][rules]") {
  ModelParameters m = default_parameters().model;
  m.blood.cd8_cells.fill(0);
  m.blood.cd8_cells[3] = 1, m.blood.cd8_cells[63] = 3;
  const EntryRules r = derive_rules(m, 1, 0).entry;
  CHECK(receptor_class(r, lowest) == 3);
  CHECK(receptor_class(r, half / 2 - 1) == 3);
  CHECK(receptor_class(r, half / 2) == 63);
  CHECK(receptor_class(r, highest) == 63);
}
