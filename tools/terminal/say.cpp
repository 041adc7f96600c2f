// Called before any file is opened.
#include "tools/terminal/say.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

namespace tilscape {

void keep_standard_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) == -1) [[maybe_unused]]
      const int opened = ::open("/dev/null", O_RDWR);  // gets the lowest free number: this one
}

}  // namespace tilscape
