// Each kind of mutation is as frequent among daughters as its chance says, and independent of the others.
#include <cmath>
#include <map>

#include "agents/kinds/purposes.hpp"
#include "agents/parameters/derive.hpp"
#include "agents/rules/mutation.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t daughters = 200000;

struct Drawn {
  std::map<std::uint16_t, double> kinds;  // daughters with this bit of mutation_kind
  double passengers = 0, both_losses = 0;
};

/// All daughters of one step, each with the antigens of 32 classes.
Drawn draw_all(const MutationParameters& mutation) {
  ModelParameters m = default_parameters().model;
  m.mutation = mutation;
  const MutationRules rules = derive_rules(m, 1, 0).mutation;
  const std::uint64_t key = replicate_key(5, 0);
  const Draws draws{&key, Step{9}, static_cast<std::uint32_t>(Purpose::mutation_daughter), 0};
  constexpr std::uint16_t both = mutation_kind::b2m_loss | mutation_kind::jak_loss;
  Drawn all;
  for (std::uint32_t site = 0; site < daughters; ++site) {
    Genome genome{0xffffffffu, 0};
    const Mutations drawn = mutate(rules, genome, draws, LocalSite{site}, 0);
    for (std::uint16_t bit = 1; bit; bit = static_cast<std::uint16_t>(bit << 1))
      if (drawn.kinds & bit) ++all.kinds[bit];
    all.passengers += drawn.passengers;
    all.both_losses += (drawn.kinds & both) == both;
  }
  return all;
}

void check_frequency(double found, double p) {
  INFO(found << " of " << daughters << ", expected share " << p);
  CHECK(std::abs(found - daughters * p) < 4.5 * std::sqrt(daughters * p * (1 - p)));
}

}  // namespace

TEST_CASE("each kind of mutation is as frequent as its chance", "[agents][mutation]") {
  const MutationParameters rates{.passengers_per_daughter = 0.8,
                                 .neoantigen_per_mutation = 0.25,
                                 .driver_per_daughter = 0.02,
                                 .escape_per_mutation = 0.1,
                                 .hla_loss_per_daughter = 0.03,
                                 .b2m_loss_per_daughter = 0.2,
                                 .jak_loss_per_daughter = 0.1,
                                 .pdl1_amplification_per_daughter = 0.05,
                                 .resistance_per_daughter = 0.004};
  Drawn all = draw_all(rates);
  check_frequency(all.kinds[mutation_kind::driver], 0.02);
  check_frequency(all.kinds[mutation_kind::hla_loss], 0.03);
  check_frequency(all.kinds[mutation_kind::b2m_loss], 0.2);
  check_frequency(all.kinds[mutation_kind::jak_loss], 0.1);
  check_frequency(all.kinds[mutation_kind::pdl1_amplification], 0.05);
  check_frequency(all.kinds[mutation_kind::inhibitor_resistance], 0.004);
  check_frequency(all.both_losses, 0.2 * 0.1);
  // A Poisson number of passengers; each is a neoantigen, or else silences an antigen with its chance.
  check_frequency(all.kinds[mutation_kind::passenger], 1 - std::exp(-0.8));
  CHECK(std::abs(all.passengers - 0.8 * daughters) < 4.5 * std::sqrt(0.8 * daughters));
  check_frequency(all.kinds[mutation_kind::neoantigen], 1 - std::exp(-0.8 * 0.25));
  check_frequency(all.kinds[mutation_kind::antigen_loss], 1 - std::exp(-0.8 * 0.75 * 0.1));
}

TEST_CASE("a kind whose chance is zero never happens", "[agents][mutation]") {
  Drawn none = draw_all({.passengers_per_daughter = 0.8});
  CHECK(none.kinds[mutation_kind::passenger] > 0);
  CHECK(none.kinds.size() == 1);
}
