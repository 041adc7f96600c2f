// The exception hierarchy: one class per exit code of the command line, caught once in its main.
#pragma once

#include <stdexcept>
#include <string>

namespace tilscape {

/// Base of every error that Tilscape reports to its user. `exit_code` is what the program returns.
class Error : public std::runtime_error {
 public:
  Error(int exit_code, const std::string& what) : std::runtime_error(what), exit_code_(exit_code) {}
  int exit_code() const { return exit_code_; }

 private:
  int exit_code_;
};

/// Wrong usage, or an input file that is missing or bad. Exit code 2. The text holds one problem per line,
/// each `file:line: key: what was wrong; what was expected`.
struct InputError : Error {
  explicit InputError(const std::string& what) : Error(2, what) {}
};
/// Output or checkpoint cannot be written or read. Exit code 3.
struct OutputError : Error {
  explicit OutputError(const std::string& what) : Error(3, what) {}
};
/// No device, or too little memory. Exit code 4.
struct DeviceError : Error {
  explicit DeviceError(const std::string& what) : Error(4, what) {}
};
/// The program contradicts itself: a defect, or failing hardware. Exit code 70.
struct Defect : Error {
  explicit Defect(const std::string& what) : Error(70, what) {}
};
struct OutOfMemory : DeviceError {
  using DeviceError::DeviceError;
};

}  // namespace tilscape
