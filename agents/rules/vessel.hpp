// Vessels as pure functions: what makes one collapse, and where one sprouts. No loops over sites, no memory,
// no generator.
#pragma once

#include "agents/parameters/rule_parameters.hpp"

namespace tilscape {

/// Do tumour cells press on a vessel? Solid stress is taken for their share of the neighbouring sites.
/// @param tumour      neighbouring sites with tumour cells or corpses
/// @param neighbours  those without a vessel: one runs on into the others
TILSCAPE_HD inline bool is_pressed(const VesselRules& r, std::uint32_t tumour, std::uint32_t neighbours) {
  return neighbours > 0 && static_cast<float>(tumour) >= r.collapse_share * static_cast<float>(neighbours);
}

/// Does VEGF, ng/mL, make a site beside a vessel one in this update?
TILSCAPE_HD inline bool vegf_calls(const VesselRules& r, float vegf_ng_per_ml, std::uint32_t word,
                                   std::uint32_t second_word) {
  return happens(r.sprout_chance(vegf_ng_per_ml), word, second_word);
}

/// May a site become a vessel, in view of those around? It continues or leaves one vessel, so that sprouts
/// stay thin and do not join; and near it there are no more than a straight vessel, 2 × reach + 1 sites, with
/// a sprout of its own, so that sprouts keep their distance.
/// @param beside  vessel sites beside it along an axis
/// @param near    within spacing_sites along every axis
TILSCAPE_HD inline bool may_sprout(const VesselRules& r, std::uint32_t beside, std::uint32_t near) {
  return beside == 1 && near <= 3 * r.spacing_sites;
}

}  // namespace tilscape
