// The table of members: last rows, in order, under all the columns that any of them has.
#include "tools/run/members_table.hpp"

#include "tests/catch.hpp"
#include "tests/tools/scratch.hpp"

using namespace tilscape;

TEST_CASE("the last row of each member's census", "[tools][members]") {
  const Scratch scratch;
  const std::filesystem::path group = scratch.path("");
  for (const char* name : {"a", "b", "c", "d"}) std::filesystem::create_directory(group / name);
  scratch.write("a/census.csv", "step,kills\n0,1\n60,2\n");
  scratch.write("b/census.csv", "step,cps,kills\n0,nan,5\n");
  scratch.write("c/census.csv", "step,kills\n");  // stopped before its first row
  CHECK(members_table(group, {"a", "b", "c", "d"}) == "folder,step,kills,cps\na,60,2,\nb,0,5,nan\n");
  CHECK(members_table(group, {"b", "a"}) == "folder,step,cps,kills\nb,0,nan,5\na,60,,2\n");
  CHECK(members_table(group, {}) == "folder\n");
}
