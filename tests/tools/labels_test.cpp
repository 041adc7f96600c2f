// Labels that are the same, and patterns that fit.
#include "tools/tissue/labels.hpp"

#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("labels are compared without what programs add to them") {
  CHECK(plain_label(" Tumor\t") == "Tumor");
  CHECK(plain_label("Tumor\xc2\xa0") == "Tumor");
  CHECK(plain_label("CD8\xc2\xa0T") == "CD8 T");
  CHECK(plain_label("1.0") == "1");
  CHECK(plain_label("12.00") == "12");
  CHECK(plain_label("1.5") == "1.5");
  CHECK(plain_label("v1.0") == "v1.0");
  CHECK(plain_label(".0") == ".0");
  CHECK(plain_label("") == "");
}

TEST_CASE("a star stands for anything") {
  CHECK(fits_pattern("Tumor: *", "Tumor: PD-L1"));
  CHECK(fits_pattern("*CD8*", "CD3: CD8: PD-1"));
  CHECK(fits_pattern("*CD8*", "CD8"));
  CHECK(fits_pattern("a*b*c", "aXbYbZc"));
  CHECK_FALSE(fits_pattern("Tumor: *", "Tumor"));
  CHECK_FALSE(fits_pattern("a*b*c", "acb"));
  CHECK_FALSE(fits_pattern("Tumor", "Tumor"));  // no pattern
  CHECK(own_letters("Tumor: *") == 7);
  CHECK(own_letters("**") == 0);
}
