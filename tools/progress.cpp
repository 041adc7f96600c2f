// Written to stderr, so that stdout stays for results.
#include "tools/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "tools/machine.hpp"

namespace tilscape {

namespace {
constexpr int bar_width = 24;
constexpr double seconds_between_draws = 0.2, seconds_between_lines = 30;
}  // namespace

Progress::Progress(double days, std::string prefix)
    : days_(days), prefix_(std::move(prefix)), terminal_(isatty(STDERR_FILENO) != 0) {}

void Progress::show(double day, std::uint64_t tumour_cells, std::uint64_t t_cells,
                    std::uint64_t agent_updates) {
  const auto now = Clock::now();
  const double wait = terminal_ ? seconds_between_draws : seconds_between_lines;
  const auto since = last_ == Clock::time_point{} && !terminal_ ? now - start_ : now - last_;
  if (std::chrono::duration<double>(since).count() < wait) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const std::string text = line(day, tumour_cells, t_cells, agent_updates, seconds);
  fmt::print(stderr, "{}{}{}", terminal_ ? "\r" : "", text, terminal_ ? "\033[K" : "\n");
  std::fflush(stderr);
  drawn_ = terminal_;
}

std::string Progress::line(double day, std::uint64_t tumour_cells, std::uint64_t t_cells,
                           std::uint64_t agent_updates, double seconds) const {
  const double share = days_ > 0 ? std::min(1.0, day / days_) : 1;
  const std::string left =
      share > 0 && seconds > 1 ? human_time(seconds * (1 - share) / share) + " left" : "";
  const std::string rate =
      seconds > 0 ? fmt::format("{:.1f} M updates/s", 1e-6 * static_cast<double>(agent_updates) / seconds)
                  : "";
  const std::string numbers = fmt::format("day {:.2f}/{:g}  {} tumour  {} T  {}  {}", day, days_,
                                          grouped(tumour_cells), grouped(t_cells), rate, left);
  if (!terminal_) return prefix_ + numbers;
  const int full = static_cast<int>(share * bar_width);
  return fmt::format("{}[{:=<{}}{: <{}}] {}", prefix_, "", full, "", bar_width - full, numbers);
}

void Progress::clear() {
  if (drawn_) fmt::print(stderr, "\r\033[K");
  drawn_ = false;
}

}  // namespace tilscape
