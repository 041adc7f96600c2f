// The handler only notes the signal: everything else happens between two steps.
#include "tools/stop_request.hpp"

#include <unistd.h>

#include <csignal>

namespace tilscape {

namespace {

constexpr int requeue_me = 75;  // sysexits' EX_TEMPFAIL: batch systems requeue on it
volatile std::sig_atomic_t received = 0;

void note(int signal) {
  if (received == SIGINT && signal == SIGINT) ::_exit(128 + SIGINT);  // asked twice
  received = signal;
}

}  // namespace

StopRequest::StopRequest(double max_wall_time_s) : max_wall_time_s_(max_wall_time_s) {
  received = 0;
  for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) std::signal(signal, note);
}

int StopRequest::exit_code() const {
  if (received == SIGUSR1) return requeue_me;
  if (received != 0) return 128 + received;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  return max_wall_time_s_ > 0 && elapsed.count() >= max_wall_time_s_ ? requeue_me : 0;
}

}  // namespace tilscape
