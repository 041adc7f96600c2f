// Text for people while a simulation runs. That nobody reads it any more, or that there is nowhere to write
// it, must not cost a run.
#pragma once

#include <fmt/core.h>

#include <cstdio>
#include <system_error>

namespace tilscape {

/// Writes and flushes; what cannot be written is lost.
template <class... Arguments>
void say(std::FILE* to, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  try {
    fmt::print(to, format, std::forward<Arguments>(arguments)...);
  } catch (const std::system_error&) {
  }
  std::fflush(to);
}

/// Makes the above true of what the system does: a closed pipe and a file as large as it may be are errors,
/// no signals, and no file of the run gets the number of a standard stream that was closed. Call first of
/// all.
void keep_standard_streams();

}  // namespace tilscape
