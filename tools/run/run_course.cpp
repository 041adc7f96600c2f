#include "tools/run/run_course.hpp"

#include <functional>

#include "core/io/hdf5/table.hpp"

namespace tilscape {

namespace {

/// By the names of the census' columns; one that it does not have is 0.
CourseEntry entry_of(const std::function<double(const std::string&)>& value) {
  CourseEntry e;
  e.time_h = value("time_h");
  e.tumour_cells = value("tumour_cycling") + value("tumour_quiescent") + value("tumour_hypoxic");
  e.longest_diameter_mm = value("longest_diameter_mm");
  e.imaged_volume_mm3 = value("imaged_volume_mm3");
  e.corpses = value("tumour_apoptotic") + value("tumour_necrotic");
  e.free_sites = value("free_sites");
  e.doses_given = value("doses_given");
  e.births = value("births_tumour");
  e.kills = value("kills");
  e.treated = value("deaths_treatment") + value("resected_tumour");
  e.cd8_kills = e.kills - value("kills_nk");
  e.cd8_days = value("cd8_days");
  return e;
}

CourseEntry entry_of(const CensusRow& row) {
  const std::vector<CensusColumn> columns = columns_of(row);
  return entry_of([&](const std::string& name) {
    for (const CensusColumn& column : columns)
      if (column.name == name) return column.value;
    return 0.0;
  });
}

}  // namespace

Course course_of(const std::filesystem::path& census_csv, const ReadoutParameters& parameters,
                 const CourseSetting& setting) {
  Course course(parameters, setting);
  const NumberColumns columns = read_csv(census_csv);
  const auto time = columns.find("time_h");
  for (std::size_t row = 0; time != columns.end() && row < time->second.size(); ++row)
    course.add(entry_of([&](const std::string& name) {
      const auto column = columns.find(name);
      return column == columns.end() ? 0.0 : column->second[row];
    }));
  return course;
}

void follow(CensusRow& row, const ReadoutParameters& wanted, Course& course) {
  if (wanted.killing) row.readouts.killing = killing_readout(row, course.hours_since_last_row(row.time_h));
  const CourseReadout read = course.add(entry_of(row));
  if (wanted.imaging) row.readouts.course = read;
}

}  // namespace tilscape
