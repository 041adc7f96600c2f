// The handler only notes the signal: everything else happens between two steps.
#include "tools/terminal/stop_request.hpp"

#include <unistd.h>

#include <csignal>

namespace tilscape {

namespace {

constexpr int requeue_me = 75;  // sysexits' EX_TEMPFAIL: batch systems requeue on it

/// What batch systems send ahead of their time limit: SIGUSR1 Slurm, SIGUSR2 LSF and Grid Engine, SIGXCPU
/// whoever limits processor time.
constexpr int requeuing[] = {SIGUSR1, SIGUSR2, SIGXCPU};
constexpr int ending[] = {SIGINT, SIGTERM, SIGHUP};

volatile std::sig_atomic_t to_requeue = 0, to_end = 0, is_interrupted = 0;

extern "C" void note_requeuing(int) {
  to_requeue = 1;
}

extern "C" void note_ending(int signal) {
  if (signal == SIGINT && is_interrupted) ::_exit(128 + SIGINT);  // asked twice
  if (signal == SIGINT) is_interrupted = 1;
  to_end = signal;
}

/// Unless whoever started the program ignores it: nohup does so with SIGHUP, a shell with SIGINT of what it
/// starts in the background.
void heed(int signal, void (*handler)(int)) {
  struct sigaction now {};
  if (::sigaction(signal, nullptr, &now) != 0 || now.sa_handler == SIG_IGN) return;
  struct sigaction ours {};
  ours.sa_handler = handler;
  ours.sa_flags = SA_RESTART;
  ::sigemptyset(&ours.sa_mask);
  ::sigaction(signal, &ours, nullptr);
}

}  // namespace

StopRequest::StopRequest(double max_wall_time_s) : max_wall_time_s_(max_wall_time_s) {
  to_requeue = 0;
  to_end = 0;
  is_interrupted = 0;
  for (const int signal : requeuing) heed(signal, note_requeuing);
  for (const int signal : ending) heed(signal, note_ending);
}

int StopRequest::exit_code() const {
  if (to_end != 0) return 128 + to_end;
  if (to_requeue != 0) return requeue_me;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  return max_wall_time_s_ > 0 && elapsed.count() >= max_wall_time_s_ ? requeue_me : 0;
}

}  // namespace tilscape
