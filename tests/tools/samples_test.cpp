// Several samples in one table, and the choice between them.
#include "tools/tissue/samples.hpp"

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

/// How many rows are wanted; throws what require_one() does.
std::size_t wanted(const Scratch& scratch, const std::string& text,
                   const std::vector<std::string>& only = {}) {
  DelimitedTable table(scratch.write("t.csv", text));
  SampleChoice samples(table, only, "x");
  std::size_t count = 0;
  for (TableRow row; table.next(row);) {
    if (!samples.wants(row)) continue;
    samples.count(row);
    ++count;
  }
  samples.require_one();
  return count;
}

const std::string three = "Image,ROI,x\na,Polygon,1\nb,Ellipse,2\na,Polygon,3\nc,Polygon,4\n";

}  // namespace

TEST_CASE("several images are refused with the choices") {
  const Scratch scratch;
  CHECK(input_error([&] { wanted(scratch, three); }) ==
        scratch.path("t.csv") +
            ":1: 'Image': the table holds 3 samples: 'a' (2 cells), 'b' (1), 'c' (1); expected one: "
            "--only 'Image=a' (or 'Image=*' if all of them have one coordinate system)");
  CHECK(wanted(scratch, "Image,x\na,1\na,2\n,3\n") == 3);  // nothing is no other image
  CHECK_THAT(input_error([&] { wanted(scratch, "fov,slide,x\n1,A,1\n2,B,1\n"); }), contains("'slide'"));
}

TEST_CASE("--only chooses by value, by values, by pattern") {
  const Scratch scratch;
  CHECK(wanted(scratch, three, {"Image=a"}) == 2);
  CHECK(wanted(scratch, three, {"Image= c "}) == 1);
  CHECK(wanted(scratch, three, {"Image=a", "Image=b"}) == 3);
  CHECK(wanted(scratch, three, {"Image=*"}) == 4);
  CHECK(wanted(scratch, "fov,x\n1.0,1\n2.0,1\n", {"fov=2"}) == 1);
  CHECK(wanted(scratch, "a=b,x\n1,1\n2,1\n", {"a=b=2"}) == 1);
  CHECK_THAT(input_error([&] { wanted(scratch, "slide,fov,x\nA,1,1\nA,2,1\nB,1,1\n", {"slide=A"}); }),
             contains("'fov': the table holds 2 samples: '1' (1 cells), '2' (1)"));
  CHECK(wanted(scratch, "slide,fov,x\nA,1,1\nA,2,1\nB,1,1\n", {"slide=A", "fov=1"}) == 1);
}

TEST_CASE("a choice that fits nothing is refused with what there is") {
  const Scratch scratch;
  CHECK(input_error([&] { wanted(scratch, three, {"Image=d"}); }) ==
        "--only: " + scratch.path("t.csv") +
            " has no 'd' in the column 'Image'; expected one of 'a' (2 cells), 'b' (1), 'c' (1)");
  CHECK_THAT(input_error([&] { wanted(scratch, three, {"Slide=a"}); }), contains("has no column 'Slide'"));
  CHECK_THAT(input_error([&] { wanted(scratch, three, {"Image"}); }),
             contains("--only: 'Image'; expected COLUMN=VALUE"));
  CHECK_THAT(input_error([&] { wanted(scratch, three, {"=a"}); }), contains("expected COLUMN=VALUE"));
}

TEST_CASE("a name of each cell is no sample, many samples are cut short") {
  const Scratch scratch;
  std::string ids = "Sample,x\n", many = "Sample,x\n";
  for (int i = 0; i < 2000; ++i) {
    ids += "s" + std::to_string(i) + ",1\n";
    many += "s" + std::to_string(i % 1500 / 2) + ",1\n";
  }
  CHECK(wanted(scratch, ids) == 2000);
  CHECK_THAT(input_error([&] { wanted(scratch, many); }),
             contains("750 samples: 's0' (") && contains(" and 738 more"));
}
