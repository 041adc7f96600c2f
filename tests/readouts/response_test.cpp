// Response by RECIST 1.1 of lesions written by hand: what a radiologist would say of each.
#include "agents/readouts/response.hpp"

#include <cmath>
#include <vector>

#include "tests/catch.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

namespace {

constexpr Recist none = Recist::none, CR = Recist::complete_response, PR = Recist::partial_response,
                 SD = Recist::stable, PD = Recist::progressive;
using Responses = std::vector<Recist>;

/// Every row is a scan, and two days confirm a response.
ReadoutParameters daily_scans() {
  ReadoutParameters p = all_readouts();
  p.scan_every_days = 0;
  p.confirmation_days = 2;
  return p;
}

/// A ball of this diameter, with live cells in it.
Lesion ball(double day, double diameter_mm) {
  return {24 * day, diameter_mm > 0 ? 100.0 : 0.0, diameter_mm, std::pow(diameter_mm, 3)};
}

/// What is read of a lesion of these diameters, a day apart; the first is the baseline.
std::vector<ResponseReadout> read(const std::vector<double>& diameters_mm,
                                  const ReadoutParameters& p = daily_scans()) {
  Response response(p, 3);
  std::vector<ResponseReadout> all;
  for (std::size_t day = 0; day < diameters_mm.size(); ++day) {
    const Lesion now = ball(static_cast<double>(day), diameters_mm[day]);
    if (day == 0) response.begin(now);
    all.push_back(response.at(now));
  }
  return all;
}

Responses of(const std::vector<ResponseReadout>& all, Recist ResponseReadout::*which) {
  Responses seen;
  for (const ResponseReadout& r : all) seen.push_back(r.*which);
  return seen;
}

Responses responses(const std::vector<double>& diameters_mm, const ReadoutParameters& p = daily_scans()) {
  return of(read(diameters_mm, p), &ResponseReadout::recist);
}

}  // namespace

TEST_CASE("RECIST follows baseline and smallest diameter", "[readouts][response]") {
  CHECK(responses({20, 20, 14.01, 14, 16.7, 16.8, 0, 1}) == Responses{none, SD, SD, PR, SD, PD, CR, PD});
  CHECK(responses({20, 23.9, 24}) == Responses{none, SD, PD});        // the baseline is the first smallest
  CHECK(responses({20, 10, 12, 13}) == Responses{none, PR, PD, PD});  // PD although far below the baseline
}

TEST_CASE("progression asks for an absolute growth, too", "[readouts][response]") {
  ReadoutParameters p = daily_scans();
  p.recist_least_growth_mm = 5;  // as in man
  CHECK(responses({20, 24.9, 25}, p) == Responses{none, SD, PD});
  CHECK(responses({20, 10, 12.5, 14.9, 15}, p) == Responses{none, PR, PR, SD, PD});
}

TEST_CASE("on a lattice the absolute growth is half of what is resolved, as 5 mm are of 10 mm",
          "[readouts][response]") {
  const ReadoutParameters p = daily_scans();
  CHECK(p.recist_least_growth_mm == Approx(p.resolution_um / 1000 * 5 / 10));
  CHECK(responses({0.3, 0.06, 0.0845, 0.0855}) == Responses{none, PR, PR, PD});
}

TEST_CASE("7 % of the volume is a partial response, not a complete one", "[readouts][response]") {
  const double diameter = std::cbrt(0.07);  // 41 % of the baseline
  const ResponseReadout r = read({1, diameter}).back();
  CHECK(r.recist == PR);
  CHECK(r.by_volume == PR);
  CHECK(r.diameter_change_percent == Approx(100 * (diameter - 1)));
}

TEST_CASE("a complete response has no live cell and no mass that is resolved", "[readouts][response]") {
  const auto response_to = [](double live_cells, double diameter_mm) {
    Response response(daily_scans(), 3);
    response.begin(ball(0, 1));
    return response.at({24, live_cells, diameter_mm, std::pow(diameter_mm, 3)});
  };
  CHECK(response_to(0, 0).recist == CR);
  CHECK(response_to(0, 0.0499).recist == CR);  // scattered corpses
  CHECK(response_to(0, 0.05).recist == PR);    // a mass, though a dead one
  CHECK(response_to(0, 0.9).recist == SD);     // necrosis that nobody has cleared yet
  CHECK(response_to(1, 0.015).recist == PR);   // a cell lives
  CHECK(response_to(0, 0.0499).by_volume == CR);
  CHECK(response_to(1, 0.015).by_volume == PR);
}

TEST_CASE("what is not resolved at the baseline is not assessed", "[readouts][response]") {
  CHECK(responses({0, 0, 5}) == Responses{none, none, none});
  CHECK(responses({0.049, 1}) == Responses{none, none});
  CHECK(std::isnan(read({0, 5}).back().diameter_change_percent));
}

TEST_CASE("volumes have the limits of a ball of the diameter, areas those of a disc",
          "[readouts][response]") {
  const auto by_volume = [](int dimensions, double share) {
    Response response(daily_scans(), dimensions);
    response.begin({0, 1, 1, 1});
    return response.at({24, 1, 1, share}).by_volume;
  };
  CHECK(by_volume(3, 0.344) == SD);
  CHECK(by_volume(3, 0.342) == PR);
  CHECK(by_volume(3, 1.727) == SD);
  CHECK(by_volume(3, 1.729) == PD);
  CHECK(by_volume(2, 0.491) == SD);
  CHECK(by_volume(2, 0.489) == PR);
  CHECK(by_volume(2, 1.439) == SD);
  CHECK(by_volume(2, 1.441) == PD);
}

TEST_CASE("the best response is that up to the first progression", "[readouts][response]") {
  const auto best = [](const std::vector<double>& diameters_mm) {
    return of(read(diameters_mm), &ResponseReadout::best);
  };
  CHECK(best({20, 20, 13, 20, 0}) == Responses{none, SD, PR, PR, PR});  // what comes after it is no merit
  CHECK(best({20, 30, 10}) == Responses{none, PD, PD});
  CHECK(best({20, 13, 0, 0}) == Responses{none, PR, CR, CR});
}

TEST_CASE("a response is confirmed by a later scan", "[readouts][response]") {
  const auto confirmed = [](const std::vector<double>& diameters_mm) {
    return of(read(diameters_mm), &ResponseReadout::confirmed);
  };
  CHECK(confirmed({20, 13, 13, 13}) == Responses{none, SD, SD, PR});
  CHECK(confirmed({20, 13, 15, 13}) == Responses{none, SD, SD, PR});  // not worse than SD between
  CHECK(confirmed({20, 13, 19, 13}) == Responses{none, SD, SD, SD});  // a progression between
  CHECK(confirmed({20, 13, 0, 0}) == Responses{none, SD, SD, PR});    // CR for one day
  CHECK(confirmed({20, 13, 0, 0, 0}) == Responses{none, SD, SD, PR, CR});
  CHECK(confirmed({20, 0, 1, 0, 0}) == Responses{none, SD, SD, SD, SD});
  CHECK(confirmed({20, 30, 10, 10, 10}) == Responses{none, PD, PD, PD, PD});
}

TEST_CASE("a confirmed partial response goes on until progression", "[readouts][response]") {
  CHECK(responses({100, 70, 70, 70, 80, 80, 84}) == Responses{none, PR, PR, PR, PR, PR, PD});
  CHECK(responses({100, 70, 80, 80}) == Responses{none, PR, SD, SD});
}

TEST_CASE("scans are as far apart as is asked for, whenever rows come", "[readouts][response]") {
  ReadoutParameters p = daily_scans();
  p.scan_every_days = 2.5;
  // Due on days 2.5, 5 and 7.5; seen on days 3, 5 and 8.
  CHECK(responses({20, 0, 20, 30, 0, 14, 14, 20, 13}, p) ==
        Responses{none, none, none, PD, PD, PR, PR, PR, PR});
  Response response(p, 3);
  response.begin(ball(1, 20));
  CHECK(response.next_scan_day() == Approx(3.5));
  response.at(ball(12, 20));  // no row came in time for three of them
  CHECK(response.next_scan_day() == Approx(13.5));
}

TEST_CASE("the change of the diameter is that of now, the response that of the last scan",
          "[readouts][response]") {
  ReadoutParameters p = daily_scans();
  p.scan_every_days = 2;
  const auto all = read({20, 10, 15, 5}, p);
  CHECK(all[3].diameter_change_percent == Approx(-75));
  CHECK(all[3].recist == SD);
  CHECK(all[1].recist == none);
}
