// Signals, as a batch system, a shell and a person send them.
#include "tools/terminal/stop_request.hpp"

#include <signal.h>

#include <vector>

#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// Puts back what a signal did before.
class SignalsAsBefore {
 public:
  SignalsAsBefore() {
    for (const int signal : signals_) ::sigaction(signal, nullptr, &before_.emplace_back());
  }
  ~SignalsAsBefore() {
    for (std::size_t k = 0; k < signals_.size(); ++k) ::sigaction(signals_[k], &before_[k], nullptr);
  }

 private:
  std::vector<int> signals_{SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU};
  std::vector<struct sigaction> before_;
};

int code_after(const std::vector<int>& signals) {
  const StopRequest stop(0);
  for (const int signal : signals) ::raise(signal);
  return stop.exit_code();
}

}  // namespace

TEST_CASE("A request to end counts for more than one to requeue, whichever comes first", "[stop_request]") {
  const SignalsAsBefore before;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU}) ::signal(signal, SIG_DFL);
  REQUIRE(code_after({}) == 0);
  for (const int signal : {SIGUSR1, SIGUSR2, SIGXCPU}) {
    REQUIRE(code_after({signal}) == 75);
    REQUIRE(code_after({signal, SIGTERM}) == 128 + SIGTERM);
    REQUIRE(code_after({SIGTERM, signal, signal}) == 128 + SIGTERM);
  }
  REQUIRE(code_after({SIGINT, SIGTERM}) == 128 + SIGTERM);
  REQUIRE(code_after({SIGHUP}) == 128 + SIGHUP);
}

TEST_CASE("A signal that was ignored stays ignored", "[stop_request]") {
  const SignalsAsBefore before;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU}) {
    ::signal(signal, SIG_IGN);
    REQUIRE(code_after({signal, signal}) == 0);
    struct sigaction now {};
    ::sigaction(signal, nullptr, &now);
    REQUIRE(now.sa_handler == SIG_IGN);
  }
}
