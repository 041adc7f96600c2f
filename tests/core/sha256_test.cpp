// The published examples, and every length around the ends of a block against known digests.
#include "core/base/sha256.hpp"

#include <string>

#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("sha256 has the published values", "[sha256]") {
  // FIPS 180-2, appendix B, and the empty text.
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256(std::string(1000000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha256 fills its last block whatever the length", "[sha256]") {
  // Each digest goes into the next text, so one wrong length changes the last; reference: Python's hashlib.
  std::string chain;
  for (std::size_t length = 0; length < 200; ++length) chain = sha256(chain + std::string(length, '\xff'));
  CHECK(chain == "46257f63abda136b7d75836752756b6d0002a71b94f654b062560a8cebd47ad6");
}
