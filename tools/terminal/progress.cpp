// Written to stderr, so that stdout stays for results.
#include "tools/terminal/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "tools/machine/machine.hpp"
#include "tools/terminal/say.hpp"

namespace tilscape {

namespace {
constexpr int bar_width = 24;
constexpr double seconds_between_draws = 0.2, seconds_between_lines = 30;
}  // namespace

Progress::Progress(double member_days) : member_days_(member_days), terminal_(isatty(STDERR_FILENO) != 0) {}

void Progress::begin(const std::string& label, std::size_t members, double from_day, double days) {
  member_days_before_ += members_ * days_;
  label_ = label.empty() ? "" : label + "  ";
  members_ = static_cast<double>(members);
  days_ = days;
  member_days_skipped_ += members_ * from_day;
  batch_start_ = Clock::now();
}

void Progress::show(double day, std::uint64_t tumour_cells, std::uint64_t cd8_cells,
                    std::uint64_t agent_updates) {
  const auto now = Clock::now();
  const double wait = terminal_ ? seconds_between_draws : seconds_between_lines;
  const auto since = last_ == Clock::time_point{} && !terminal_ ? now - start_ : now - last_;
  if (std::chrono::duration<double>(since).count() < wait) return;
  last_ = now;
  const std::string text = line(day, tumour_cells, cd8_cells, agent_updates);
  say(stderr, "{}{}{}", terminal_ ? "\r" : "", text, terminal_ ? "\033[K" : "\n");
  drawn_ = terminal_;
}

std::string Progress::line(double day, std::uint64_t tumour_cells, std::uint64_t cd8_cells,
                           std::uint64_t agent_updates) const {
  const double seconds = std::chrono::duration<double>(last_ - start_).count();
  const double batch_seconds = std::chrono::duration<double>(last_ - batch_start_).count();
  const double done = member_days_before_ + members_ * day;
  const double share = member_days_ > 0 ? std::min(1.0, done / member_days_) : 1;
  const double simulated = done - member_days_skipped_;
  const std::string left =
      simulated > 0 && seconds > 1 ? human_time(seconds * (member_days_ - done) / simulated) + " left" : "";
  const std::string rate =
      batch_seconds > 0
          ? fmt::format("{:.1f} M updates/s", 1e-6 * static_cast<double>(agent_updates) / batch_seconds)
          : "";
  const std::string numbers = fmt::format("day {:.2f}/{:g}  {} tumour  {} CD8 T  {}  {}", day, days_,
                                          grouped(tumour_cells), grouped(cd8_cells), rate, left);
  if (!terminal_) return label_ + numbers;
  const int full = static_cast<int>(share * bar_width);
  return fmt::format("{}[{:=<{}}{: <{}}] {}", label_, "", full, "", bar_width - full, numbers);
}

void Progress::clear() {
  if (drawn_) say(stderr, "\r\033[K");
  drawn_ = false;
}

}  // namespace tilscape
