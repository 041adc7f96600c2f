// A walk up and down in steps of an eighth; a trial is one stretch long.
#include "core/execution/team_size.hpp"

#include <algorithm>

namespace tilscape {

namespace {

/// Of members that work all the time. A team that reaches it is left alone.
constexpr double good_share = 0.75;
/// So much faster a size must be to be taken. A larger one takes cores that others could use.
constexpr double worth_shrinking = 1.02, worth_growing = 1.1;

int step_of(int members) {
  return std::max(1, members / 8);
}

}  // namespace

void TeamSize::Patience::grow() {
  now_ = std::clamp(2 * now_, least, most);
}

void TeamSize::note(double rate) {
  if (most_ == 1) return;
  if (before_trial_ != 0) return end_trial(rate);
  rate_ = rate_ == 0 ? rate : (rate_ + rate) / 2;
  ++stretches_;
  if (may_be_too_large() && to_shrink_.ends_after(stretches_))
    try_size(members_ - step_of(members_));
  else if (members_ < most_ && to_grow_.ends_after(stretches_))
    try_size(std::min(most_, members_ + step_of(members_)));
}

/// No team has a greater rate than it has members.
bool TeamSize::may_be_too_large() const {
  return members_ > 1 && rate_ < std::min<double>(members_ - step_of(members_), good_share * members_);
}

void TeamSize::try_size(int members) {
  before_trial_ = members_;
  members_ = members;
}

void TeamSize::end_trial(double rate) {
  const bool grew = members_ > before_trial_;
  Patience& patience = grew ? to_grow_ : to_shrink_;
  if (rate >= (grew ? worth_growing : worth_shrinking) * rate_) {
    patience.start_again();
    rate_ = rate;
  } else {
    patience.grow();
    members_ = before_trial_;
  }
  before_trial_ = 0;
  stretches_ = 0;
}

}  // namespace tilscape
