// A member that goes on takes up its folder as it was at its checkpoint; any other gets a new one.
#include "tools/run/batch_folders.hpp"

#include "core/io/run/read_run.hpp"
#include "tools/run/run_course.hpp"
#include "tools/run/run_options.hpp"

namespace tilscape {

const ResumePoint* BatchFolders::point_of(const Member& member) const {
  const auto found = run_.points.find(member.number);
  return found == run_.points.end() ? nullptr : &found->second;
}

std::filesystem::path BatchFolders::folder_of(const Member& member) const {
  const std::string name = run_.folder_name(member);
  return name.empty() ? options_.out : options_.out / name;
}

/// A run that goes on keeps the text it began with, so that its snapshots are those of a run that was never
/// stopped; a longer one has a new text.
std::vector<std::string> BatchFolders::configs() const {
  std::vector<std::string> texts;
  for (const Member& member : batch_) {
    const ResumePoint* point = point_of(member);
    const bool keeps_text = run_.goes_on && !options_.until_day;
    if (keeps_text && point)
      texts.push_back(point->header.config);
    else if (keeps_text && std::filesystem::exists(folder_of(member) / run_files::config))
      texts.push_back(read_run_config(folder_of(member)));
    else
      texts.push_back(run_.run_yaml(member));
  }
  return texts;
}

/// A run that cannot begin leaves no new folder.
SnapshotWriter BatchFolders::make_writer(const std::vector<std::string>& configs) const {
  std::vector<RunFolder> folders;
  std::vector<std::filesystem::path> made;
  try {
    FileGroup config_files;
    const auto lock = run_.locks.empty() ? nullptr : run_.locks.front();
    for (std::size_t m = 0; m < batch_.size(); ++m) {
      const auto path = folder_of(batch_[m]);
      const ResumePoint* point = point_of(batch_[m]);
      const FolderForm form = run_.folder_form(batch_[m]);
      folders.push_back(point          ? RunFolder::resume(path, point->header, lock, {}, form)
                        : run_.goes_on ? RunFolder::restart(path, lock, {}, form)
                                       : RunFolder::create(path, options_.force, {}, lock, form));
      if (!run_.goes_on) made.push_back(folders.back().path());
      folders.back().write_config(configs[m], config_files);
    }
    if (!run_.has_folder_per_member) run_.tissue_tables.write(options_.out, config_files);
    config_files.commit();
    return SnapshotWriter(std::move(folders), snapshots_under_way(run_.backend));
  } catch (...) {
    folders.clear();  // and with them their locks
    for (const std::filesystem::path& path : made) RunFolder::remove(path);
    throw;
  }
}

/// A member that goes on has its census cut back to the moment it goes on from.
std::vector<Course> BatchFolders::courses(const ReadoutParameters& wanted) const {
  std::vector<Course> of_members;
  for (const Member& member : batch_) {
    const CourseSetting setting = course_setting(run_.configuration.parameters(member.set).model);
    of_members.push_back(point_of(member) ? course_of(folder_of(member) / run_files::census, wanted, setting)
                                          : Course(wanted, setting));
  }
  return of_members;
}

}  // namespace tilscape
