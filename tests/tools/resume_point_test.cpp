// A run goes on by the model that it began with.
#include "tools/run/resume_point.hpp"

#include "agents/parameters/model_version.hpp"
#include "core/base/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("A checkpoint of another model is refused, and so is one that names none", "[tools][resume]") {
  ResumePoint point;
  point.file = "run/checkpoint/ckpt_00000100.h5";
  point.header.commit = "abc123";
  point.header.model = std::string(model_version);
  CHECK_NOTHROW(require_this_model(point));
  for (const char* model : {"0.1", ""}) {
    point.header.model = model;
    CHECK_THROWS_WITH(require_this_model(point), contains("ckpt_00000100.h5: was written by model 0.1") &&
                                                     contains("commit abc123") &&
                                                     contains("--accept-other-model"));
  }
}
