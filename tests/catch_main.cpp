// The test programs' main: Catch2 3 brings its own.
#ifndef TILSCAPE_CATCH2_V3
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif
