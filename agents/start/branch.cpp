// Only what parameters decide the shape of is touched: fields, body, log.
#include "agents/start/branch.hpp"

#include <algorithm>

#include "agents/body/body.hpp"

namespace tilscape {

namespace {

Body body_of(const ReplicateStart& start, std::uint32_t vessels) {
  return {start.model, start.seed, start.number, vessels};
}

/// A field whose own parameters differ begins anew at its next solve; one that both have goes on.
void adopt_fields(ReplicateState& state, const ModelParameters& before, const ModelParameters& after) {
  for (int f = 0; f < field_count; ++f) {
    std::vector<float>& values = state.fields[f];
    const bool is_on = after.fields[f].enabled, was_on = !values.empty();
    state.begins_anew[f] = is_on && (state.begins_anew[f] || after.fields[f] != before.fields[f]);
    if (is_on == was_on) continue;
    if (is_on)
      values.assign(state.tissue.size(), static_cast<float>(after.fields[f].initial));
    else
      values = {};
    state.residuals[f].reset();
  }
}

}  // namespace

ReplicateState branch_of(const ReplicateState& state, const ReplicateStart& before,
                         const ReplicateStart& after) {
  ReplicateState branch = state;
  adopt_fields(branch, before.model, after.model);
  const auto vessels =
      static_cast<std::uint32_t>(std::count(state.tissue.begin(), state.tissue.end(), Tissue::vessel));
  const Body was = body_of(before, vessels), is = body_of(after, vessels);
  KeptBody body = was.restored(state.body);
  body.state = is.adopt(body.state, was);
  body.counts.resize(is.listens() ? body_count::count : 0);
  branch.body = is.record(body);
  std::sort(branch.clones.begin(), branch.clones.end(),
            [](const CloneRecord& a, const CloneRecord& b) { return a.id < b.id; });
  branch.clones_reported = 0;
  branch.events = {};
  return branch;
}

}  // namespace tilscape
