// Every purpose a random number is drawn for, in one place. A purpose belongs to one pass of one phase and is
// drawn at the site its cell held when the phase began (or at the site that several cells contend for).
#pragma once

#include <cstdint>

namespace tilscape {

enum class Purpose : std::uint32_t {
  initial_tissue = 1,        // synthetic start: what a site's tissue layer holds
  initial_immune = 2,        // an immune cell of the start: receptor, heading
  initial_vessel = 4,        // at the site of layer z = 0: a vessel runs along z
  initial_immune_type = 5,   // synthetic start: which immune cell, if any
  initial_scatter = 6,       // one permutation per replicate: an exact number of scattered tumour cells
  antigenicity = 3,          // per antigen class, at local site = class
  walk = 10,                 // turn, chemotaxis, new heading, move
  walk_conflict = 11,        // at the contended site
  shuffle_key = 12,          // one permutation per replicate and step, at local site 0
  encounter = 20,            // whom to scan, engage, hit
  lethal_hit = 21,           // at the tumour cell: whose hit counts as the kill
  engagement_conflict = 22,  // at the tumour cell: who of several engages it (immune.shares_target: false)
  tumour_fate = 30,          // apoptosis, necrosis or clearance, division, direction
  bond_division = 31,        // draw d / 4, word d % 4: the bond in direction d (placement per_bond)
  anywhere_key = 32,         // one permutation per replicate and step (placement anywhere)
  tumour_division_conflict = 33,  // at the contended site
  mutation_daughter = 34,         // at the new site
  mutation_mother = 35,           // at the old site
  push_key = 36,                  // one permutation per replicate and step (placement push): who goes first
  draw_in = 37,                   // at a cleared corpse, draw = round: two ways out
  immune_fate = 40,               // death, direction of a division
  immune_division_conflict = 41,
  macrophage = 45,        // polarisation, phagocytosis, which corpse
  entry = 50,             // at the vessel or the site entered: adhesion, heading
  entry_key = 51,         // permutations of one replicate and step, at local site 0: places, cells
  entry_phase = 52,       // at local site = row of the entry table: where in a cell its flow begins
  radiation = 60,         // at the cell's site: does it survive a dose
  stroma_depletion = 61,  // at the site: does a dose take its stroma
  vessel = 70,            // at the vessel: collapse; at a site beside it: sprouting
};

}  // namespace tilscape
