#include "core/io/run/run_files.hpp"

#include <fmt/format.h>

#include <regex>

#include "core/io/files/durable_file.hpp"

namespace tilscape {

namespace fs = std::filesystem;

namespace run_files {
std::string snapshot(std::size_t index) {
  return fmt::format("snap/snap_{:08}.vtkhdf", index);
}
std::string view(const std::string& part, std::size_t index) {
  return fmt::format("view/{}_{:08}.hdf", part, index);
}
std::string segment(const std::string& table, std::size_t index) {
  return fmt::format("{0}/{0}_{1:08}.h5", table, index);
}
std::string checkpoint(std::uint64_t step) {
  return fmt::format("checkpoint/ckpt_{:08}.h5", step);
}
std::string tissue(std::size_t index, std::size_t count) {
  return count == 1 ? "tissue.csv" : fmt::format("tissue_{:04}.csv", index);
}
std::string replicate(std::size_t index) {
  return fmt::format("replicate_{:04}", index);
}
std::string member(std::size_t index) {
  return fmt::format("member_{:04}", index);
}
bool is_one_of_several(const std::string& folder_name) {
  return folder_name.starts_with("replicate_") || folder_name.starts_with("member_");
}

bool holds_a_run(const fs::path& folder) {
  const fs::path marked = folder / log;
  return fs::is_regular_file(marked) && read_text(marked).starts_with(log_mark);
}

bool is_ours(const std::string& name) {
  static const std::regex ours(
      R"((sweep|members|tissue(_\d{4,})?)\.csv(\.tmp)?|((replicate|member)_\d{4,}/)?(run\.yaml|log\.txt|lock|census\.csv|census\.h5|clones\.h5|summary\.txt|(cells\.hdf|fields\.hdf|run\.vtkhdf)\.series|)"
      R"(snap/snap_\d{8}\.vtkhdf|view/(cells|fields)_\d{8}\.hdf|census/census_\d{8}\.h5|clones/clones_\d{8}\.h5|)"
      R"(checkpoint/ckpt_\d+\.h5)(\.tmp)?)");
  static const std::regex in_bug_report(
      R"(bug-report/((replicate|member)_\d{4,}/)?(report\.txt|run\.yaml|log\.txt|(ckpt|state)_\d+\.h5)(\.tmp)?)");
  return std::regex_match(name, ours) || std::regex_match(name, in_bug_report);
}

bool is_of_the_start(const std::string& name) {
  static const std::regex start(R"(run\.yaml|log\.txt|lock|tissue(_\d{4,})?\.csv)");
  return std::regex_match(name, start);
}
}  // namespace run_files

fs::path run_that_wrote(const fs::path& file) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(file, error);
  if (error) return {};
  fs::path folder = whole.parent_path();
  constexpr int deepest = 3;  // bug-report/replicate_0003/log.txt
  for (int level = 0; level < deepest && folder != folder.root_path(); ++level, folder = folder.parent_path())
    if (run_files::is_ours(whole.lexically_relative(folder).generic_string()) &&
        run_files::holds_a_run(folder))
      return folder;
  return {};
}

}  // namespace tilscape
