// The folder is asked, not the run: what is on the disk counts.
#include "tools/run/early_end.hpp"

#include <fmt/format.h>

#include <exception>
#include <optional>

#include "core/base/errors.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/run/run_folder.hpp"
#include "tools/run/resume_point.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

/// A message must not fail for what it tells of.
std::string where_it_goes_on(const fs::path& member) try {
  const std::optional<ResumePoint> point = find_resume_point(member);
  return point ? fmt::format("from day {:g}", point->header.time_h / 24) : "from the start";
} catch (const std::exception&) {
  return "if a checkpoint can be read and its files are put back";
}

bool is_there(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(file, ignored);
}

}  // namespace

std::string with_way_on(const std::string& why, const fs::path& run, const fs::path& member,
                        FolderIs folder) {
  if (folder == FolderIs::not_ours_yet)
    return why + "\nThis run did not start and has left nothing: start it again when that is mended.";
  if (!is_there(run / run_files::config))
    return why + "\nThe run is stopped, and what it wrote is gone: start it again.";
  std::string text =
      fmt::format("{}\nThe run is stopped. When that is mended, `tilscape resume {}` goes on {}.", why,
                  run.string(), where_it_goes_on(member));
  if (folder == FolderIs::ours && is_there(member / run_files::log)) try {
      append_text(member / run_files::log, text + "\n", false);
    } catch (const OutputError&) {  // said on stderr all the same
    }
  return text;
}

}  // namespace tilscape
