// Linux's /proc says when a process began: a number alone is given to another process one day.
#include "core/io/files/lock_holder.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <vector>

namespace tilscape {

namespace {

std::string first_word_of(const std::string& file) {
  std::ifstream in(file);
  std::string word;
  in >> word;
  return word;
}

std::string host_name() {
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  return host;
}

/// The fields of /proc/N/stat behind the name of the program, which may hold anything: state, parent, …
std::vector<std::string> status_of(std::int64_t process) {
  std::ifstream in(fmt::format("/proc/{}/stat", process));
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 1)));
  return {std::istream_iterator<std::string>(fields), {}};
}

/// Field 22 of proc(5), which is the twentieth from the state on. 0 where the system does not tell.
std::uint64_t start_in(const std::vector<std::string>& status) {
  constexpr std::size_t start_field = 19;
  return status.size() > start_field ? std::strtoull(status[start_field].c_str(), nullptr, 10) : 0;
}

}  // namespace

std::string this_machine() {
  const std::string start = first_word_of("/proc/sys/kernel/random/boot_id");
  char space[64] = {};
  if (start.empty() || ::readlink("/proc/self/ns/pid", space, sizeof space - 1) <= 0) return host_name();
  return start + "/" + space;
}

LockHolder LockHolder::own(const std::string& machine) {
  static std::atomic<std::uint64_t> locks{0};
  return {host_name(), machine, ::getpid(), start_in(status_of(::getpid())), ++locks};
}

std::optional<LockHolder> LockHolder::from(const std::string& text) {
  static const std::regex form(
      R"(process (\d{1,18}) on (\S*)\nmachine (\S+), start (\d{1,18}), lock (\d{1,18})\n)");
  std::smatch match;
  if (!std::regex_match(text, match, form)) return {};
  return LockHolder{match[2], match[3], std::stoll(match[1]), std::stoull(match[4]), std::stoull(match[5])};
}

std::string LockHolder::name() const {
  return fmt::format("process {} on {}", process, host);
}

std::string LockHolder::text() const {
  return fmt::format("{}\nmachine {}, start {}, lock {}\n", name(), machine, start, number);
}

bool LockHolder::is_alive() const {
  if (::kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH) return false;
  const std::vector<std::string> status = status_of(process);
  if (status.empty()) return true;  // hidden from this user
  if (status.front() == "Z" || status.front() == "X") return false;
  return start == 0 || start_in(status) == start;
}

bool is_lock_text(const std::string& text) {
  static const std::regex first_line(R"(process \d{1,18} on \S*)");
  return std::regex_match(text.substr(0, text.find('\n')), first_line);
}

}  // namespace tilscape
