// Labels joined by cell.
#include "tools/tissue/cell_labels.hpp"

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

struct Joined {
  std::vector<std::string> labels;  // "-": none
  std::string summary;
};

Joined join(const Scratch& scratch, const std::string& cells, const std::string& labels,
            const TissueMap& map = {}) {
  DelimitedTable table(scratch.write("t.csv", cells));
  CellLabels of(scratch.write("l.csv", labels), table, map);
  Joined joined;
  for (TableRow row; table.next(row);) {
    const std::string* label = of.label_of(row);
    joined.labels.push_back(label ? *label : "-");
  }
  of.require_any();
  joined.summary = of.summary();
  return joined;
}

using Labels = std::vector<std::string>;

}  // namespace

TEST_CASE("Xenium's clusters are joined by barcode, and what does not match is counted") {
  const Scratch scratch;
  const Joined joined =
      join(scratch, "cell_id,x\na-1,1\nb-1,2\nc-1,3\n", "Barcode,Cluster\nc-1,2.0\na-1,1\nz-1,7\n");
  CHECK(joined.labels == Labels{"1", "-", "2"});
  CHECK(joined.summary == "labels are 'Cluster' of " + scratch.path("l.csv") +
                              ": 2 cells have one, 1 have none, 1 of its cells are not in the table");
}

TEST_CASE("a field of view in both is part of the id") {
  const Scratch scratch;
  CHECK(join(scratch, "fov,cell_ID\n1,1\n2,1\n", "fov,cell_ID,Area,cell_type\n2,1,9,B\n1,1,8,A\n").labels ==
        Labels{"A", "B"});
  CHECK(join(scratch, "fov,cell_ID\n1,1\n1,2\n", "cell_ID,cell_type\n2,B\n1,A\n").labels == Labels{"A", "B"});
}

TEST_CASE("the map names columns that are not known") {
  const Scratch scratch;
  TissueMap map;
  map.columns.cell_id = "nr";
  map.columns.type = "fate";
  CHECK(join(scratch, "nr,x\n1,0\n2,0\n", "fate,nr,cluster\nA,2,x\nB,1,x\n", map).labels == Labels{"B", "A"});
  CHECK_THAT(input_error([&] { join(scratch, "nr,x\n1,0\n", "nr,a,b\n1,0,0\n"); }),
             contains("t.csv:1: no column names the cells"));
  CHECK_THAT(input_error([&] { join(scratch, "cell_id,x\n1,0\n", "cell_id,a,b\n1,0,0\n"); }),
             contains("l.csv:1: no column is known to hold labels"));
}

TEST_CASE("labels that contradict each other, or match nothing, are refused") {
  const Scratch scratch;
  CHECK_THAT(input_error([&] { join(scratch, "cell_id,x\n1,0\n", "cell_id,label\n1,A\n1,B\n"); }),
             contains("l.csv:3: the cell '1' has the label 'B' here and 'A' before"));
  CHECK(join(scratch, "cell_id,x\n1,0\n", "cell_id,label\n1,A\n1,A\n").labels == Labels{"A"});
  CHECK_THAT(input_error([&] { join(scratch, "cell_id,x\n1,0\n1,1\n", "cell_id,label\n1,A\n"); }),
             contains("t.csv:3: cell_id: the cell '1' stands here again"));
  CHECK_THAT(input_error([&] { join(scratch, "cell_id,x\n1,0\n", "cell_id,label\nq,A\n"); }),
             contains("l.csv: names no cell of ") &&
                 contains("(there '1', here 'q'); expected the ids of its column 'cell_id'"));
}
