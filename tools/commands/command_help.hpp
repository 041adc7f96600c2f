// What the command line says of itself: help that fits the terminal, `tilscape help`, and what to say of
// words that it does not know.
#pragma once

#include <cstddef>
#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace tilscape {

/// Help of the program, or of one of its commands, in lines of at most `width` characters: usage, what stands
/// without a name, options, commands.
/// @param name  as it is called, "tilscape run"
/// Test: tests/tools/command_help_test.cpp
std::string help_text(const CLI::App& app, const std::string& name, std::size_t width);

/// Characters in a line of the terminal, 40 to 100: $COLUMNS, else what the terminal says, else 80.
std::size_t terminal_width();

/// Gives the program, and all commands that are added later, such help.
void use_own_help(CLI::App& app);

/// Adds `help [COMMAND]`.
void add_help_command(CLI::App& app);

/// "there is no command 'rnu'; expected …; did you mean 'run'?"; empty for the name of a command.
std::string unknown_command(const CLI::App& app, const std::string& word);

/// What is wrong with a command line that CLI11 refuses: an option that is not known comes before what may be
/// missing because of it.
/// @returns "tilscape run: there is no option --treads; did you mean '--threads'?; see tilscape run --help"
std::string usage_problem(const CLI::App& app, const CLI::ParseError& error);

}  // namespace tilscape
