// Contestants run one after the other, so that only one world is in memory at a time.
#include "tools/gpu_check/compare.hpp"

#include <algorithm>
#include <cmath>

namespace tilscape {

namespace {

struct Course {
  std::vector<std::uint32_t> steps;
  std::vector<std::vector<std::uint64_t>> digests;  // [step][replicate]
  std::vector<CensusRow> census;                    // at the end
};

Course course_of(const DigestCase& c, SimulationStart start, const Contestant& contestant) {
  start.execution.reorder_every_steps = contestant.reorder_every_steps;
  const auto simulation = contestant.make(start);
  Course course;
  for (std::uint32_t step = 0; step <= c.steps; ++step) {
    if (step > 0) simulation->step();
    if (step % c.digest_every != 0 && step != c.steps) continue;
    course.steps.push_back(step);
    course.digests.push_back(simulation->digest());
  }
  course.census = simulation->census();
  ReadoutParameters wanted = c.run.output.readouts;
  wanted.spatial = true;  // the others are on by default
  const std::vector<Readouts> readouts = simulation->read_out(wanted);
  for (std::size_t r = 0; r < readouts.size(); ++r) course.census[r].readouts = readouts[r];
  return course;
}

/// The same number, or both nothing to measure.
bool agree(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

void describe(const Course& oracle, Comparison& result) {
  result.digests = static_cast<std::uint32_t>(oracle.digests.size());
  result.last_digest = oracle.digests.back()[0];
  result.events.assign(event_kinds, 0);
  for (const CensusRow& row : oracle.census) {
    result.tumour_cells += row.tumour_cells();
    result.cd8_cells += row.cd8_cells();
    for (std::uint32_t e = 0; e < event_kinds; ++e) result.events[e] += row.events[e];
  }
}

/// "name at step n" of the first digest that differs; the census must agree too.
std::string difference(const Course& oracle, const Course& other, const std::string& name) {
  for (std::size_t k = 0; k < oracle.digests.size(); ++k)
    if (oracle.digests[k] != other.digests[k]) return name + " at step " + std::to_string(oracle.steps[k]);
  for (std::size_t r = 0; r < oracle.census.size(); ++r)
    for (std::size_t k = 0; k < columns_of(oracle.census[r]).size(); ++k) {
      const CensusColumn mine = columns_of(oracle.census[r])[k], its = columns_of(other.census[r])[k];
      if (!agree(mine.value, its.value)) return name + " in the census: " + mine.name;
    }
  return {};
}

}  // namespace

std::string missing_events(const std::vector<Comparison>& cases) {
  std::string missing;
  for (std::uint32_t e = 0; e < event_kinds; ++e) {
    const auto happened = [e](const Comparison& c) { return c.events[e] > 0; };
    if (std::none_of(cases.begin(), cases.end(), happened))
      missing += std::string(missing.empty() ? "" : ", ") + event_table[e].column;
  }
  return missing;
}

Comparison compare(const DigestCase& c, const std::vector<Contestant>& contestants) {
  Comparison result;
  result.name = c.name;
  result.steps = c.steps;
  const SimulationStart start = make_start(c.run, nullptr);
  const Course oracle = course_of(c, start, contestants.at(0));
  describe(oracle, result);
  for (std::size_t k = 1; k < contestants.size() && result.equal(); ++k)
    result.first_difference = difference(oracle, course_of(c, start, contestants[k]), contestants[k].name);
  return result;
}

}  // namespace tilscape
