// Rows of what a tumour cell inherits and loses: mutations, and the antigen classes that T cells can
// recognise.
#include "config/schema/rows.hpp"

namespace tilscape::rows {
namespace {

const NumberRange chance{0, 1};

void add_mutations(std::vector<Row>& rows) {
  using U = MutationParameters;
  Section mutation(
      rows, "mutation.", [](auto& r) -> auto& { return r.model.mutation; });
  mutation.number("passengers_per_daughter", &U::passengers_per_daughter, 0.0075, {0, 20},
                  {"1", "Mean number (Poisson) of new exonic mutations in each daughter of a division.", P,
                   "Bozic 2016: 0.015 per division, shared by two daughters"});
  mutation.number("neoantigen_per_mutation", &U::neoantigen_per_mutation, 0.075, chance,
                  {"1", "Chance that a mutation adds a neoantigen.", F, "CloneGrowthSimulation: 0.075"});
  mutation.number(
      "driver_per_daughter", &U::driver_per_daughter, 1e-5, chance,
      {"1", "Chance of a driver mutation in each daughter.", M, "from memory: order of 1e-5 per division"});
  mutation.number("driver_advantage", &U::driver_advantage, 0.2, {0, 100},
                  {"1", "One driver multiplies the division rate by 1 + this.", P,
                   "Williams 2018: advantages above 20 % are detectable"});
  mutation.choice("driver_effect", &U::driver_effect, DriverEffect::multiplicative,
                  {{"multiplicative", DriverEffect::multiplicative}, {"additive", DriverEffect::additive}},
                  {"1",
                   "How several drivers add up. multiplicative: n of them multiply the division rate by "
                   "(1 + driver_advantage)^n. additive: by 1 + n driver_advantage.",
                   S, "setting of this project"});
  mutation.number("escape_per_mutation", &U::escape_per_mutation, 1e-6, chance,
                  {"1", "Chance that a mutation silences one of the antigen classes that the genome encodes.",
                   F, "CloneGrowthSimulation: 1e-6"});
  mutation.number("hla_loss_per_daughter", &U::hla_loss_per_daughter, 5e-6, chance,
                  {"1", "Chance of losing one of the kept HLA class I alleles.", M,
                   "assumption: 1e-6 to 1e-5 per division"});
  mutation.number("b2m_loss_per_daughter", &U::b2m_loss_per_daughter, 1e-7, chance,
                  {"1", "Chance of losing B2M, and with it all MHC-I.", M, "assumption: 1e-7 per division"});
  mutation.number("jak_loss_per_daughter", &U::jak_loss_per_daughter, 1e-7, chance,
                  {"1", "Chance of losing JAK1/2: the cell no longer senses IFN-gamma.", M,
                   "assumption: 1e-7 per division"});
  mutation.number("pdl1_amplification_per_daughter", &U::pdl1_amplification_per_daughter, 1e-7, chance,
                  {"1", "Chance of amplifying PD-L1.", M, "assumption: 1e-7 per division"});
  mutation.number("resistance_per_daughter", &U::resistance_per_daughter, 0, chance,
                  {"1", "Chance of resistance to the targeted inhibitor.", M,
                   "from memory: 1e-8 to 1e-7 per division; 0 unless the therapy has one"});
}

IntegerList classes_over_six_alleles() {
  IntegerList alleles;
  for (int k = 0; k < antigen_classes; ++k)
    alleles.push_back(static_cast<std::uint64_t>(k) % genotype::hla_alleles);
  return alleles;
}

void add_antigens(std::vector<Row>& rows) {
  using A = AntigenParameters;
  Section antigens(
      rows, "antigens.", [](auto& r) -> auto& { return r.model.antigens; });
  antigens.integer_list("founder_classes", &A::founder_classes, {0}, {0, antigen_classes - 1},
                        {0, antigen_classes, true},
                        {"1", "Antigen classes that every initial tumour cell carries.", M,
                         "assumption: one shared tumour antigen"});
  antigens.number("antigenicity_mean", &A::antigenicity_mean, 0.2, {0, 100},
                  {"1", "Mean of the exponential law of the antigenicity of new classes, capped at 1.", F,
                   "CloneGrowthSimulation: 0.2"});
  antigens.integer_list("hla_allele", &A::hla_allele, classes_over_six_alleles(),
                        {0, genotype::hla_alleles - 1}, {antigen_classes, antigen_classes},
                        {"1", "For each of the 64 antigen classes, the HLA allele (0 to 5) that presents it.",
                         M, "assumption: class modulo 6, an even share"});
}

}  // namespace

void add_genome_rows(std::vector<Row>& rows) {
  add_mutations(rows);
  add_antigens(rows);
}

}  // namespace tilscape::rows
