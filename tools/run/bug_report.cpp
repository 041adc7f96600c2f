// The text comes first: it is there even if the state cannot be written.
#include "tools/run/bug_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "core/base/errors.hpp"
#include "core/io/files/disk_problem.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/run/run_folder.hpp"
#include "tilscape_version.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

std::string report_text(const BugReport& report) {
  std::string text = fmt::format("Tilscape bug report\n\nStep {}, day {:g}: the world is inconsistent.\n",
                                 report.step, report.day);
  text += "  " + std::regex_replace(report.broken, std::regex("; "), "\n  ") + "\n\n";
  text += fmt::format("program  tilscape {} ({})\nbackend  {}\nmachine  {}\n", version, commit,
                      report.backend, report.machine);
  for (const BugReport::Member& member : report.members) {
    text += fmt::format("member   {}seed {}, replicate {}, digest {}; checkpoints that were good:",
                        member.name.empty() ? "" : member.name + ", ", member.seed, member.replicate,
                        member.digest ? fmt::format("{:016x}", *member.digest) : "unknown");
    const std::vector<fs::path> good = checkpoints_of(member.folder);
    for (const fs::path& file : good) text += " " + file.filename().string();
    text += good.empty() ? " none\n" : "\n";
  }
  text += fmt::format(
      "\nTo repeat it:\n  {}\n\nHere: run.yaml, the configuration; log.txt; ckpt_*.h5, the checkpoints "
      "that were good;\nstate_*.h5, the state that was found, in the form of a checkpoint. It is not to be "
      "gone on from.\n",
      report.command);
  return text;
}

/// The last lines of the log.
std::string end_of_log(const fs::path& run_folder) {
  constexpr std::size_t most_bytes = 20000;
  const fs::path log = run_folder / run_files::log;
  if (!fs::exists(log)) return {};
  std::string text = read_text(log);
  if (text.size() > most_bytes) text.erase(0, text.find('\n', text.size() - most_bytes) + 1);
  return text;
}

/// Checkpoints never change, so a second name does where the file system has such.
void keep(const fs::path& file, const fs::path& folder) {
  std::error_code no_links;
  fs::create_hard_link(file, folder / file.filename(), no_links);
  if (no_links) fs::copy_file(file, folder / file.filename());
}

void write_member(const fs::path& folder, const BugReport& report, std::size_t m) {
  const BugReport::Member& member = report.members[m];
  fs::create_directories(folder);
  FileGroup files;
  files.write(folder / run_files::config, member.config);
  files.write(folder / run_files::log, end_of_log(member.folder));
  for (const fs::path& file : checkpoints_of(member.folder)) keep(file, folder);
  files.commit();
  if (const std::optional<Checkpoint> state = report.state(m)) {
    write_checkpoint(files, folder / fmt::format("state_{:08}.h5", report.step), *state);
    files.commit();
  }
}

}  // namespace

fs::path write_bug_report(const fs::path& run, const BugReport& report) {
  const fs::path folder = run / run_files::bug_report;
  try {
    fs::remove_all(folder);
    fs::create_directory(folder);
    write_durably(folder / run_files::report, report_text(report));
    for (std::size_t m = 0; m < report.members.size(); ++m)
      write_member(folder / report.members[m].name, report, m);
  } catch (const fs::filesystem_error& error) {
    throw OutputError(fmt::format("{}: cannot be written: {}", folder.string(),
                                  disk_problem(folder, error.code().value())));
  }
  return folder;
}

}  // namespace tilscape
