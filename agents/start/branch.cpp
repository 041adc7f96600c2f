// Only what parameters decide the shape of is touched: fields, body, log.
#include "agents/start/branch.hpp"

#include <algorithm>

#include "agents/body/body.hpp"

namespace tilscape {

namespace {

Body body_of(const ReplicateStart& start, std::uint32_t vessels) {
  return {start.model, start.seed, start.number, vessels};
}

void adopt_fields(ReplicateState& state, const ModelParameters& after) {
  for (int f = 0; f < field_count; ++f) {
    std::vector<float>& values = state.fields[f];
    if (!after.fields[f].enabled)
      values = {};
    else if (values.empty())
      values.assign(state.tissue.size(), static_cast<float>(after.fields[f].initial));
    else
      continue;
    state.residuals[f].reset();
  }
}

}  // namespace

ReplicateState branch_of(const ReplicateState& state, const ReplicateStart& before,
                         const ReplicateStart& after) {
  ReplicateState branch = state;
  adopt_fields(branch, after.model);
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
