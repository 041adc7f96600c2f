#include "agents/readouts/readouts.hpp"

#include <algorithm>

#include "core/base/elementary.hpp"

namespace tilscape {

void Diversity::add(std::uint64_t members) {
  if (members == 0) return;
  const auto n = static_cast<double>(members);
  ++kinds_;
  members_ += members;
  n_log_n_ += n * elementary::log(n);
  n_squared_ += n * n;
}

double Diversity::shannon() const {
  if (members_ == 0) return not_measured;
  const auto n = static_cast<double>(members_);
  return std::max(0.0, elementary::log(n) - n_log_n_ / n);
}

double Diversity::simpson() const {
  if (members_ == 0) return not_measured;
  const auto n = static_cast<double>(members_);
  return 1 - n_squared_ / (n * n);
}

double Diversity::clonality() const {
  if (members_ == 0) return not_measured;
  if (kinds_ == 1) return 1;
  return std::max(0.0, 1 - shannon() / elementary::log(static_cast<double>(kinds_)));
}

}  // namespace tilscape
