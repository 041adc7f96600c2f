// Every file of the corpus, past crashes among them, through the harness that a fuzzer would call.
#include <functional>
#include <map>

#include "core/io/files/durable_file.hpp"
#include "tests/catch.hpp"
#include "tests/fuzz/harness.hpp"

namespace tilscape {

TEST_CASE("no file of the corpus crashes, hangs or breaks what must hold", "[fuzz]") {
  const std::map<std::string, std::function<void(std::string_view)>> harnesses{
      {"config", fuzz::config},
      {"text_rows", fuzz::text_rows},
      {"tissue", fuzz::tissue},
      {"tissue_import", fuzz::tissue_import},
      {"series", fuzz::series},
      {"checkpoint_file", fuzz::checkpoint_file},
      {"checkpoint_content", fuzz::checkpoint_content}};
  for (const auto& [reader, harness] : harnesses) {
    const std::filesystem::path corpus =
        std::filesystem::path(TILSCAPE_SOURCE_DIR) / "tests/fuzz/corpus" / reader;
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
      CAPTURE(entry.path());
      CHECK_NOTHROW(harness(read_text(entry.path())));
      ++files;
    }
    CHECK(files > 0);
  }
}

}  // namespace tilscape
